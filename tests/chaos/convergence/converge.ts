import { addTally, emptyTally, isClean, type Tally } from '../support/tally.ts';
import { fc } from '../../support/property.ts';
import type { ApplyPage } from './chaos-client.ts';
import { startChaosServer } from './chaos-server.ts';
import { runRound } from './run-round.ts';
import { round, type Step } from './steps.ts';

export interface ConvergenceOptions {
  rounds: number;
  seed: number;
  /** Broken on purpose: to see that the check sees it. */
  isForgetful?: boolean;
  apply?: ApplyPage;
  /** Looks for shorter steps that go wrong as well: takes minutes. */
  isShrinking?: boolean;
  progress?: (done: number) => void;
}

export interface ConvergenceResult {
  tally: Tally;
  /** The shortest steps that were found to go wrong; undefined where none do. */
  counterexample: readonly Step[] | undefined;
}

/** Plays rounds that follow from a seed, and stops at the first that goes wrong, made as short as can be. */
export async function converge(options: ConvergenceOptions): Promise<ConvergenceResult> {
  const { rounds, seed, isForgetful = false, apply, isShrinking = false, progress } = options;
  const server = await startChaosServer({ isForgetful });
  const sum = emptyTally();
  let failed: Tally | undefined;
  try {
    const property = fc.asyncProperty(round, async (steps) => {
      const tally = await runRound(server, steps, apply === undefined ? {} : { apply });
      if (!isClean(tally)) {
        failed = tally;
        return false;
      }
      if (failed === undefined) {
        addTally(sum, tally);
        progress?.(sum.rounds);
      }
      return true;
    });
    const result = await fc.check(property, { seed, numRuns: rounds, endOnFailure: !isShrinking });
    const [counterexample] = result.counterexample ?? [];
    if (failed !== undefined) addTally(sum, failed);
    else if (result.failed) {
      throw new Error(`round ${sum.rounds + 1} broke off: ${JSON.stringify(counterexample)}`, {
        cause: result.errorInstance,
      });
    }
    return { tally: sum, counterexample };
  } finally {
    await server.stop();
  }
}
