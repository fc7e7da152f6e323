import { describe, expect, it } from 'vitest';
import {
  arrangeWalls,
  clampInto,
  displayOf,
  isInView,
  type KnownDisplay,
  moveBetween,
  recogniseDisplay,
} from '../../../electron/shell/windows/displays.ts';
import { display } from './shell-fixtures.ts';

const [left, middle, right] = [display(1, 0), display(2, 1920), display(3, 3840)] as const;
const ids = (places: Map<string, { id: number } | undefined>) => [...places].map(([wall, at]) => [wall, at?.id]);

describe('recogniseDisplay', () => {
  it('knows a display by its id and name, wherever it is now', () => {
    const moved = { ...middle, bounds: { ...middle.bounds, x: -1920 } };
    expect(recogniseDisplay(middle, [left, moved])).toBe(moved);
  });

  it('knows it by its name when a cable moved and the id changed', () => {
    const renumbered = { ...middle, id: 77 };
    expect(recogniseDisplay(middle, [left, renumbered])).toBe(renumbered);
  });

  it('does not guess among displays of the same name, but takes the one at the same place', () => {
    const twins = [display(8, 0, 1920, 1080, 'DELL'), display(9, 1920, 1920, 1080, 'DELL')];
    const known: KnownDisplay = { id: 5, label: 'DELL', bounds: { x: 1920, y: 0, width: 1920, height: 1080 } };
    expect(recogniseDisplay(known, twins)?.id).toBe(9);
    expect(recogniseDisplay({ ...known, bounds: { ...known.bounds, x: 5000 } }, twins)).toBeUndefined();
  });

  it('does not take a display that has its id and another name for the same', () => {
    const other = display(2, 9000, 800, 600, 'projector');
    expect(recogniseDisplay(middle, [left, other])).toBeUndefined();
  });

  it('leaves out displays that are taken', () => {
    expect(recogniseDisplay(middle, [left, middle], new Set([2]))).toBeUndefined();
  });
});

describe('arrangeWalls', () => {
  const walls = [
    { id: 'a', display: middle },
    { id: 'b', display: right },
  ];

  it('puts each wall on its own display', () => {
    expect(ids(arrangeWalls(walls, [left, middle, right], 1))).toEqual([
      ['a', 2],
      ['b', 3],
    ]);
  });

  it('lets a wall wait when its display is away and only the console has one', () => {
    expect(ids(arrangeWalls(walls, [left, middle], 1))).toEqual([
      ['a', 2],
      ['b', undefined],
    ]);
  });

  it('puts a wall without its display on a spare one, never on that of another wall', () => {
    const spare = display(9, 5760);
    expect(ids(arrangeWalls(walls, [left, right, spare], 1))).toEqual([
      ['a', 9],
      ['b', 3],
    ]);
  });

  it('brings it home when its display is back', () => {
    const spare = display(9, 5760);
    expect(ids(arrangeWalls(walls, [left, right, spare, middle], 1))).toEqual([
      ['a', 2],
      ['b', 3],
    ]);
  });
});

describe('clampInto', () => {
  const area = { x: 0, y: 0, width: 1920, height: 1040 };

  it('leaves alone what is inside', () => {
    const inside = { x: 10, y: 20, width: 800, height: 600 };
    expect(clampInto(inside, area)).toEqual(inside);
  });

  it('moves in what sticks out on any side', () => {
    expect(clampInto({ x: -50, y: 900, width: 800, height: 600 }, area)).toEqual({
      x: 0,
      y: 440,
      width: 800,
      height: 600,
    });
  });

  it('makes smaller what is larger than the area, and larger what is below the least size', () => {
    expect(clampInto({ x: 5, y: 5, width: 4000, height: 10 }, area, { width: 960, height: 600 })).toEqual({
      x: 0,
      y: 5,
      width: 1920,
      height: 600,
    });
  });
});

describe('displayOf and moveBetween', () => {
  it('finds the display that shows most of a rectangle', () => {
    expect(displayOf({ x: 1800, y: 0, width: 400, height: 400 }, [left, middle])).toBe(middle);
    expect(displayOf({ x: 90_000, y: 0, width: 4, height: 4 }, [left, middle])).toBe(left);
    expect(displayOf({ x: 0, y: 0, width: 4, height: 4 }, [])).toBeUndefined();
  });

  it('keeps the place on a display that moved', () => {
    const there = { x: 1930, y: 20, width: 100, height: 100 };
    expect(moveBetween(there, middle.bounds, { ...middle.bounds, x: -1920, y: 300 })).toEqual({
      ...there,
      x: -1910,
      y: 320,
    });
  });
});

describe('isInView', () => {
  it('asks for a title bar that can be reached', () => {
    expect(isInView({ x: 1800, y: 10, width: 400, height: 300 }, [left, middle])).toBe(true);
    expect(isInView({ x: 2000, y: 10, width: 400, height: 300 }, [left])).toBe(false);
    expect(isInView({ x: 100, y: -200, width: 400, height: 900 }, [left])).toBe(false);
  });
});
