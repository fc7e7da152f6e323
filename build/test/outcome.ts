import { stripVTControlCharacters } from 'node:util';
import { addCounts, type Counts, nothing, oneFailed } from './counts.ts';

/** A test that failed, at the second try too or only at the first. */
export interface Fall {
  /** The file and the names that lead to the test. */
  test: string;
  /** What it failed by: the first lines of the error. */
  by: string;
  /** It passed when it was run again. */
  again: boolean;
}

/** What became of a step: its counts, and its falls for the end of the run, where they are looked for. */
export interface Outcome {
  counts: Counts;
  falls: readonly Fall[];
}

export const noTests: Outcome = { counts: nothing, falls: [] };

export function addOutcomes(...all: readonly Outcome[]): Outcome {
  return { counts: addCounts(...all.map(({ counts }) => counts)), falls: all.flatMap(({ falls }) => falls) };
}

/** One failure that is no test's: a runner, a build or a limit. */
export function failure(test: string, by: string): Outcome {
  return { counts: oneFailed, falls: [{ test, by, again: false }] };
}

/**
 * The outcome of a runner that ended. One that ended badly has at least one failure, though its report tells of none: it
 * crashed, or left no report.
 */
export function outcomeOfRun(runner: string, code: number, reported: Outcome | undefined): Outcome {
  if (reported === undefined) return failure(runner, `ended with code ${code} and left no report`);
  if (code === 0 || reported.counts.failed > 0) return reported;
  return addOutcomes(reported, failure(runner, `ended with code ${code}, though its report tells of no failure`));
}

const LINES = 6;

/** The lines that tell of a fall, for the terminal. */
export function fallLines({ test, by, again }: Fall): string[] {
  const told = stripVTControlCharacters(by)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, LINES);
  return [`${again ? 'at the second try' : 'failed'}: ${test}`, ...told.map((line) => `    ${line.trimEnd()}`)];
}
