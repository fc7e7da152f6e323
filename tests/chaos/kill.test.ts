import { describe, expect, it } from 'vitest';
import { runKills } from './kill/lives.ts';
import { isClean } from './support/tally.ts';

const KILLS = 6;

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
    // Most pushes fail, half of them after they were taken: these are sent again.
    const concerns = (where: string) => where.includes('/sync/push');
    const faults = { rate: 0.7, kinds: ['reset'] as const, webSocketRate: 0, concerns };
    const tally = await runKills({ kills: 4, seed: 3, isForgetful: true, faults, moment: 'first-answer' });
    expect(tally.doubled).toBeGreaterThan(0);
  });

  it('sees a data host that stores its cursor before its rows', async () => {
    const hook = new URL('kill/break-cursor.ts', import.meta.url).href;
    const broken = { execArgv: ['--import', hook], moment: 'first-page', faults: { rate: 0 } } as const;
    const tally = await runKills({ kills: 2, seed: 5, ...broken });
    expect(tally.diverged).toBeGreaterThan(0);
  });
});
