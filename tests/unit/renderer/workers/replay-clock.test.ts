import { expect, it } from 'vitest';
import { createReplayClock } from '../../../../renderer/workers/replay-clock.ts';

it('goes as fast as the recording is played between two frames, and stands while that stands', () => {
  const clock = createReplayClock();
  expect(clock.at(0)).toBeUndefined();
  clock.observe(1_000_000, 0);
  expect(clock.at(500)).toBe(1_000_000);
  clock.setPace(10);
  expect(clock.at(100)).toBe(1_001_000);
  clock.observe(1_001_250, 125);
  expect(clock.at(225)).toBe(1_002_250);
  clock.setPace(0);
  expect(clock.at(225)).toBe(1_001_250);
});

it('runs no further than the frames do: not past the end of a recording, nor on without a link', () => {
  const clock = createReplayClock();
  clock.setPace(60);
  clock.observe(1_000_000, 0);
  clock.observe(1_007_500, 125);
  // At the end each frame has the same instant.
  clock.observe(1_007_500, 250);
  expect(clock.at(1_000)).toBe(1_007_500);
  clock.observe(1_015_000, 375);
  const at = clock.at(60_000) ?? 0;
  expect(at).toBeLessThanOrEqual(1_015_000 + 60 * 1_500);
  // Back to an earlier instant.
  clock.observe(900_000, 500);
  expect(clock.at(600)).toBe(900_000);
});
