import { describe, expect, it } from 'vitest';
import { runKills } from './kill/lives.ts';
import { isClean } from './support/tally.ts';

const KILLS = 10;

describe('a data host that is killed while it pulls, keeps edits and pushes', () => {
  it('loses nothing and does nothing twice', async () => {
    const tally = await runKills({ kills: KILLS, seed: 1 });
    expect(tally.notes).toEqual([]);
    expect(isClean(tally)).toBe(true);
    expect(tally.rounds).toBe(KILLS);
    expect(tally.applied).toBeGreaterThan(0);
  });
});

describe('the check itself', () => {
  it('sees a server that forgets which edits it has taken', async () => {
    const tally = await runKills({ kills: 25, seed: 3, isForgetful: true });
    expect(tally.doubled).toBeGreaterThan(0);
  });

  it('sees a data host that stores its cursor before its rows', async () => {
    const hook = new URL('kill/break-cursor.ts', import.meta.url).href;
    const tally = await runKills({ kills: 12, seed: 5, execArgv: ['--import', hook] });
    expect(tally.diverged).toBeGreaterThan(0);
  });
});
