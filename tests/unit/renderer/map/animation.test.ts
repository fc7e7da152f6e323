import { describe, expect, it } from 'vitest';
import {
  createAnimation,
  drawIntervalMs,
  FADING_INTERVAL_MS,
  FASTEST_RATE,
  FASTEST_SOFTWARE_RATE,
  STILL_INTERVAL_MS,
} from '../../../../renderer/supervision/map/animation.ts';
import { createManualClock } from '../../../support/manual-clock.ts';

const street = {
  moving: 10,
  vehicles: 20,
  late: 0,
  timeScale: 1,
  zoom: 17,
  latitude: 48,
  software: false,
  blending: false,
};

describe('how often the fleet is drawn', () => {
  it('is never without vehicles, nor when none moves; but late ones fade', () => {
    expect(drawIntervalMs({ ...street, vehicles: 0, moving: 0 })).toBeNull();
    expect(drawIntervalMs({ ...street, moving: 0 })).toBeNull();
    expect(drawIntervalMs({ ...street, moving: 0, late: 1 })).toBe(FADING_INTERVAL_MS);
    expect(drawIntervalMs({ ...street, moving: 0, blending: true })).toBeCloseTo(1000 / FASTEST_RATE, 6);
  });

  it('is bounded by what draws', () => {
    expect(drawIntervalMs(street)).toBeCloseTo(1000 / FASTEST_RATE, 6);
    expect(drawIntervalMs({ ...street, software: true })).toBeCloseTo(1000 / FASTEST_SOFTWARE_RATE, 6);
  });

  it('is as seldom as motion cannot be seen, by zoom and by the speed of the feed', () => {
    expect(drawIntervalMs({ ...street, zoom: 5 })).toBe(STILL_INTERVAL_MS);
    const city = drawIntervalMs({ ...street, zoom: 12 }) ?? 0;
    expect(city).toBeGreaterThan(100);
    expect(city).toBeLessThan(1000);
    expect(drawIntervalMs({ ...street, zoom: 12, timeScale: 60 })).toBeCloseTo(1000 / FASTEST_RATE, 6);
  });
});

describe('the animation', () => {
  function setUp(interval: number | null) {
    const clock = createManualClock();
    let drawn = 0;
    const state = { interval };
    const animation = createAnimation(
      clock,
      () => state.interval,
      () => (drawn += 1),
    );
    return { clock, animation, state, drawn: () => drawn };
  }

  it('rests until it is woken, then draws at its interval', () => {
    const { clock, animation, drawn } = setUp(100);
    clock.advance(1000);
    expect(drawn()).toBe(0);
    animation.wake();
    clock.advance(1000);
    expect(drawn()).toBe(11);
  });

  it('does not draw sooner for being woken often', () => {
    const { clock, animation, drawn } = setUp(100);
    for (let turn = 0; turn < 100; turn++) {
      animation.wake();
      clock.advance(10);
    }
    expect(drawn()).toBeLessThanOrEqual(11);
  });

  it('comes forward when the interval shrinks, and stops when there is none', () => {
    const { clock, animation, state, drawn } = setUp(1000);
    animation.wake();
    clock.advance(1);
    expect(drawn()).toBe(1);
    state.interval = 50;
    animation.wake();
    clock.advance(50);
    expect(drawn()).toBe(2);
    state.interval = null;
    animation.wake();
    clock.advance(10_000);
    expect(drawn()).toBe(2);
    expect(clock.plannedCount()).toBe(0);
  });

  it('rests while nobody can see it, and after its end', () => {
    const { clock, animation, drawn } = setUp(100);
    animation.wake();
    clock.advance(1);
    animation.setVisible(false);
    clock.advance(10_000);
    expect(drawn()).toBe(1);
    animation.setVisible(true);
    clock.advance(1);
    expect(drawn()).toBe(2);
    animation.stop();
    animation.wake();
    clock.advance(10_000);
    expect(drawn()).toBe(2);
  });
});
