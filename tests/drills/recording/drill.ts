import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { crc32 } from 'node:zlib';
import { Library } from '../../../electron/data/recording/library.ts';
import { Player } from '../../../electron/data/recording/player.ts';
import { recoverSegments } from '../../../electron/data/recording/recover.ts';
import { segmentFile, segmentNumbers } from '../../../electron/data/recording/segment-files.ts';
import { SegmentReader } from '../../../electron/data/recording/segment-reader.ts';
import { FleetTable } from '../../../shared/api/index.ts';

const HOST = path.join(import.meta.dirname, 'recording-host.ts');

/** A frame that was live in the process that was killed. */
interface Live {
  atMs: number;
  crc: number;
  /** By this computer's clock. */
  stampMs: number;
}

export interface KillReport {
  kills: number;
  /** Segments that were closed and read whole, and blocks in them. */
  segments: number;
  blocks: number;
  /** Instants that were compared with what was live. */
  instants: number;
  /** What must be none. */
  unreadable: number;
  different: number;
  /** How much of what was live before each kill is not there, ms: the most, and in the middle. */
  mostLostMs: number;
  medianLostMs: number;
  cutBytes: number;
}

/** Kills a process that records, again and again, and reads each time what it left. */
export async function killRecordings(folder: string, kills: number, tell: (text: string) => void): Promise<KillReport> {
  const report: KillReport = {
    ...{ kills, segments: 0, blocks: 0, instants: 0, unreadable: 0, different: 0 },
    ...{ mostLostMs: 0, medianLostMs: 0, cutBytes: 0 },
  };
  const lost: number[] = [];
  for (let kill = 1; kill <= kills; kill++) {
    const before = new Set(segmentNumbers(folder));
    const { live, killedAtMs } = await runAndKill(folder, kill);
    report.cutBytes += recoverSegments(folder).cutBytes;
    const numbers = segmentNumbers(folder).filter((number) => !before.has(number));
    readWhole(folder, numbers, report);
    const lastMs = compare(folder, live, report);
    const last = live.findLast(({ atMs }) => atMs <= lastMs);
    const lostMs = killedAtMs - (last?.stampMs ?? live[0]?.stampMs ?? killedAtMs);
    lost.push(lostMs);
    tell(`kill ${kill}: ${numbers.length} segments, ${live.length} frames were live, ${lostMs} ms lost`);
  }
  // All that any of them left is still there.
  const all = { ...report, segments: 0, blocks: 0 };
  readWhole(folder, segmentNumbers(folder), all);
  report.unreadable = all.unreadable;
  const sorted = lost.toSorted((one, other) => one - other);
  return { ...report, mostLostMs: sorted.at(-1) ?? 0, medianLostMs: sorted[Math.floor(sorted.length / 2)] ?? 0 };
}

/** Runs it until it has recorded for a while that nobody knows, and ends it as a power cut would. */
async function runAndKill(folder: string, seed: number): Promise<{ live: Live[]; killedAtMs: number }> {
  const child = spawn(process.execPath, [HOST, folder, String(seed)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const live: Live[] = [];
  let killedAtMs = 0;
  const lastsMs = 1_500 + Math.random() * 1_500;
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (live.length === 0) {
      setTimeout(() => {
        killedAtMs = Date.now();
        child.kill('SIGKILL');
      }, lastsMs);
    }
    live.push(JSON.parse(line) as Live);
  });
  await ended;
  if (killedAtMs === 0) throw new Error('the process that records ended by itself');
  return { live, killedAtMs };
}

function readWhole(folder: string, numbers: readonly number[], report: KillReport): void {
  for (const number of numbers) {
    const reader = new SegmentReader(segmentFile(folder, number), number);
    try {
      if (!reader.isClosed) report.unreadable += 1;
      for (const block of reader.blocks) {
        reader.read(block);
        report.blocks += 1;
      }
      report.segments += 1;
    } catch {
      report.unreadable += 1;
    } finally {
      reader.close();
    }
  }
}

/** Plays what the last run recorded, and holds it against what was live, frame by frame. @returns its last instant */
function compare(folder: string, live: readonly Live[], report: KillReport): number {
  const library = new Library(folder);
  library.refresh();
  const stretch = library.stretches().findLast(({ fromMs }) => fromMs >= (live[0]?.atMs ?? 0));
  if (stretch === undefined) return Number.NEGATIVE_INFINITY;
  const player = new Player(library);
  const table = new FleetTable({ streamId: 0, epochMs: 0 }, 1_024, 'replay');
  player.seek(stretch.fromMs, stretch.stretch);
  table.apply(player.frame());
  // A frame that a busy thread did not get by itself is within the next.
  const seen = new Set(stretch.segments.flatMap(({ blocks }) => blocks.map(({ toMs }) => toMs)));
  for (const { atMs, crc } of live) {
    if (atMs < stretch.fromMs || atMs > stretch.toMs) continue;
    if (atMs > table.serverTimeMs) {
      player.advance(atMs - table.serverTimeMs);
      table.apply(player.frame());
    }
    if (!seen.has(atMs)) continue;
    report.instants += 1;
    if (crc32(table.records) !== crc) report.different += 1;
  }
  library.close();
  return stretch.toMs;
}
