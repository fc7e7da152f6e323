import path from 'node:path';
import { root } from '../bootstrap/runtime.mjs';
import { failure, noTests, type Outcome } from './outcome.ts';
import { readJson } from './read-json.ts';

/** The rooms whose lines the tests must cover, and the least share of lines in percent, each room by itself. */
export const COVERED_ROOMS = ['shared', 'electron/data', 'backend'] as const;
export const LEAST_LINES = 80;

/** What the json-summary reporter writes: a total, and one entry a file. */
type Summary = Record<string, { lines: { total: number; covered: number } }>;

/** One failure for each room of which the tests cover too little; one where nothing was measured. */
export function checkCoverage(file: string): Outcome {
  const summary = readJson<Summary>(file);
  if (summary === undefined) return failure('coverage', 'no lines were counted');
  const short = COVERED_ROOMS.flatMap((room) => {
    const share = coveredShare(summary, path.join(root, room) + path.sep);
    return share >= LEAST_LINES ? [] : [`${room}: ${share.toFixed(1)} % of lines`];
  });
  return short.length === 0 ? noTests : failure('coverage', `${short.join(', ')}; ${LEAST_LINES} % are wanted`);
}

/** Of the lines in files under a folder, in percent. */
function coveredShare(summary: Summary, folder: string): number {
  const lines = Object.entries(summary)
    .filter(([file]) => file.startsWith(folder))
    .map(([, entry]) => entry.lines);
  const sum = (key: 'total' | 'covered') => lines.reduce((all, one) => all + one[key], 0);
  return sum('total') === 0 ? 0 : (100 * sum('covered')) / sum('total');
}
