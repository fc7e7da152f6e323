import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createMarks, MAX_MARKED, type Marks } from '../../../../renderer/lists/marks.ts';

interface Row {
  id: string;
}
const rowAt = (index: number): Row => ({ id: String(index) });
let total: number;
let asked: { offset: number; limit: number }[];
let fails: boolean;
let marks: Marks<Row>;
const ids = () => [...marks.state.getState().rows.keys()].map(Number).toSorted((one, other) => one - other);
const settled = (count: number) => vi.waitFor(() => expect(marks.state.getState().rows.size).toBe(count));

beforeEach(() => {
  total = 10_000;
  asked = [];
  fails = false;
  marks = createMarks<Row>({
    rowId: ({ id }) => id,
    read: async ({ offset, limit }) => {
      asked.push({ offset, limit });
      if (fails) throw new Error('gone');
      return {
        rows: Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, i) => rowAt(offset + i)),
      };
    },
  });
});

describe('marked rows', () => {
  it('are marked and unmarked one by one', () => {
    marks.toggle(3, rowAt(3));
    marks.toggle(7, rowAt(7));
    marks.toggle(3, rowAt(3));
    expect(ids()).toEqual([7]);
  });

  it('make a range from the last one that was marked, over rows that are not loaded, up and down', async () => {
    marks.toggle(5, rowAt(5));
    marks.extendTo(604);
    await settled(600);
    expect(asked).toEqual([
      { offset: 5, limit: 500 },
      { offset: 505, limit: 100 },
    ]);
    marks.extendTo(2);
    await settled(4);
    expect(ids()).toEqual([2, 3, 4, 5]);
  });

  it('stay marked when another range begins elsewhere', async () => {
    marks.toggle(1, rowAt(1));
    marks.beginRange(10);
    marks.extendTo(12);
    await settled(4);
    expect(ids()).toEqual([1, 10, 11, 12]);
  });

  it('are as many as can be held, and it is said', async () => {
    marks.markAll(total);
    await settled(MAX_MARKED);
    expect(marks.state.getState().fault).toBe('too-many');
    marks.toggle(5_000, rowAt(5_000));
    expect(marks.state.getState()).toMatchObject({ fault: 'too-many' });
    expect(ids()).not.toContain(5_000);
    marks.clear();
    expect(marks.state.getState()).toMatchObject({ fault: null });
    expect(ids()).toEqual([]);
  });

  it('are none more where they cannot be read, and it is said', async () => {
    marks.toggle(1, rowAt(1));
    fails = true;
    marks.extendTo(9);
    await vi.waitFor(() => expect(marks.state.getState().fault).toBe('unread'));
    expect(ids()).toEqual([1]);
  });

  it('are those of the last range, though an earlier one is answered later', async () => {
    marks.toggle(0, rowAt(0));
    marks.extendTo(50);
    marks.extendTo(3);
    await settled(4);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(ids()).toEqual([0, 1, 2, 3]);
  });

  it('stop at the end of a list that became shorter', async () => {
    total = 7;
    marks.markAll(20);
    await settled(7);
  });
});
