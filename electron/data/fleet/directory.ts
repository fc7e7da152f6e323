import type { PositionsDirectory } from '../../../shared/api/index.ts';

/** Which vehicle each slot of a stream is. */
export interface Directory {
  readonly streamId: number;
  readonly count: number;
  /** False where slots before these are missing, which then must be asked for. */
  add(part: PositionsDirectory): boolean;
  vehicleId(slot: number): string | undefined;
  slotOf(vehicleId: string): number | undefined;
}

export function createDirectory(): Directory {
  let streamId = 0;
  let vehicleIds: string[] = [];
  let slots = new Map<string, number>();
  return {
    get streamId() {
      return streamId;
    },
    get count() {
      return vehicleIds.length;
    },
    add(part) {
      const isOther = part.streamId !== streamId;
      if (part.start > (isOther ? 0 : vehicleIds.length)) return false;
      if (isOther) {
        streamId = part.streamId;
        vehicleIds = [];
        slots = new Map();
      }
      for (const [index, id] of part.vehicleIds.entries()) {
        const slot = part.start + index;
        const before = vehicleIds[slot];
        if (before !== undefined && slots.get(before) === slot) slots.delete(before);
        vehicleIds[slot] = id;
        slots.set(id, slot);
      }
      return true;
    },
    vehicleId: (slot) => vehicleIds[slot],
    slotOf: (vehicleId) => slots.get(vehicleId),
  };
}
