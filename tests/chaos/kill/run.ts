// `npm run chaos:kill -- --kills 200 --seed 1`: kills the data host again and again, and compares what is left in the end.
import { parseArgs } from 'node:util';
import { isClean, summary } from '../support/tally.ts';
import { wholeNumber } from '../support/whole-number.ts';
import { runKills } from './lives.ts';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '50' }, seed: { type: 'string', default: '1' } },
});
const kills = wholeNumber('--kills', values.kills, 1, 10_000);
const seed = wholeNumber('--seed', values.seed, 0, 2 ** 31 - 1);

const beganAtMs = performance.now();
const tally = await runKills({
  ...{ kills, seed },
  progress: (done) => {
    if (done % 20 === 0) console.log(`${done} kills`);
  },
});
const seconds = Math.round((performance.now() - beganAtMs) / 1000);
console.log(
  `${tally.rounds} kills in ${seconds} s: ${tally.edits} edits, ${tally.applied} applied, ${tally.conflicts} conflicts, ${tally.rejected} rejected`,
);
for (const note of tally.notes) console.log(note);
console.log(summary(tally));
// All is done and said: a connection that a fault left half open need not be waited for.
process.exit(isClean(tally) ? 0 : 1);
