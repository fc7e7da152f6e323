import { describe, expect, it } from 'vitest';
import { converge } from './convergence/converge.ts';
import { applyPage as cursorFirst } from './convergence/cursor-first.ts';
import { isClean } from './support/tally.ts';

describe('desktops on a bad network', () => {
  it('end with what the server has, each edit taken once or waiting for a person', async () => {
    const { tally, counterexample } = await converge({ rounds: 12, seed: 1 });
    expect(tally.notes, JSON.stringify(counterexample)).toEqual([]);
    expect(isClean(tally)).toBe(true);
    // A run in which nothing happens would prove nothing.
    expect(tally.rounds).toBe(12);
    expect(tally.applied).toBeGreaterThan(40);
    expect(tally.conflicts).toBeGreaterThan(3);
    expect(tally.rejected).toBeGreaterThan(3);
  });
});

describe('the check itself', () => {
  it('sees a server that forgets which edits it has taken', async () => {
    const { tally } = await converge({ rounds: 60, seed: 1, isForgetful: true });
    expect(tally.doubled).toBeGreaterThan(0);
  });

  it('sees a desktop that stores its cursor before its rows', async () => {
    const { tally } = await converge({ rounds: 60, seed: 1, apply: cursorFirst });
    expect(tally.diverged).toBeGreaterThan(0);
  });
});
