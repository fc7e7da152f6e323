import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../../backend/database/database.ts';
import { openPostgres } from '../../../backend/database/postgres-database.ts';
import { insertRows } from '../../support/business-rows.ts';
import { startPostgres } from '../../support/postgres.ts';
import { startRedis } from '../../support/redis.ts';
import { silentLog } from '../../support/silent-log.ts';
import { startBalancer } from './balancer.ts';
import { inflictFaults, type Recovery } from './faults.ts';
import { type Group, startGroup } from './groups.ts';
import { createNode } from './node.ts';
import { untilAllHeard, untilReady } from './until.ts';
import { add, FAULTLESS, type Span, type Verdict } from './verdict.ts';
import { writeAsLegacyProgram, writeOverTheApi } from './writers.ts';

export interface DrillOptions {
  /** Folder with initdb and postgres; the program redis-server. */
  postgres: string;
  redis: string;
  nodes: number;
  desktops: number;
  /** So many of them are whole data hosts on real caches; the others keep their rows in memory. */
  full: number;
  /** Processes that the desktops are in; in the last one they are frozen for a while. */
  groups: number;
  /** For how long things are written and broken. */
  seconds: number;
  seed: number;
  say: (line: string) => void;
}

export interface DrillResult {
  verdict: Verdict;
  /** Rows' changes of which the log holds no event, or more than one. */
  unrecorded: number;
  events: number;
  written: { legacy: number; api: number };
  recoveries: Recovery[];
  /** Largest memory of a node, bytes. */
  peakNodeBytes: number;
}

const MISSIONS = 300;
const LEGACY_WRITERS = 3;
const EVENTS_A_SECOND = 12;

/** A service of several nodes under writers and faults: says whether each desktop heard of each event once and in order. */
export async function runDrill(options: DrillOptions): Promise<DrillResult> {
  const { nodes: nodeCount, seconds, seed, say } = options;
  const closing: (() => Promise<unknown> | void)[] = [];
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-drill-'));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  try {
    const [postgres, redis] = await Promise.all([startPostgres(options.postgres), startRedis(options.redis)]);
    closing.push(
      () => postgres.stop(),
      () => redis.stop(),
    );
    const databaseUrl = await postgres.url('drill');
    const environment = { DATABASE_URL: databaseUrl, REDIS_URL: redis.url };
    const nodes = await Promise.all(Array.from({ length: nodeCount }, () => createNode(folder, environment)));
    closing.push(() => Promise.all(nodes.map((node) => node.stop())));
    // The first makes the tables and the key of the sign-in.
    const [first, ...others] = nodes;
    if (first === undefined) throw new Error('a drill needs a node');
    await first.start();
    await Promise.all(others.map((node) => node.start()));
    const database = await openPostgres(databaseUrl, silentLog);
    closing.push(() => database.close());
    await insertRows(database, { vehicles: 20, thirdParties: 10, billingCycles: 5, missions: MISSIONS });
    const balancer = await startBalancer(nodes.map(({ port }) => port));
    closing.push(() => balancer.close());
    say(`${nodeCount} nodes are up`);

    const server = { url: balancer.url, token: first.token() };
    const groups = startGroups(server, options);
    closing.push(() => Promise.all(groups.map((group) => group.stop())));
    await untilReady(groups, options.desktops);
    const from = await head(database);
    const versionsBefore = await versionCount(database);
    say(`${options.desktops} desktops follow`);

    const ending = new AbortController();
    const pauseMs = ((LEGACY_WRITERS + 1) * 1000) / EVENTS_A_SECOND;
    const writer = { seed, pauseMs, signal: ending.signal };
    const legacy = Promise.all(
      Array.from({ length: LEGACY_WRITERS }, (_, number) => writeAsLegacyProgram(databaseUrl, number, writer)),
    );
    const api = writeOverTheApi(server, writer);
    const memory = watchMemory(() => Math.max(...nodes.map((node) => node.memory())));
    closing.push(() => memory.stop());
    const recoveries = await inflictFaults({ nodes, redis, groups, seconds, say, head: () => head(database) });
    ending.abort();
    const written = { legacy: (await legacy).reduce((sum, count) => sum + count, 0), api: await api };

    const to = await untilAllNumbered(database);
    await untilAllHeard(groups, to);
    const truth = await missionVersions(database);
    const verdict = await judgeAll(groups, { from, to }, truth);
    const recorded = await rowEvents(database, { from, to });
    return {
      verdict,
      unrecorded: Math.abs((await versionCount(database)) - versionsBefore - recorded),
      ...{ events: to - from, written, recoveries, peakNodeBytes: memory.peak() },
    };
  } finally {
    for (const close of closing.toReversed()) await close();
  }
}

function startGroups(server: { url: string; token: string }, { desktops, full, groups }: DrillOptions): Group[] {
  return Array.from({ length: groups }, (_, index) => {
    const share = (count: number) => Math.floor((count * (index + 1)) / groups) - Math.floor((count * index) / groups);
    return startGroup(server, { full: share(full), light: share(desktops - full) });
  });
}

async function judgeAll(groups: readonly Group[], span: Span, missions: [string, number][]): Promise<Verdict> {
  const verdicts: Verdict[] = [];
  for (const group of groups) verdicts.push(await group.ask({ type: 'judge', ...span, missions }));
  return verdicts.reduce(add, FAULTLESS);
}

async function numberOf(database: Database, query: string, values: unknown[] = []): Promise<number> {
  const [row] = await database.query<{ value: string }>(query, values);
  return Number(row?.value);
}

const head = (database: Database) => numberOf(database, 'select position as value from event_head');
const versionCount = (database: Database) => numberOf(database, 'select sum(version) as value from sync_changes');
const rowEvents = (database: Database, { from, to }: Span) =>
  numberOf(
    database,
    'select count(*) as value from event_log where version is not null and position > $1 and position <= $2',
    [from, to],
  );

/** @returns where the log ends once all that was written has its place */
async function untilAllNumbered(database: Database): Promise<number> {
  while ((await numberOf(database, 'select count(*) as value from event_log where position is null')) > 0)
    await sleep(100);
  return head(database);
}

async function missionVersions(database: Database): Promise<[string, number][]> {
  const rows = await database.query<{ id: string; version: string }>(
    `select entity_id as id, version from sync_changes where entity = 'mission' and not deleted`,
  );
  return rows.map(({ id, version }) => [id, Number(version)]);
}

function watchMemory(read: () => number): { peak(): number; stop(): void } {
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, read());
  }, 500);
  return { peak: () => peak, stop: () => clearInterval(timer) };
}
