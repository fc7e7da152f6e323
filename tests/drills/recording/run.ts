/**
 * `npm run drill:recording -- --kills 50`: kills a process that records at random instants and reads what is left. Ends in one line of figures, and
 * fails where a closed segment cannot be read, an instant is not what was live, or more than 2 s were lost.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { killRecordings } from './drill.ts';

const MOST_LOST_MS = 2_000;

const { values } = parseArgs({ options: { kills: { type: 'string', default: '50' } } });
const kills = Number(values.kills);
if (!Number.isInteger(kills) || kills < 1) {
  process.stderr.write(`--kills is '${values.kills}': give a whole number, 1 or more.\n`);
  process.exitCode = 2;
} else {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-drill-recording-'));
  try {
    const report = await killRecordings(folder, kills, (text) => process.stderr.write(`${text}\n`));
    process.stdout.write(`${JSON.stringify(report)}\n`);
    const isSound = report.unreadable === 0 && report.different === 0 && report.mostLostMs <= MOST_LOST_MS;
    process.exitCode = isSound ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
