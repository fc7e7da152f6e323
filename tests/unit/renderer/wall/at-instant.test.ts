import { describe, expect, it } from 'vitest';
import { createAtInstant } from '../../../../renderer/wall/span/at-instant.ts';

function open() {
  let nowMs = 1_000;
  let planned: (() => void) | undefined;
  const page = {
    requestAnimationFrame(callback: () => void) {
      planned = callback;
      return 1;
    },
    cancelAnimationFrame: () => void (planned = undefined),
  };
  const done: string[] = [];
  const at = createAtInstant(page, () => nowMs);
  return {
    ...{ at, done },
    note: (name: string) => () => void done.push(name),
    isWaiting: () => planned !== undefined,
    /** One picture is drawn. */
    draw: (atMs: number) => {
      nowMs = atMs;
      const run = planned;
      planned = undefined;
      run?.();
    },
  };
}

describe('what is to be done at an instant', () => {
  it('is done in the first picture after it, and then no more pictures are asked for', () => {
    const { at, done, draw, note, isWaiting } = open();
    at.plan(1_030, note('a'));
    draw(1_016);
    expect(done).toEqual([]);
    draw(1_033);
    expect(done).toEqual(['a']);
    expect(isWaiting()).toBe(false);
  });

  it('is done at once when the instant has passed, and the newest wins', () => {
    const { at, done, draw, note } = open();
    at.plan(1_030, note('old'));
    at.plan(900, note('new'));
    draw(1_005);
    expect(done).toEqual(['new']);
  });

  it('is not put off for ever by newer ones, nor by a clock that was set', () => {
    const { at, done, draw, note } = open();
    for (let step = 0; step < 40; step++) {
      at.plan(1_000 + step * 16 + 24, note(String(step)));
      draw(1_000 + step * 16);
    }
    expect(done.length).toBeGreaterThan(0);
    at.plan(1e12, note('far'));
    draw(2_000);
    draw(2_300);
    expect(done).toContain('far');
  });

  it('is not done after it was disposed of', () => {
    const { at, done, draw, note, isWaiting } = open();
    at.plan(1_010, note('a'));
    at.dispose();
    expect(isWaiting()).toBe(false);
    draw(2_000);
    expect(done).toEqual([]);
  });
});
