import { expect, it } from 'vitest';
import { createTicker } from '../../../../renderer/stores/ticker.ts';
import { createManualClock } from '../../../support/manual-clock.ts';

it('beats on whole seconds, for all listeners at once, and only while there are any', () => {
  const clock = createManualClock(1_000_000_000_250);
  const ticker = createTicker(clock);
  const beats: number[] = [];
  expect(ticker.nowMs()).toBe(1_000_000_000_000);
  const stop = ticker.subscribe(() => beats.push(ticker.nowMs()));
  const stopOther = ticker.subscribe(() => beats.push(-ticker.nowMs()));
  expect(clock.plannedCount()).toBe(1);
  clock.advance(2_000);
  expect(beats).toEqual([1_000_000_001_000, -1_000_000_001_000, 1_000_000_002_000, -1_000_000_002_000]);
  stop();
  clock.advance(1_000);
  expect(beats.at(-1)).toBe(-1_000_000_003_000);
  stopOther();
  expect(clock.plannedCount()).toBe(0);
});

it('keeps its time between two beats', () => {
  const clock = createManualClock(1_000_000_000_400);
  const ticker = createTicker(clock);
  ticker.subscribe(() => undefined);
  const begun = ticker.nowMs();
  clock.advance(500);
  expect(ticker.nowMs()).toBe(begun);
  clock.advance(200);
  expect(ticker.nowMs()).toBe(1_000_000_001_000);
});
