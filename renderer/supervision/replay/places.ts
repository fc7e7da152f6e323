import { createStore, type StoreApi } from 'zustand/vanilla';
import type { WindowClient } from '../../connection/index.ts';
import type { SlotOf } from '../../stores/selection.ts';

/** Where vehicles are in the frames of a recorded stream; null: they are not in it. What is not asked for yet is not there. */
export type KnownPlaces = ReadonlyMap<string, SlotOf | null>;

export interface RecordedPlaces {
  readonly state: StoreApi<KnownPlaces>;
  /** Asks where a vehicle is, with all others that are asked for in the same turn. */
  want(streamId: number, vehicleId: string): void;
}

export const placeKey = (streamId: number, vehicleId: string) => `${streamId} ${vehicleId}`;

/** The lists know the places of the live stream. In a recording of an earlier one the same vehicle has another. */
export function createRecordedPlaces(client: Pick<WindowClient, 'request'>): RecordedPlaces {
  const state = createStore<KnownPlaces>(() => new Map());
  const asked = new Set<string>();
  let waiting = new Map<number, string[]>();

  async function ask(): Promise<void> {
    const turn = waiting;
    waiting = new Map();
    for (const [streamId, vehicleIds] of turn) {
      try {
        const { slots } = await client.request('recordings.slots', { streamId, vehicleIds });
        const found = vehicleIds.map((id, index): [string, SlotOf | null] => {
          const slot = slots[index] ?? null;
          return [placeKey(streamId, id), slot === null ? null : { streamId, slot }];
        });
        state.setState(new Map([...state.getState(), ...found]), true);
      } catch {
        // They are asked for again with the next that is: whatever shows them says "not known" meanwhile.
        for (const id of vehicleIds) asked.delete(placeKey(streamId, id));
      }
    }
  }
  return {
    state,
    want(streamId, vehicleId) {
      const key = placeKey(streamId, vehicleId);
      if (asked.has(key)) return;
      asked.add(key);
      if (waiting.size === 0) queueMicrotask(() => void ask());
      waiting.set(streamId, [...(waiting.get(streamId) ?? []), vehicleId]);
    },
  };
}
