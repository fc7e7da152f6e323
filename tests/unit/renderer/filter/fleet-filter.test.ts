import { describe, expect, it } from 'vitest';
import {
  createFleetFilter,
  type FleetFilter,
  isFiltering,
  listFilterOf,
  SHOW_ALL,
} from '../../../../renderer/supervision/filter/index.ts';
import type { WorkerFilter } from '../../../../renderer/workers/index.ts';
import { vehicleFilter } from '../../../../shared/contract/index.ts';
import { DEFAULT_AGE_THRESHOLDS, PASS_ALL } from '../../../../shared/domain/index.ts';
import { createManualClock } from '../../../support/manual-clock.ts';

function setUp() {
  const clock = createManualClock();
  const told: (WorkerFilter | null)[] = [];
  const filter = createFleetFilter({ setFilter: (next) => void told.push(next) }, clock);
  return { clock, told, filter };
}

describe('the filter of a window', () => {
  it('shows all at first, and what becomes of others filters nothing', () => {
    expect(isFiltering(SHOW_ALL)).toBe(false);
    expect(isFiltering({ ...SHOW_ALL, outside: 'hide', text: '  ' })).toBe(false);
    expect(listFilterOf(SHOW_ALL, DEFAULT_AGE_THRESHOLDS)).toEqual({});
  });

  it.each<[Partial<FleetFilter>, object | null]>([
    [{ states: ['idle'] }, null],
    [{ suspectOnly: true }, null],
    [{ text: ' bus 4 ' }, { text: 'bus 4' }],
    [
      { depots: ['Lyon'], lines: ['L1'] },
      { depots: ['Lyon'], lines: ['L1'] },
    ],
    [{ mission: '' }, { mission: '' }],
    [{ only: ['7'] }, { ids: ['7'] }],
  ])('asks the data host only for what records do not tell: %j', (change, directory) => {
    const { told, filter, clock } = setUp();
    filter.set(change);
    clock.advance(1000);
    expect(told.at(-1)).toMatchObject({ directory });
    const asked = listFilterOf(filter.state.getState(), DEFAULT_AGE_THRESHOLDS);
    expect(vehicleFilter.parse(asked)).toEqual(asked);
    expect(asked.live === undefined).toBe(directory !== null);
  });

  it('asks once for what is typed, after a pause; what records tell goes at once', () => {
    const { told, filter, clock } = setUp();
    for (const text of ['l', 'ly', 'lyo']) {
      filter.set({ text });
      clock.advance(100);
    }
    expect(told).toEqual([]);
    clock.advance(100);
    expect(told).toEqual([{ sieve: PASS_ALL, directory: { text: 'lyo' } }]);
    filter.set({ text: 'lyon' });
    filter.set({ motion: 'moving' });
    expect(told).toHaveLength(2);
    clock.advance(1000);
    expect(told).toHaveLength(2);
    expect(told.at(-1)?.directory).toEqual({ text: 'lyon' });
  });

  it('is taken off as a whole, but for what becomes of others', () => {
    const { told, filter } = setUp();
    filter.set({ states: ['idle'], only: ['1'], outside: 'hide' });
    filter.clear();
    expect(told.at(-1)).toBeNull();
    expect(filter.state.getState()).toEqual({ ...SHOW_ALL, outside: 'hide' });
  });

  it('asks nothing any more once it is disposed of', () => {
    const { told, filter, clock } = setUp();
    filter.set({ text: 'x' });
    filter.dispose();
    clock.advance(1000);
    expect(told).toEqual([]);
  });
});
