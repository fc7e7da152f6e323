import type { RoundState } from './round-state.ts';
import { settleOne } from './settle-one.ts';

/** More passes than any round needs: whatever is not quiet by then never will be. */
const MOST_PASSES = 60;

/**
 * The network works again, late requests arrive, and people settle what waits for them, until nothing is left to do.
 * @returns false where that does not come to an end
 */
export async function heal(round: RoundState): Promise<boolean> {
  const { clients, late } = round;
  for (const request of late.splice(0)) await request();
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    let isQuiet = true;
    for (const [index, client] of clients.entries()) {
      while (!(await client.pull(500, false)));
      const { sent } = await client.push(100, 'well');
      if (sent.length > 0) isQuiet = false;
      // One at a time: what a person decides may let others go.
      else if (await settleOne(round, index, 0, pass % 2 === 0 ? 'mine' : 'theirs')) isQuiet = false;
    }
    if (isQuiet) {
      for (const client of clients) while (!(await client.pull(500, false)));
      return true;
    }
  }
  return false;
}
