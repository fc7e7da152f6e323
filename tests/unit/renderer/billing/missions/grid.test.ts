import { afterEach, describe, expect, it, vi } from 'vitest';
import { movedColumn, resized } from '../../../../../renderer/billing/missions/column-steps.ts';
import { placeAfter } from '../../../../../renderer/billing/missions/grid-keys.ts';
import {
  ALL_MISSIONS,
  boundsOf,
  filterQuery,
  isFiltered,
  onlyOf,
} from '../../../../../renderer/billing/missions/mission-filter.ts';

afterEach(() => vi.unstubAllEnvs());

describe('the keys of the grid', () => {
  const size = { rows: 100, columns: 5, page: 20 };
  const from = { row: 10, column: 2 };
  const press = (key: string, held: Partial<KeyboardEvent> = {}, at = from) =>
    placeAfter({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held }, at, size);

  it('move as in a spreadsheet', () => {
    expect(press('ArrowDown')).toEqual({ row: 11, column: 2 });
    expect(press('Home')).toEqual({ row: 10, column: 0 });
    expect(press('End')).toEqual({ row: 10, column: 4 });
    expect(press('Home', { ctrlKey: true })).toEqual({ row: 0, column: 0 });
    expect(press('End', { ctrlKey: true })).toEqual({ row: 99, column: 4 });
    expect(press('ArrowRight', { ctrlKey: true })).toEqual({ row: 10, column: 4 });
    expect(press('ArrowDown', { ctrlKey: true })).toEqual({ row: 99, column: 2 });
    expect(press('PageDown')).toEqual({ row: 30, column: 2 });
    expect(press('PageUp')).toEqual({ row: 0, column: 2 });
    expect(press('x')).toBeUndefined();
    expect(press('ArrowDown', { altKey: true })).toBeUndefined();
  });

  it('lead into the head, but no range does', () => {
    const first = { row: 0, column: 1 };
    expect(press('ArrowUp', {}, first)).toEqual({ row: -1, column: 1 });
    expect(press('ArrowUp', {}, { row: -1, column: 1 })).toEqual({ row: -1, column: 1 });
    expect(press('ArrowUp', { shiftKey: true }, first)).toEqual(first);
  });
});

describe('the columns', () => {
  const columns = [
    { key: 'reference' as const, width: 10 },
    { key: 'status' as const, width: 3 },
  ];
  it('are moved and sized within bounds', () => {
    expect(movedColumn(columns, 0, 1).map(({ key }) => key)).toEqual(['status', 'reference']);
    expect(movedColumn(columns, 0, 2)).toBe(columns);
    expect(resized(columns, 1, -1)[1]?.width).toBe(3);
    expect(resized(columns, 0, 100)[0]?.width).toBe(60);
  });
});

describe('the filter of the missions', () => {
  it('asks for nothing that was not chosen', () => {
    expect(filterQuery(ALL_MISSIONS, 0)).toEqual({});
    expect(isFiltered(ALL_MISSIONS)).toBe(false);
    const cycle = onlyOf({ by: 'billingCycleId', id: 'c', label: 'Mars' });
    expect(isFiltered(cycle)).toBe(true);
    expect(filterQuery({ ...cycle, text: 'lyon', amount: { least: null, most: 500 }, distance: 'none' }, 0)).toEqual({
      ...{ text: 'lyon', billingCycleIds: ['c'], amount: { most: 500 }, distance: 'none' },
    });
  });

  it('takes days of the operator, those of 23 and 25 hours too, and a day that is only in leap years', () => {
    vi.stubEnv('TZ', 'Europe/Paris');
    const hours = ({ fromMs = 0, beforeMs = 0 }: { fromMs?: number; beforeMs?: number }) =>
      (beforeMs - fromMs) / 3_600_000;
    const day = (date: string) => boundsOf({ kind: 'between', from: date, to: date }, 0);
    expect(hours(day('2026-03-29'))).toBe(23);
    expect(hours(day('2026-10-25'))).toBe(25);
    expect(day('2024-02-29')).toEqual({ fromMs: Date.UTC(2024, 1, 28, 23), beforeMs: Date.UTC(2024, 1, 29, 23) });
    expect(boundsOf({ kind: 'between', from: null, to: '2026-01-01' }, 0)).toEqual({
      beforeMs: Date.UTC(2026, 0, 1, 23),
    });
  });

  it('moves on with the days', () => {
    vi.stubEnv('TZ', 'Europe/Paris');
    // Sunday 1 March 2026, half past midnight in Paris: a week is not over, a month has just begun.
    const now = Date.UTC(2026, 1, 28, 23, 30);
    const of = (kind: 'today' | 'this-week' | 'last-week' | 'this-month' | 'last-month') => boundsOf({ kind }, now);
    expect(of('today').fromMs).toBe(Date.UTC(2026, 1, 28, 23));
    expect(of('this-week')).toEqual({ fromMs: Date.UTC(2026, 1, 22, 23), beforeMs: Date.UTC(2026, 2, 1, 23) });
    expect(of('last-week')).toEqual({ fromMs: Date.UTC(2026, 1, 15, 23), beforeMs: Date.UTC(2026, 1, 22, 23) });
    expect(of('last-month')).toEqual({ fromMs: Date.UTC(2026, 0, 31, 23), beforeMs: Date.UTC(2026, 1, 28, 23) });
    expect(of('this-month').beforeMs).toBe(Date.UTC(2026, 2, 31, 22));
  });
});
