import { describe, expect, it } from 'vitest';
import type { CsvRow } from '../../../../backend/feeds/csv/csv-rows.ts';
import { withoutTimeLeaps } from '../../../../backend/feeds/csv/time-leaps.ts';

const DAY = 1_211_439_600;
const rowAt = (seconds: number): CsvRow => ({ seconds, vehicle: 'a', longitude: 2, latitude: 1, occupied: undefined });

async function* inBatches(rows: readonly CsvRow[]): AsyncGenerator<CsvRow[]> {
  for (let i = 0; i < rows.length; i += 7) yield rows.slice(i, i + 7);
}

async function judge(times: readonly number[]): Promise<{ kept: number[]; refused: Record<string, number> }> {
  const refused: Record<string, number> = {};
  const kept: number[] = [];
  const refuse = (reason: string, count: number) => void (refused[reason] = (refused[reason] ?? 0) + count);
  for await (const row of withoutTimeLeaps(inBatches(times.map(rowAt)), refuse)) kept.push(row.seconds);
  return { kept, refused };
}

const minutes = (count: number, from = DAY) => Array.from({ length: count }, (_, i) => from + 60 * i);

describe('rows with a wrong time', () => {
  it('are kept out when they have none, or one from before there were receivers', async () => {
    const { kept, refused } = await judge([Number.NaN, 0, -5, 1_000_000, 9e12, Infinity, DAY]);
    expect(kept).toEqual([DAY]);
    expect(refused).toEqual({ 'no-time': 6 });
  });

  it('are kept out when they leap ahead of the rows that follow', async () => {
    const times = minutes(100);
    const { kept, refused } = await judge([...times.slice(0, 50), DAY + 900_000, DAY + 950_000, ...times.slice(50)]);
    expect(kept).toEqual(times);
    expect(refused).toEqual({ 'in-the-future': 2 });
  });

  it('are kept out at the very start too, ahead or far behind', async () => {
    const times = minutes(60);
    expect(await judge([DAY + 9_000_000, ...times])).toEqual({ kept: times, refused: { 'in-the-future': 1 } });
    expect(await judge([DAY - 9_000_000, ...times])).toEqual({ kept: times, refused: { 'in-the-future': 1 } });
  });

  it('are not confused with a pause of the whole fleet', async () => {
    const times = [...minutes(50), ...minutes(50, DAY + 86_400 * 3)];
    expect(await judge(times)).toEqual({ kept: times, refused: {} });
  });

  it('are not confused with few rows far apart, nor with rows that come a little late', async () => {
    const sparse = [DAY, DAY + 7_200, DAY + 90_000];
    expect(await judge(sparse)).toEqual({ kept: sparse, refused: {} });
    const late = [DAY, DAY + 300, DAY + 100, DAY + 400, DAY + 20];
    expect(await judge(late)).toEqual({ kept: late, refused: {} });
  });
});
