import { fstatSync } from 'node:fs';
import { type Backend, createBackend } from '../app.ts';
import { OPERATOR } from '../auth/demonstration/accounts.ts';
import { OperatorVerifier } from '../auth/operator/operator-verifier.ts';
import { systemClock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { createFeed } from '../feeds/create-feed.ts';
import type { Feed } from '../feeds/feed.ts';
import { createMqttFeed } from '../feeds/mqtt/mqtt-feed.ts';
import { createLog, type Log } from '../log.ts';
import { isSimulatorWelcome } from '../seed/demonstration.ts';
import { readRedisUrl } from '../settings/cluster-settings.ts';
import { readDatabaseUrl } from '../settings/database-settings.ts';
import { readPositionsPerSecond } from '../settings/ingest-settings.ts';
import { type MqttSettings, readMqttSettings } from '../settings/mqtt-settings.ts';
import { readOperationsSettings } from '../settings/operations-settings.ts';
import { readWebhookSettings } from '../settings/webhook-settings.ts';
import type { Environment } from '../settings/read-settings.ts';
import { readDefaultSubsidiary, readSignInSettings } from '../settings/sign-in-settings.ts';

/** Said in place of a source: the user wants none. */
export const NO_FEED = 'none';
const SIMULATOR = 'simulator';
const DEFAULT_SEED = 1;
/** For what comes after the last answer: what does not end by itself then must not keep the process. */
const LONGEST_CLOSE_MS = 10_000;

export interface ServeOptions {
  data: string;
  port: number;
  host?: string | undefined;
  /** NO_FEED: the user wants none; undefined: the user does not say. */
  feed?: string | undefined;
  speed?: number | undefined;
  vehicles?: number | undefined;
  seed?: number | undefined;
  loop?: true | undefined;
  tombstoneDays?: number | undefined;
  eventDays?: number | undefined;
  historyMinutes?: number | undefined;
}

type ServeEvent =
  | { event: 'progress'; message: string }
  /** The token is that of the demonstration's operator; none where people sign in at the operator's own issuer. */
  | { event: 'ready'; url: string; token?: string; metricsUrl?: string }
  | { event: 'moving'; vehicles: number };

function tell(event: ServeEvent): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

/** Runs the service until it is asked to stop: by SIGTERM, SIGINT, or the end of the pipe on standard input. */
export async function serve(args: ServeOptions, environment: Environment): Promise<void> {
  const stop = stopSignal();
  const log = createLog();
  const { data: dataFolder, host, port, seed = DEFAULT_SEED } = args;
  const databaseUrl = readDatabaseUrl(environment);
  const operations = readOperationsSettings(environment);
  const broker = readMqttSettings(environment);
  const positionsPerSecond = readPositionsPerSecond(environment);
  const signIn = readSignInSettings(environment);
  const redisUrl = readRedisUrl(environment);
  const webhooks = readWebhookSettings(environment);
  // What cannot work is said before the database is opened, or even made.
  const feed = await feedAskedForOrBroker(args, broker, log);
  const backend = await createBackend({
    dataFolder,
    databaseUrl,
    redisUrl,
    webhooks,
    port,
    ...(host === undefined ? {} : { host }),
    ...operations,
    log,
    ...(signIn === undefined ? {} : { verifier: new OperatorVerifier(signIn, systemClock, log) }),
    defaultSubsidiary: readDefaultSubsidiary(environment),
    feed: (database) =>
      args.feed === undefined && feed === undefined ? simulatorIfWelcome(args, database, log) : Promise.resolve(feed),
    demonstrationSeed: seed,
    tombstoneDays: args.tombstoneDays,
    eventDays: args.eventDays,
    historyMinutes: args.historyMinutes,
    positionsPerSecond,
    progress: (message) => tell({ event: 'progress', message }),
  });
  try {
    const { url, metricsUrl } = await backend.listen();
    const { subject, roles } = OPERATOR;
    const token = backend.isDemonstration ? { token: await backend.tokenFor(subject, roles, OPERATOR) } : {};
    tell({ event: 'ready', url, ...token, ...(metricsUrl === undefined ? {} : { metricsUrl }) });
    tellWhenMoving(backend);
    await Promise.race([stop, backend.feedStarted.then(() => stop)]);
  } finally {
    const { drainMs, finishWithinMs } = operations;
    setTimeout(() => process.exit(), drainMs + finishWithinMs + LONGEST_CLOSE_MS).unref();
    await backend.close();
    process.stdin.destroy();
  }
}

/** What the command line asks for goes before the broker of the settings. */
async function feedAskedForOrBroker(
  args: ServeOptions,
  broker: MqttSettings | undefined,
  log: Log,
): Promise<Feed | undefined> {
  if (args.feed === undefined) return broker === undefined ? undefined : createMqttFeed(broker);
  if (broker !== undefined) log.warn('MQTT_URL is not used, since --feed or --no-feed says where positions come from');
  return feedAskedFor(args);
}

/** Unasked, simulated vehicles join no database that holds data of its own. */
async function simulatorIfWelcome(args: ServeOptions, database: Database, log: Log): Promise<Feed | undefined> {
  if (await isSimulatorWelcome(database)) return feedAskedFor({ ...args, feed: SIMULATOR });
  log.warn('the database holds data of its own: no simulated positions; ask for them with --feed simulator');
  return undefined;
}

/** @throws Error with the sentence to show, when the feed cannot be made */
async function feedAskedFor(args: ServeOptions): Promise<Feed | undefined> {
  const { data: dataFolder, feed, loop, seed, speed, vehicles } = args;
  if (feed === NO_FEED) return undefined;
  const given = { speed, vehicles, seed, source: feed === SIMULATOR ? undefined : feed };
  const options = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return createFeed({ ...options, ...(loop === true ? { loop } : {}), clock: systemClock, dataFolder });
}

/**
 * Says once that vehicles move: when two published frames showed different places; of a feed that has ended, such as a
 * single capture, when its vehicles are published.
 */
function tellWhenMoving({ supervision }: Backend): void {
  const unsubscribe = supervision.subscribe(() => {
    const hasEnded = supervision.feed.status.state === 'ended';
    const vehicles = supervision.movingVehicles > 0 || hasEnded ? supervision.table.count : 0;
    if (vehicles === 0) return;
    unsubscribe();
    tell({ event: 'moving', vehicles });
  });
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
    // Only a pipe is held by a parent; a terminal or /dev/null says nothing of one.
    const input = fstatSync(0);
    if (!input.isFIFO() && !input.isSocket()) return;
    process.stdin
      .once('close', () => resolve())
      .once('end', () => resolve())
      .resume();
  });
}
