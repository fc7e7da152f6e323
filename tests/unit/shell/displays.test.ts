import { describe, expect, it } from 'vitest';
import { clampInto, displayOf, isInView, moveBetween } from '../../../electron/shell/windows/displays.ts';
import { display } from './shell-fixtures.ts';

const [left, middle] = [display(1, 0), display(2, 1920)] as const;

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
