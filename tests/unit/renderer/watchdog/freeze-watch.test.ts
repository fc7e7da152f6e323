import { describe, expect, it } from 'vitest';
import {
  BEAT_EVERY_MS,
  createFreezeWatch,
  FIRST_BEATS,
  FROZEN_AFTER_MS,
} from '../../../../renderer/watchdog/freeze-watch.ts';
import { createManualClock } from '../../../support/manual-clock.ts';

function setUp() {
  const clock = createManualClock(1_000_000);
  const seen: (number | 'thaw')[] = [];
  const watch = createFreezeWatch(
    clock,
    (sinceMs) => seen.push(sinceMs),
    () => seen.push('thaw'),
  );
  return { clock, seen, watch };
}

/** The same, of a page that has beaten for a while. */
function setUpGoing() {
  const scene = setUp();
  for (let beat = 1; beat < FIRST_BEATS; beat++) scene.watch.beat();
  return scene;
}

describe('the watch over a page', () => {
  it('is quiet while a page starts', () => {
    const { clock, seen, watch } = setUp();
    for (let beat = 1; beat < FIRST_BEATS; beat++) {
      watch.beat();
      clock.advance(60_000);
    }
    expect(seen).toEqual([]);
    watch.beat();
    clock.advance(FROZEN_AFTER_MS);
    expect(seen).toHaveLength(1);
  });

  it('is quiet while beats come', () => {
    const { clock, seen, watch } = setUpGoing();
    for (let beat = 0; beat < 20; beat++) {
      watch.beat();
      clock.advance(FROZEN_AFTER_MS - 1);
    }
    expect(seen).toEqual([]);
  });

  it('notices within 2 s of a stall, whenever it begins, and says since when', () => {
    expect(BEAT_EVERY_MS + FROZEN_AFTER_MS).toBeLessThanOrEqual(2_000);
    const { clock, seen, watch } = setUpGoing();
    watch.beat();
    clock.advance(FROZEN_AFTER_MS);
    expect(seen).toEqual([1_000_000]);
    clock.advance(60_000);
    expect(seen).toHaveLength(1);
  });

  it('notices that it goes on, and that it stops again', () => {
    const { clock, seen, watch } = setUpGoing();
    watch.beat();
    clock.advance(5_000);
    watch.beat();
    expect(seen).toEqual([1_000_000, 'thaw']);
    clock.advance(FROZEN_AFTER_MS);
    expect(seen).toEqual([1_000_000, 'thaw', 1_005_000]);
  });

  it('expects nothing of a page that nobody sees', () => {
    const { clock, seen, watch } = setUpGoing();
    watch.beat();
    watch.rest();
    clock.advance(60_000);
    expect(seen).toEqual([]);
    watch.beat();
    clock.advance(FROZEN_AFTER_MS);
    watch.rest();
    expect(seen).toEqual([1_060_000, 'thaw']);
  });
});
