import { expect, it, vi } from 'vitest';
import { createCoalescer } from '../../../../electron/data/sync/coalesce.ts';
import { createManualClock } from '../../../support/manual-clock.ts';

it('acts at once, then at most once an interval, and once more for what came in between', () => {
  const clock = createManualClock();
  const action = vi.fn<() => void>();
  const coalescer = createCoalescer(clock, 250, action);
  coalescer.request();
  expect(action).toHaveBeenCalledOnce();
  for (let n = 0; n < 10; n++) {
    coalescer.request();
    clock.advance(20);
  }
  expect(action).toHaveBeenCalledOnce();
  clock.advance(50);
  expect(action).toHaveBeenCalledTimes(2);
  clock.advance(1_000);
  expect(action).toHaveBeenCalledTimes(2);
  coalescer.request();
  expect(action).toHaveBeenCalledTimes(3);
  coalescer.request();
  coalescer.dispose();
  clock.advance(1_000);
  expect(action).toHaveBeenCalledTimes(3);
  expect(clock.plannedCount()).toBe(0);
});
