// `npm run chaos -- --rounds 500 --seed 1`: rounds of offline edits on a bad network, until all is quiet and compared.
// --shrink looks for the shortest steps that go wrong.
import { parseArgs } from 'node:util';
import { isClean, summary } from '../support/tally.ts';
import { wholeNumber } from '../support/whole-number.ts';
import { converge } from './converge.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    shrink: { type: 'boolean', default: false },
  },
});
const rounds = wholeNumber('--rounds', values.rounds, 1, 100_000);
const seed = wholeNumber('--seed', values.seed, 0, 2 ** 31 - 1);

const beganAtMs = performance.now();
const { tally, counterexample } = await converge({
  ...{ rounds, seed, isShrinking: values.shrink },
  progress: (done) => {
    if (done % 50 === 0) console.log(`${done} rounds`);
  },
});
const seconds = Math.round((performance.now() - beganAtMs) / 1000);
console.log(
  `${tally.rounds} rounds in ${seconds} s: ${tally.edits} edits, ${tally.applied} applied, ${tally.conflicts} conflicts, ${tally.rejected} rejected`,
);
for (const note of tally.notes) console.log(note);
if (counterexample !== undefined) console.log(`steps: ${JSON.stringify(counterexample)}`);
console.log(summary(tally));
process.exitCode = isClean(tally) ? 0 : 1;
