/**
 * `npm run bench -- backend`: the service with 10,000 vehicles that each send a position a second: how many positions it takes, what leaves
 * it to 50 sockets, and how soon, all of the fleet and each socket another part of it; and the same fleet sent as one JSON message a
 * position, as Traccar's server does. Every part is a process of its own. See docs/benchmarks.md.
 *
 *   npm run bench -- backend [VEHICLES [SOCKETS]]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '../../backend/database/migrate.ts';
import { openDatabase } from '../../backend/database/open-database.ts';
import { insertRows } from '../support/business-rows.ts';
import { silentLog } from '../support/silent-log.ts';
import type { ReaderFigures } from './backend/readers.ts';
import { type Program, startProgram } from './stream/processes.ts';
import { privateMegabytes, processorSeconds } from './support/chromium.ts';
import { round } from './support/runs.ts';

const VEHICLES = Number(process.argv[2] ?? 10_000);
const SOCKETS = Number(process.argv[3] ?? 50);
const FLAT_OUT_SECONDS = 6;
const WARM_UP_MS = 4_000;
const MEASURED_MS = 10_000;

const here = (script: string) => path.join(import.meta.dirname, 'backend', script);
interface Server {
  url: string;
  token: string;
  program: Program;
}

async function startService(folder: string): Promise<Server> {
  const progress = () => undefined;
  const database = await openDatabase({ databaseUrl: undefined, dataFolder: folder, log: silentLog, progress });
  await migrate(database, 'up', silentLog);
  await insertRows(database, { vehicles: VEHICLES });
  await database.close();
  const args = ['serve', '--port', '0', '--data', folder, '--no-feed'];
  const program = startProgram(path.join(import.meta.dirname, '../../backend/cli.ts'), args, {
    // What one sender may give, and one subject may open, is not what is measured.
    POSITIONS_PER_SECOND: '100000000',
    VIGIE_SOCKETS_PER_SUBJECT: '0',
    VIGIE_REQUESTS_PER_SUBJECT: '0',
    VIGIE_REQUESTS_PER_ADDRESS: '0',
    VIGIE_LOG_LEVEL: 'error',
  });
  const { url, token } = await program.line<{ url: string; token: string }>((line) => line['event'] === 'ready');
  return { url, token, program };
}

async function startMessages(): Promise<Server> {
  const program = startProgram(here('message-server.ts'), []);
  const { url } = await program.line<{ url: string }>((line) => 'url' in line);
  return { url, token: '', program };
}

const poster = (server: Server, way: string, ...args: string[]) =>
  startProgram(here('poster.ts'), [server.url, server.token, way, String(VEHICLES), ...args]);

/** Positions a second that are taken, sent one batch after the other by one sender. */
async function flatOut(server: Server, way: 'http' | 'socket-json' | 'socket-binary') {
  const program = poster(server, way, 'flat-out');
  try {
    await sleep(1_500);
    const [before, began, told] = [processorSeconds(server.program.pid), performance.now(), program.last()];
    await sleep(FLAT_OUT_SECONDS * 1_000);
    const seconds = (performance.now() - began) / 1_000;
    const taken = Number(program.last()?.['accepted']) - Number(told?.['accepted'] ?? 0);
    return {
      positions_a_second: Math.round(taken / seconds),
      server_percent: round(((processorSeconds(server.program.pid) - before) * 100) / seconds, 1),
    };
  } finally {
    await program.end();
  }
}

/** What leaves a server to the sockets while each vehicle sends a position a second. */
async function fanOut(server: Server, mode: 'frames' | 'parts' | 'messages') {
  const feeding = poster(server, mode === 'messages' ? 'http' : 'socket-binary', 'steady');
  const readers = startProgram(here('readers.ts'), [mode, server.url, server.token, String(SOCKETS)]);
  try {
    await readers.line((line) => 'frames' in line);
    await sleep(WARM_UP_MS);
    const first = readers.last() as unknown as ReaderFigures;
    const [serverBefore, began] = [processorSeconds(server.program.pid), performance.now()];
    await sleep(MEASURED_MS);
    const last = readers.last() as unknown as ReaderFigures;
    const seconds = (last.atMs - first.atMs) / 1_000;
    const processor = processorSeconds(server.program.pid) - serverBefore;
    const clock = (performance.now() - began) / 1_000;
    const updates = (last.updates - first.updates) / seconds;
    return {
      frames_a_second: Math.round((last.frames - first.frames) / seconds),
      megabytes_a_second: round((last.bytes - first.bytes) / seconds / 1e6, 2),
      updates_a_second: Math.round(updates),
      /** Of those that were due to each socket. */
      delivered_percent: mode === 'parts' ? null : round((updates * 100) / (VEHICLES * SOCKETS), 1),
      p50_ms: round(last.p50Ms ?? Number.NaN),
      p95_ms: round(last.p95Ms ?? Number.NaN),
      p99_ms: round(last.p99Ms ?? Number.NaN),
      server_percent: round((processor * 100) / clock, 1),
      server_microseconds_an_update: round((processor * 1e6) / clock / updates, 3),
      server_mb: round(privateMegabytes(server.program.pid)),
      readers_percent: round(last.percent, 1),
    };
  } finally {
    await readers.end();
    await feeding.end();
  }
}

const load = loadavg()[0] ?? Number.NaN;
const folder = mkdtempSync(path.join(tmpdir(), 'vigie-bench-'));
const say = (name: string, figures: object) => process.stderr.write(`${name}: ${JSON.stringify(figures)}\n`);
try {
  const service = await startService(folder);
  const ingest: Record<string, object> = {};
  let frames;
  let parts;
  try {
    for (const way of ['http', 'socket-json', 'socket-binary'] as const) {
      ingest[way] = await flatOut(service, way);
      say(`ingest by ${way}`, ingest[way]);
    }
    frames = await fanOut(service, 'frames');
    say('whole fleet', frames);
    parts = await fanOut(service, 'parts');
    say('a part each', parts);
  } finally {
    await service.program.end();
  }
  const server = await startMessages();
  let messages;
  try {
    messages = await fanOut(server, 'messages');
    say('a message a position', messages);
  } finally {
    await server.program.end();
  }
  console.log(
    JSON.stringify({
      bench: 'backend',
      against:
        'the same fleet as one JSON message a position, as Traccar sends it: processor of the server for each position that reached a socket',
      ratio: round(frames.server_microseconds_an_update / messages.server_microseconds_an_update, 4),
      bytes_ratio: round(
        frames.megabytes_a_second / frames.updates_a_second / (messages.megabytes_a_second / messages.updates_a_second),
        4,
      ),
      vehicles: VEHICLES,
      sockets: SOCKETS,
      machine: `${availableParallelism()} x ${cpus()[0]?.model ?? 'unknown'}, load ${round(load, 1)} before`,
      ...{ ingest, frames, parts, messages },
    }),
  );
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
