import { describe, expect, it, vi } from 'vitest';
import { step } from '../../../build/bootstrap/progress.mjs';

describe('a step that is slow', () => {
  it('says that it began, that it goes on, and how long it took', async () => {
    vi.useFakeTimers();
    const lines: string[] = [];
    const work = step('sorting', () => new Promise((resolve) => setTimeout(resolve, 2_500, 7)), {
      everyMs: 1_000,
      out: (line) => lines.push(line),
    });
    await vi.advanceTimersByTimeAsync(2_500);
    expect(await work).toBe(7);
    expect(lines).toEqual(['sorting …', 'still sorting (1.0 s)', 'still sorting (2.0 s)', 'sorting: done in 2.5 s']);
    vi.useRealTimers();
  });

  it('that fails says so and passes the error on', async () => {
    const lines: string[] = [];
    const failing = step('sorting', () => Promise.reject(new Error('no')), { out: (line) => lines.push(line) });
    await expect(failing).rejects.toThrow('no');
    expect(lines.at(-1)).toMatch(/^sorting: failed after/);
  });
});
