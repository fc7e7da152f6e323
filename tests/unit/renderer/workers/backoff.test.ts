import { expect, it } from 'vitest';
import { backoffMs, FIRST_DELAY_MS, LONGEST_DELAY_MS } from '../../../../renderer/workers/backoff.ts';

it('pauses double up to a limit, half of each by chance', () => {
  const least = () => 0;
  const most = () => 1;
  expect([0, 1, 2].map((attempt) => backoffMs(attempt, most))).toEqual(
    [1, 2, 4].map((times) => times * FIRST_DELAY_MS),
  );
  expect(backoffMs(3, least)).toBe(FIRST_DELAY_MS * 4);
  expect(backoffMs(1000, most)).toBe(LONGEST_DELAY_MS);
  expect(backoffMs(1000, least)).toBe(LONGEST_DELAY_MS / 2);
});
