import { describe, expect, it } from 'vitest';
import { createCountsSource } from '../../../../electron/data/fleet/counts-source.ts';
import { DEFAULT_AGE_THRESHOLDS, PASS_ALL, sieveOf } from '../../../../shared/domain/index.ts';
import { createListeners } from '../../../../shared/rpc/index.ts';
import { EPOCH_MS, recordOf, tableOf } from '../../../support/fleet-records.ts';
import { createManualClock } from '../../../support/manual-clock.ts';

function setUp(filter: Parameters<typeof createCountsSource>[0]['asked']['filter']) {
  const clock = createManualClock(EPOCH_MS);
  const table = tableOf([recordOf(), recordOf({ longitude: 3 }), recordOf({ state: 1 }), null]);
  const rows = createListeners<void>();
  const listed = { ids: ['0', '2', 'never heard'] };
  const source = createCountsSource({
    fleet: {
      records: () => table.records,
      slotOf: (id) => (Number.isInteger(Number(id)) ? Number(id) : undefined),
      onSlots: () => () => undefined,
      time: () => ({ epochMs: EPOCH_MS, serverNowMs: clock.nowMs(), timeScale: 1 }),
    },
    clock,
    asked: { ages: DEFAULT_AGE_THRESHOLDS, filter },
    ids: () => listed.ids,
    onRows: (listener) => rows.add(listener),
  });
  return { clock, table, rows, listed, source };
}

describe('the numbers of the whole fleet', () => {
  it('are told at once, and then when they are others, once a second at most', () => {
    const { clock, source } = setUp(null);
    let ready = 0;
    source.onReady(() => (ready += 1));
    expect(source.take()).toMatchObject({ counts: { total: 3, heard: 3, late: 0 }, shown: null });
    clock.advance(900);
    expect(source.take()).toBeUndefined();
    clock.advance(58_000);
    expect(source.take()).toBeUndefined();
    clock.advance(2_000);
    expect(source.take()).toMatchObject({ counts: { total: 3, heard: 0, late: 3 } });
    expect(ready).toBe(60);
    source.dispose();
    clock.advance(5_000);
    expect(ready).toBe(60);
  });

  it('are those of a filter too, by records and by rows', () => {
    const { clock, rows, listed, source } = setUp({ sieve: PASS_ALL, directory: { text: 'a' } });
    expect(source.take()?.shown).toMatchObject({ total: 2 });
    listed.ids = ['0'];
    rows.emit();
    clock.advance(1_000);
    expect(source.take()?.shown).toMatchObject({ total: 1 });
    const idle = sieveOf({ states: ['idle'], kinds: [], ages: [], motion: 'any', suspectOnly: false });
    expect(setUp({ sieve: idle, directory: null }).source.take()?.shown).toMatchObject({ total: 1 });
  });
});
