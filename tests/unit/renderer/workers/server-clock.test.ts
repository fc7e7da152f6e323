import { describe, expect, it } from 'vitest';
import { createServerClock } from '../../../../renderer/workers/index.ts';

describe('the server clock', () => {
  it('is unknown before a frame', () => {
    expect(createServerClock().at(5)).toBeUndefined();
  });

  it('goes on between frames', () => {
    const clock = createServerClock();
    clock.observe(1_000_000, 500);
    expect(clock.at(500)).toBe(1_000_000);
    expect(clock.at(1750)).toBe(1_001_250);
  });

  it('is not set back by a frame that took long', () => {
    const clock = createServerClock();
    clock.observe(1_000_000, 500);
    clock.observe(1_000_250, 1150);
    const shown = clock.at(1150) ?? 0;
    expect(shown).toBeGreaterThan(1_000_645);
    expect(shown).toBeLessThanOrEqual(1_000_650);
  });

  it('follows a frame that was quicker than those before', () => {
    const clock = createServerClock();
    clock.observe(1_000_000, 500);
    clock.observe(1_000_300, 700);
    expect(clock.at(700)).toBe(1_000_300);
  });

  it('follows a clock that was set, either way', () => {
    const clock = createServerClock();
    clock.observe(1_000_000, 500);
    clock.observe(900_000, 600);
    expect(clock.at(600)).toBe(900_000);
    clock.observe(2_000_000, 700);
    expect(clock.at(700)).toBe(2_000_000);
  });

  it('gives in to a drift over minutes', () => {
    const clock = createServerClock();
    // Loses 1 ms a second against this machine.
    for (let second = 0; second <= 600; second++) clock.observe(1_000_000 + second * 999, second * 1000);
    expect(Math.abs((clock.at(600_000) ?? 0) - (1_000_000 + 600 * 999))).toBeLessThan(3);
  });
});
