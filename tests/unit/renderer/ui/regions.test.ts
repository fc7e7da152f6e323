import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { focusRegionSoon } from '../../../../renderer/ui/regions.ts';

/** What the next picture would run. */
let frames: Map<number, () => void>;

beforeEach(() => {
  frames = new Map();
  let last = 0;
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => {
    last += 1;
    frames.set(last, callback);
    return last;
  });
  vi.stubGlobal('cancelAnimationFrame', (frame: number) => frames.delete(frame));
  document.body.innerHTML = '<input id="search"><div data-region="list"><div role="grid" tabindex="0"></div></div>';
});
afterEach(() => {
  vi.unstubAllGlobals();
  document.body.innerHTML = '';
});

const focused = () => document.activeElement?.id || document.activeElement?.getAttribute('role');
const picture = () => {
  for (const run of frames.values()) run();
};
const search = () => document.querySelector<HTMLElement>('#search')?.focus();

describe('the focus that goes to a region soon', () => {
  it('goes there with the next picture', () => {
    focusRegionSoon('list');
    expect(focused()).not.toBe('grid');
    picture();
    expect(focused()).toBe('grid');
  });

  it.each(['keydown', 'pointerdown'])('goes there before a %s that comes first, and stays where that led', (input) => {
    document.addEventListener(input, search, { once: true });
    focusRegionSoon('list');
    document.body.dispatchEvent(new Event(input, { bubbles: true }));
    expect(focused()).toBe('search');
    picture();
    expect(focused()).toBe('search');
  });

  it('goes there once', () => {
    focusRegionSoon('list');
    picture();
    search();
    document.body.dispatchEvent(new Event('keydown', { bubbles: true }));
    expect(focused()).toBe('search');
  });
});
