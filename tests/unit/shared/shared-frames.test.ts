import { describe, expect, it } from 'vitest';
import { FleetTable, readFrameHeader, SharedFrames } from '../../../shared/api/index.ts';
import { EPOCH_MS, recordOf, tableOf } from '../../support/fleet-records.ts';

describe('frames that readers share', () => {
  it('are the same bytes for one place, until the table goes on', () => {
    const table = tableOf(Array.from({ length: 20 }, () => recordOf()));
    const frames = new SharedFrames(table);
    const key = frames.since(0);
    expect(frames.since(0)).toBe(key);
    table.write(3, recordOf({ longitude: 4 }));
    table.publish(EPOCH_MS + 250);
    const delta = frames.since(1);
    expect(readFrameHeader(delta)).toMatchObject({ kind: 'delta', count: 1, sequence: 2 });
    expect(frames.since(1)).toBe(delta);
    expect(frames.since(0)).not.toBe(key);
    expect(readFrameHeader(key).sequence).toBe(1);
  });

  it('are others when the table has become that of another stream, at the same sequence', () => {
    const table = new FleetTable({ streamId: 0, epochMs: 0 });
    const frames = new SharedFrames(table);
    table.apply(tableOf([recordOf()], 7).keyFrame());
    expect(readFrameHeader(frames.since(0)).streamId).toBe(7);
    table.apply(tableOf([recordOf(), recordOf()], 8).keyFrame());
    expect(table.sequence).toBe(1);
    expect(readFrameHeader(frames.since(0))).toMatchObject({ streamId: 8, count: 2 });
  });

  it('are kept for a few places only', () => {
    const table = tableOf(Array.from({ length: 20 }, () => recordOf()));
    for (let turn = 0; turn < 30; turn++) {
      table.write(turn % 20, recordOf({ longitude: turn }));
      table.publish(EPOCH_MS + turn);
    }
    const frames = new SharedFrames(table);
    const kept = Array.from({ length: 20 }, (_, place) => frames.since(place + 1)).filter(
      (frame, place) => frames.since(place + 1) === frame,
    );
    expect(kept.length).toBe(8);
  });
});
