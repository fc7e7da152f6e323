import { describe, expect, it } from 'vitest';
import {
  AGE_CLASSES,
  ageClassOf,
  isMoving,
  type LiveFilter,
  PASS_ALL,
  passesAll,
  passesSieve,
  POSITION_FLAGS,
  RECORD_BYTES,
  sieveOf,
  VEHICLE_KINDS,
  VEHICLE_STATES,
  writeRecord,
} from '../../../shared/domain/index.ts';
import { fc } from '../../support/property.ts';
import { EPOCH_MS, recordOf } from '../../support/fleet-records.ts';

const ANY: LiveFilter = { states: [], kinds: [], ages: [], motion: 'any', suspectOnly: false };
const thresholds = { lateMs: 60_000, silentMs: 300_000 };

describe('a sieve of positions', () => {
  it('passes all when nothing is asked', () => {
    expect(sieveOf(ANY)).toEqual(PASS_ALL);
    expect(passesAll(sieveOf(ANY))).toBe(true);
    for (const change of [
      { states: ['idle'] },
      { kinds: ['bus'] },
      { ages: ['late'] },
      { motion: 'moving' },
      { suspectOnly: true },
    ]) {
      expect(passesAll(sieveOf({ ...ANY, ...(change as Partial<LiveFilter>) }))).toBe(false);
    }
    expect(passesAll(sieveOf({ ...ANY, ages: [...AGE_CLASSES] }))).toBe(true);
  });

  it('passes what the words of its filter say, for any record', () => {
    const filters = fc.record({
      states: fc.subarray([...VEHICLE_STATES]),
      kinds: fc.subarray([...VEHICLE_KINDS]),
      ages: fc.subarray([...AGE_CLASSES]),
      motion: fc.constantFrom('any' as const, 'moving' as const, 'standing' as const),
      suspectOnly: fc.boolean(),
    });
    const records = fc.record({
      state: fc.nat(VEHICLE_STATES.length - 1),
      kind: fc.nat(VEHICLE_KINDS.length - 1),
      flags: fc.constantFrom(0, POSITION_FLAGS.suspect),
      velocityEast: fc.constantFrom(0, 0.2, 12),
      ageMs: fc.constantFrom(0, 59_000, 60_000, 299_000, 300_000, 900_000),
    });
    const passed = { true: 0, false: 0 };
    fc.assert(
      fc.property(filters, records, fc.constantFrom(1, 60), (filter, { ageMs, ...change }, timeScale) => {
        const view = new DataView(new ArrayBuffer(2 * RECORD_BYTES));
        writeRecord(view, RECORD_BYTES, recordOf({ ...change, observedAtMs: EPOCH_MS }), EPOCH_MS);
        const moves = isMoving(change.velocityEast, 0, (ageMs / 1000) * timeScale);
        const has = <T>(wanted: readonly T[], one: T | undefined) => wanted.length === 0 || wanted.includes(one as T);
        const expected =
          has(filter.states, VEHICLE_STATES[change.state]) &&
          has(filter.kinds, VEHICLE_KINDS[change.kind]) &&
          has(filter.ages, ageClassOf(ageMs, thresholds)) &&
          (filter.motion === 'any' || (filter.motion === 'moving') === moves) &&
          (!filter.suspectOnly || change.flags !== 0);
        passed[`${expected}`] += 1;
        const passes = passesSieve(sieveOf(filter), view, RECORD_BYTES, ageMs / 1000, timeScale, thresholds);
        expect(passes).toBe(expected);
      }),
    );
    expect(Math.min(passed.true, passed.false)).toBeGreaterThan(5);
  });
});
