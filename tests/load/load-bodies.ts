/** What scenarios post. Pure and without chance: whatever runs them sends the same. */

const BASE = { longitude: 2.35, latitude: 46.6 };

/** Codes that `seed.ts` gives to the vehicles. */
export function vehicleCode(index: number): string {
  return `LYO-${index + 1}`;
}

/** Positions of so many vehicles, a little further at each turn. */
export function positionsBody(turn: number, each: number, first: number, nowMs: number): object {
  return {
    positions: Array.from({ length: each }, (_, index) => ({
      vehicle: vehicleCode(first + index),
      longitude: BASE.longitude + ((first + index) % 100) / 50 + (turn % 1_000) * 1e-4,
      latitude: BASE.latitude + Math.floor((first + index) / 100) / 50,
      observedAtMs: nowMs,
      headingDegrees: 90,
      speedMetresPerSecond: 8,
    })),
  };
}

/** New third parties. @param id makes a UUIDv7 of a number that is used once */
export function editsBody(
  epoch: string,
  turn: number,
  each: number,
  nowMs: number,
  id: (number: number) => string,
): object {
  return {
    epoch,
    mutations: Array.from({ length: each }, (_, index) => ({
      mutationId: id(2 * (turn * each + index)),
      ...{ entity: 'third-party', op: 'create', baseVersion: 0, madeAtMs: nowMs },
      id: id(2 * (turn * each + index) + 1),
      fields: { name: `Load ${turn}.${index}`, type: 'customer' },
    })),
  };
}

/** A UUIDv7 of a time and a number (RFC 9562, section 5.7), for what has no random source at hand. */
export function numberedId(nowMs: number, run: number, number: number): string {
  const time = Math.floor(nowMs).toString(16).padStart(12, '0');
  const tail = (run * 2 ** 24 + number).toString(16).padStart(15, '0').slice(-15);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${tail.slice(0, 3)}-8${tail.slice(3, 6)}-${tail.slice(6).padStart(12, '0')}`;
}
