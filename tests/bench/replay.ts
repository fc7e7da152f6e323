/**
 * `npm run bench -- replay`: an hour of 10,000 simulated vehicles, each heard once a second, recorded as the data host does; size, what recording
 * costs, seeks to random instants through the thread that replays, and playing at 60 times the speed. Against the same fixes as rows of SQLite, of the
 * first tenth of the hour. `--minutes N`, `--vehicles N` for less.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { crc32 } from 'node:zlib';
import { createReplayThread, type ReplayThread } from '../../electron/data/recording/replay-thread.ts';
import { FleetTable } from '../../shared/api/index.ts';
import { play } from './replay/play.ts';
import { recordHour, type RecordedHour } from './replay/record-hour.ts';
import { createSqlitePeer } from './replay/sqlite-peer.ts';
import { round } from './support/runs.ts';

const SEEKS = 200;
const PEER_SEEKS = 40;
const PLAY_SECONDS = 20;
const PEER_SHARE = 0.1;

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '60' }, vehicles: { type: 'string', default: '10000' } },
});
const minutes = Number(values.minutes);
const vehicles = Number(values.vehicles);
const loadBefore = loadavg()[0] ?? 0;
const folder = mkdtempSync(path.join(tmpdir(), 'vigie-replay-'));
const say = (text: string) => process.stderr.write(`${text}\n`);

function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

async function seekMs(thread: ReplayThread, player: number, atMs: number): Promise<{ ms: number; frame: Uint8Array }> {
  const beganMs = performance.now();
  const answer = await thread.ask('seek', { player, atMs, stretch: null });
  if (answer === null) throw new Error('nothing is recorded');
  return { ms: performance.now() - beganMs, frame: answer.frame };
}

/** How many of the instants are not what was live. */
async function countDifferences(thread: ReplayThread, { moments }: RecordedHour): Promise<number> {
  let differences = 0;
  for (const { atMs, crc } of moments) {
    const table = new FleetTable({ streamId: 0, epochMs: 0 }, 1_024, 'replay');
    table.apply((await seekMs(thread, 2, atMs)).frame);
    if (crc32(table.records) !== crc) differences += 1;
  }
  return differences;
}

try {
  const peer = createSqlitePeer(path.join(folder, 'fixes.sqlite'));
  let peerUntilMs = 0;
  let peerFromMs = 0;
  const recordings = path.join(folder, 'recordings');
  const beganMs = performance.now();
  const hour = recordHour(recordings, vehicles, minutes, (table, sequence) => {
    peerFromMs ||= table.serverTimeMs;
    if (table.serverTimeMs - peerFromMs >= minutes * 60_000 * PEER_SHARE) return;
    peer.insertFrame(table, sequence);
    peerUntilMs = table.serverTimeMs;
  });
  say(
    `recorded ${hour.fixes} fixes in ${round(performance.now() - beganMs)} ms: ${round(hour.bytes / hour.fixes, 3)} bytes each`,
  );
  const peerBytes = peer.bytes();
  const thread = createReplayThread(recordings);
  await thread.ask('span', {});
  const random = (fromMs: number, toMs: number) => fromMs + Math.random() * (toMs - fromMs);
  const seeks: number[] = [];
  for (let count = 0; count < SEEKS; count++) {
    seeks.push((await seekMs(thread, 1, random(hour.fromMs, hour.toMs))).ms);
  }
  say(`seeks: p50 ${round(percentile(seeks, 0.5))} ms, p95 ${round(percentile(seeks, 0.95))} ms`);
  const differences = await countDifferences(thread, hour);
  const peerSeek = peer.createSeek(vehicles);
  const peerSeeks: number[] = [];
  for (let count = 0; count < PEER_SEEKS; count++) {
    const atMs = random(peerFromMs, peerUntilMs);
    const startMs = performance.now();
    peerSeek(atMs);
    peerSeeks.push(performance.now() - startMs);
  }
  const trackBeganMs = performance.now();
  const track = await thread.ask('track', {
    ...{ vehicleId: hour.vehicleIds[77] ?? '', atMs: hour.toMs, stretch: null, minutes: 60 },
  });
  const trackMs = performance.now() - trackBeganMs;
  globalThis.gc?.();
  const played = await play(thread, hour.fromMs + 60_000, 60, PLAY_SECONDS);
  const bytesAFix = hour.bytes / hour.fixes;
  const line = {
    bench: 'replay',
    against: `the same fixes as SQLite rows, of the first ${round(minutes * PEER_SHARE, 1)} minutes`,
    ratio: round(bytesAFix / (peerBytes / peer.rows()), 3),
    vehicles,
    minutes,
    fixes: hour.fixes,
    bytes_a_fix: round(bytesAFix, 3),
    record_percent: round((hour.recordCpuMs / (minutes * 60_000)) * 100, 2),
    hand_percent: round((hour.handCpuMs / (minutes * 60_000)) * 100, 2),
    seek_p50_ms: round(percentile(seeks, 0.5), 1),
    seek_p95_ms: round(percentile(seeks, 0.95), 1),
    seek_most_ms: round(Math.max(...seeks), 1),
    track_of_an_hour_ms: round(trackMs),
    track_samples: track?.samples.length ?? 0,
    play_60_longest_block_ms: round(played.longestBlockMs, 1),
    play_60_frames: played.frames,
    play_60_played_seconds: round(played.playedSeconds),
    play_60_lasted_seconds: PLAY_SECONDS,
    instants_compared: hour.moments.length,
    instants_that_differ: differences,
    sqlite_rows: peer.rows(),
    sqlite_bytes_a_fix: round(peerBytes / peer.rows(), 1),
    sqlite_seek_p50_ms: round(percentile(peerSeeks, 0.5), 1),
    sqlite_seek_p95_ms: round(percentile(peerSeeks, 0.95), 1),
    seek_ratio: round(percentile(seeks, 0.5) / percentile(peerSeeks, 0.5), 3),
    machine: { cores: availableParallelism(), cpu: cpus()[0]?.model ?? '', load_before: round(loadBefore, 1) },
  };
  peer.close();
  await thread.close();
  process.stdout.write(`${JSON.stringify(line)}\n`);
  if (differences > 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
