import { describe, expect, it } from 'vitest';
import { countFleet, countFleetUntil, POSITION_FLAGS } from '../../../shared/domain/index.ts';
import { EPOCH_MS, recordOf, tableOf } from '../../support/fleet-records.ts';

const thresholds = { lateMs: 60_000, silentMs: 300_000 };
const agedBy = (ms: number) => recordOf({ observedAtMs: EPOCH_MS - ms, velocityEast: 10 });

describe('counting a fleet', () => {
  const table = tableOf([
    agedBy(0),
    agedBy(59_000),
    agedBy(60_000),
    agedBy(400_000),
    recordOf({ flags: POSITION_FLAGS.suspect }),
    null,
  ]);

  it('puts each vehicle into one age class, leaves out the hidden, counts suspects beside', () => {
    const counts = countFleet(table.records, { epochMs: EPOCH_MS, serverNowMs: EPOCH_MS, timeScale: 1 }, thresholds);
    expect(counts).toEqual({ total: 5, heard: 3, late: 1, silent: 1, suspect: 1, moving: 2 });
  });

  it('ages by the server clock; motion ends by the time of the vehicles', () => {
    const at = { epochMs: EPOCH_MS, serverNowMs: EPOCH_MS + 2000, timeScale: 60 };
    expect(countFleet(table.records, at, thresholds)).toMatchObject({ heard: 2, late: 2, silent: 1, moving: 0 });
  });

  it('holds until the next vehicle turns late or silent, or comes to a stand', () => {
    const countAt = (nowMs: number, timeScale = 1) =>
      countFleetUntil(table.records, { epochMs: EPOCH_MS, serverNowMs: EPOCH_MS + nowMs, timeScale }, thresholds);
    expect(countAt(0).untilSeconds).toBe(1);
    expect(countAt(999).counts).toEqual(countAt(0).counts);
    expect(countAt(1_000).counts).not.toEqual(countAt(0).counts);
    expect(countAt(1_000).untilSeconds).toBe(60);
    expect(countAt(0, 120).untilSeconds).toBe(0.5);
    expect(countAt(1_000_000).untilSeconds).toBe(Number.POSITIVE_INFINITY);
  });

  it('counts nothing in nothing', () => {
    const at = { epochMs: EPOCH_MS, serverNowMs: EPOCH_MS, timeScale: 1 };
    expect(countFleet(new Uint8Array(), at, thresholds).total).toBe(0);
  });
});
