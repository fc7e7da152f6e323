import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nothing } from '../../../../build/test/counts.ts';
import { failure, type Outcome } from '../../../../build/test/outcome.ts';
import { testAll } from '../../../../build/test/test-all.ts';

describe('npm test', () => {
  const outputs: string[] = [];
  const passes =
    (passed: number, skipped = 0) =>
    async (): Promise<Outcome> => ({
      counts: { ...nothing, passed, skipped },
      falls: [],
    });
  beforeEach(() => {
    outputs.length = 0;
    vi.spyOn(console, 'log').mockImplementation((line: string) => outputs.push(line));
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
  });
  afterEach(() => vi.restoreAllMocks());

  it('sums all steps, ends with the line of counts and answers 0', async () => {
    const steps = [
      { name: 'one', run: passes(2, 1) },
      { name: 'two', run: passes(3) },
    ];
    expect(await testAll(steps, async () => undefined)).toBe(0);
    expect(outputs.at(-1)).toBe('5 passed, 0 failed, 1 skipped');
  });

  it('goes on after a step that crashed, counts it, says by what, and answers 1', async () => {
    const crash = async () => {
      throw new Error('out of memory');
    };
    const steps = [
      { name: 'one', run: crash },
      { name: 'two', run: passes(3) },
    ];
    expect(await testAll(steps, async () => undefined)).toBe(1);
    expect(outputs.slice(-5)).toEqual([
      'failed: one',
      '    crashed: out of memory',
      'one: 0 passed, 1 failed (0 s)',
      'two: 3 passed, 0 failed (0 s)',
      '3 passed, 1 failed',
    ]);
  });

  it('counts what could not be installed', async () => {
    const prepare = () => Promise.reject(new Error('no network'));
    expect(await testAll([{ name: 'one', run: async () => failure('a', 'b') }], prepare)).toBe(1);
    expect(outputs.at(-1)).toBe('0 passed, 2 failed');
  });
});
