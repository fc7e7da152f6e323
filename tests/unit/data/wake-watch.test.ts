import { describe, expect, it } from 'vitest';
import { LOOK_MS, watchForSleep } from '../../../electron/data/wake-watch.ts';
import type { Clock } from '../../../shared/domain/index.ts';
import { createManualClock } from '../../support/manual-clock.ts';

/** A clock whose wall, or both of whose clocks, may jump while nothing runs. */
function setUp() {
  const manual = createManualClock();
  let wallOffsetMs = 0;
  let monotonicOffsetMs = 0;
  const clock: Clock = {
    nowMs: () => manual.nowMs() + wallOffsetMs,
    monotonicMs: () => manual.monotonicMs() + monotonicOffsetMs,
    after: (delayMs, action) => manual.after(delayMs, action),
  };
  const slept: number[] = [];
  const stop = watchForSleep(clock, (ms) => slept.push(ms));
  return {
    ...{ manual, slept, stop },
    setWall: (byMs: number) => (wallOffsetMs += byMs),
    sleepWithBothClocks: (byMs: number) => {
      wallOffsetMs += byMs;
      monotonicOffsetMs += byMs;
    },
  };
}

describe('a computer that', () => {
  it('only runs is not thought to have slept', () => {
    const { manual, slept } = setUp();
    manual.advance(3_600_000);
    expect(slept).toEqual([]);
  });

  it('slept is noticed by its wall clock, where the monotonic one stood still', () => {
    const { manual, slept, setWall } = setUp();
    manual.advance(LOOK_MS * 2 + 1_000);
    setWall(8 * 3_600_000);
    manual.advance(LOOK_MS);
    expect(slept).toEqual([8 * 3_600_000]);
    manual.advance(LOOK_MS * 10);
    expect(slept).toHaveLength(1);
  });

  it('slept is noticed where both clocks went on', () => {
    const { manual, slept, sleepWithBothClocks } = setUp();
    sleepWithBothClocks(60_000);
    manual.advance(LOOK_MS);
    expect(slept).toEqual([60_000]);
  });

  it('was busy for some seconds, or whose clock is set back, did not sleep', () => {
    const { manual, slept, sleepWithBothClocks, setWall } = setUp();
    sleepWithBothClocks(9_000);
    manual.advance(LOOK_MS);
    setWall(-3_600_000);
    manual.advance(LOOK_MS * 2);
    expect(slept).toEqual([]);
  });

  it('is not watched any more once that was ended', () => {
    const { manual, stop } = setUp();
    manual.advance(LOOK_MS);
    stop();
    expect(manual.plannedCount()).toBe(0);
  });
});
