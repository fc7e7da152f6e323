import { randomUUID } from 'node:crypto';
import packageJson from '../package.json' with { type: 'json' };
import type { Clock, Disposer, Role } from '../shared/domain/index.ts';
import { DemonstrationIssuer } from './auth/demonstration/demonstration-issuer.ts';
import type { TokenDetails } from './auth/development-issuer.ts';
import type { TokenVerifier } from './auth/token-verifier.ts';
import { BackendError } from './backend-error.ts';
import { ChangeWatch } from './bus/change-watch.ts';
import { EventRelay } from './bus/event-relay.ts';
import { EventLog } from './bus/index.ts';
import { RelayLease } from './bus/relay-lease.ts';
import { systemClock } from './clock.ts';
import { openCluster } from './cluster/cluster.ts';
import { PositionExchange } from './cluster/position-exchange.ts';
import type { Database } from './database/database.ts';
import { keepTidy } from './database/maintenance.ts';
import { migrate } from './database/migrate.ts';
import { openDatabase } from './database/open-database.ts';
import { DEFAULT_SUBSIDIARY, Scopes } from './database/scope.ts';
import { findUserRole } from './database/user-role.ts';
import { DocumentMaker } from './documents/document-maker.ts';
import type { Feed, FeedHost } from './feeds/feed.ts';
import { checkPort, listenOn } from './http/listen.ts';
import { isLoopbackAddress } from './http/loopback.ts';
import { mountIssuer } from './http/mount-issuer.ts';
import { dependenciesOf, feedDependency, redisDependency } from './operations/dependencies.ts';
import { DEFAULT_LIMITS, type Limits } from './operations/limits.ts';
import { Metrics } from './operations/metrics.ts';
import { serveMetrics } from './operations/metrics-server.ts';
import { Readiness } from './operations/readiness.ts';
import { watchServices } from './operations/service-metrics.ts';
import { stopServing } from './operations/stop-serving.ts';
import { routes } from './http/routes/index.ts';
import type { RouteContext } from './http/route-context.ts';
import { createServer } from './http/server.ts';
import { createLog, type Log } from './log.ts';
import { createSocketServer } from './realtime/socket-server.ts';
import { SocketTraffic } from './realtime/socket-traffic.ts';
import { assignMissions } from './seed/assign-missions.ts';
import { writeDemonstration } from './seed/demonstration.ts';
import { createAlarmDesk } from './services/alarms/alarm-desk.ts';
import { AlarmService } from './services/alarms/alarm-service.ts';
import { BillingService } from './services/billing-service.ts';
import { DocumentsService } from './services/documents-service.ts';
import { createFeedHost } from './services/feed-host.ts';
import { PositionIngest } from './services/ingest/position-ingest.ts';
import { MissionService } from './services/mission-service.ts';
import { PositionKeeper } from './services/kept-positions/position-keeper.ts';
import { NotificationWorkflowService } from './services/notification-workflow-service.ts';
import { MutationService } from './services/mutations/mutation-service.ts';
import { SupervisionService } from './services/supervision-service.ts';
import { ValidationClock } from './services/validation/validation-clock.ts';
import { TrackHistory } from './services/track-history.ts';
import { GeofenceService } from './services/geofence-service.ts';
import { ThirdPartyService } from './services/third-party-service.ts';
import { VehicleDirectory } from './services/vehicle-directory.ts';
import { VehicleService } from './services/vehicle-service.ts';
import { ChangeLog } from './sync/change-log.ts';
import { currentEpoch } from './sync/epoch.ts';
import { DEFAULT_TOMBSTONE_DAYS } from './sync/tombstones.ts';
import type { WebhookSettings } from './settings/webhook-settings.ts';
import { openWebhooks } from './webhooks/open-webhooks.ts';

const EVENT_DAYS = 7;

export interface BackendOptions {
  /** Holds what the backend keeps: its database where there is no other, and its keys. */
  dataFolder: string;
  /** A PostgreSQL server; without it a database in the data folder. */
  databaseUrl?: string | undefined;
  /** A database that is open already. It is closed with the backend. */
  database?: Database;
  /** Default 127.0.0.1. */
  host?: string;
  /** 0, the default: any free port. */
  port?: number;
  /** Started once the backend listens. */
  feed?: Feed | ((database: Database) => Promise<Feed | undefined>) | undefined;
  /** With a simulated feed, a database without business data is given some that follow from this number. */
  demonstrationSeed?: number;
  /** How long deletions are remembered: a desktop that was away for longer reads everything anew. Default 180. */
  tombstoneDays?: number | undefined;
  /** How long events are remembered. Default 7. */
  eventDays?: number | undefined;
  /** A Redis server, where several processes serve one database: redis://… */
  redisUrl?: string | undefined;
  /** How webhooks' secrets are sealed, and which networks inside they may reach; none by default. */
  webhooks?: WebhookSettings;
  /** How many minutes of each vehicle's way are kept in memory; 0: none. Default 60. */
  historyMinutes?: number | undefined;
  /** Most positions a second of one sender. Default 250,000. */
  positionsPerSecond?: number | undefined;
  /** Who checks tokens; by default the demonstration issuer, which is for this machine alone. */
  verifier?: TokenVerifier;
  /** Whose rows are that say nothing of it. Default: main. */
  defaultSubsidiary?: string | undefined;
  clock?: Clock;
  log?: Log;
  /** What one caller and all together may ask; those that are not given are the default ones. */
  limits?: Partial<Limits> | undefined;
  /** Where figures for Prometheus and probes are served; undefined: nowhere. */
  metrics?: { host: string; port: number } | undefined;
  /** Addresses or networks of proxies whose X-Forwarded headers are believed. */
  trustedProxies?: readonly string[] | undefined;
  /** How long it goes on answering once it is to stop, while it says that it is not ready, ms. Default 0. */
  drainMs?: number | undefined;
  /** How long requests may take then that are being answered, ms. Default 5000. */
  finishWithinMs?: number | undefined;
  /** Told what takes long. */
  progress?: (message: string) => void;
}

export interface Backend {
  readonly database: Database;
  readonly supervision: SupervisionService;
  readonly feedHost: FeedHost;
  /** Identity of the history of changes. */
  readonly epoch: string;
  readonly log: Log;
  /**
   * Begins to answer. The feed starts in the background.
   * @throws BackendError when the port cannot be had
   */
  listen(): Promise<{ url: string; metricsUrl?: string }>;
  /** Settles when the feed has started; rejects when it could not. */
  readonly feedStarted: Promise<void>;
  /** Whether the demonstration accounts are offered, and tokenFor gives tokens. */
  readonly isDemonstration: boolean;
  /** A token without anybody signing in, for programs and tests. @throws BackendError where the operator's own issuer is used */
  tokenFor(subject: string, roles: readonly Role[], details?: TokenDetails): Promise<string>;
  /** Ends everything it began. Calling it twice is harmless. */
  close(): Promise<void>;
}

/**
 * Opens the database, brings its tables up to date and makes the service ready to listen.
 * @throws StorageError, BackendError
 */
export async function createBackend(options: BackendOptions): Promise<Backend> {
  const { dataFolder, databaseUrl, host = '127.0.0.1', port = 0, progress = () => undefined } = options;
  const clock = options.clock ?? systemClock;
  const log = options.log ?? createLog();
  const verifier = options.verifier ?? (await DemonstrationIssuer.open(`${dataFolder}/auth`, clock, log));
  const demonstration = verifier instanceof DemonstrationIssuer ? verifier : undefined;
  const { trustedProxies = [] } = options;
  // A proxy that is trusted answers for the names by which the service is asked, unless tokens are for this machine alone.
  const loopbackOnly = isLoopbackAddress(host) && (verifier.loopbackOnly || trustedProxies.length === 0);
  if (verifier.loopbackOnly && !loopbackOnly) {
    throw new BackendError(
      `The demonstration sign-in is for this machine alone, and ${host} can be reached from others: ` +
        "leave --host out, or configure the operator's own sign-in.",
    );
  }
  // Before a database is opened, or even made, for nothing.
  await checkPort(host, port);
  const database = options.database ?? (await openDatabase({ databaseUrl, dataFolder, log, progress }));
  const closers: (() => Promise<void> | void)[] = [() => database.close()];
  let stopAnswering: (() => Promise<void>) | undefined;
  const close = onceOnly(async () => {
    // Whoever is being served comes first: what serves them ends after.
    await stopAnswering?.();
    for (const closer of closers.splice(0).reverse()) await closer();
  });

  try {
    await migrate(database, 'up', log);
    const feed = typeof options.feed === 'function' ? await options.feed(database) : options.feed;
    const epoch = await currentEpoch(database, log);
    const changes = new ChangeWatch(database, clock, log);
    const supervision = new SupervisionService(clock, Math.random, new TrackHistory(options.historyMinutes));
    const vehicles = new VehicleService(database);
    const directory = new VehicleDirectory(vehicles, supervision, log);
    const { tombstoneDays = DEFAULT_TOMBSTONE_DAYS } = options;
    const events = new EventLog(database, epoch);
    closers.push(
      keepTidy({ database, clock, log, tombstoneDays, events: { log: events, days: options.eventDays ?? EVENT_DAYS } }),
    );
    await changes.start();
    closers.push(() => changes.stop());
    await directory.start(changes);
    closers.push(() => directory.stop());
    if (isLive(feed)) {
      const keeper = new PositionKeeper({ folder: dataFolder, supervision, clock, log });
      await keeper.restore();
      keeper.start();
      closers.push(() => keeper.stop());
    }
    supervision.start();
    closers.push(() => supervision.stop());

    const feedHost = createFeedHost({ clock, database, directory, log, supervision });
    const ingest = new PositionIngest(supervision, clock, options.positionsPerSecond);
    const limits = { ...DEFAULT_LIMITS, ...options.limits };
    const readiness = new Readiness(clock, log);
    readiness.add(...dependenciesOf({ database }), feedDependency(supervision.feed));
    const metrics = new Metrics();
    const traffic = new SocketTraffic(clock, log);
    const { defaultSubsidiary = DEFAULT_SUBSIDIARY } = options;
    const scopes = new Scopes(database, { defaultSubsidiary, userRole: await findUserRole(database) });
    const billing = new BillingService(clock);
    const maker = new DocumentMaker(clock);
    closers.push(() => maker.close());
    const validations = new NotificationWorkflowService(clock);
    const alarmService = new AlarmService({
      ...{ database, supervision, changes, clock, log, defaultSubsidiary, holder: randomUUID() },
    });
    const alarms = createAlarmDesk(
      () => clock.nowMs(),
      (...asked) => alarmService.countNow(...asked),
    );
    const webhooks = await openWebhooks({ database, epoch, clock, log, dataFolder, settings: options.webhooks });
    const context: RouteContext = {
      ...{ clock, database, log, supervision, vehicles },
      billing,
      documents: new DocumentsService(clock, maker),
      ingest,
      changes: new ChangeLog(database, epoch),
      events,
      webhooks: webhooks.service,
      readiness,
      missions: new MissionService(),
      mutations: new MutationService({ scopes, clock, log, takeStep: billing.takeStep, validations, alarms }),
      validations,
      alarms,
      scopes,
      serverVersion: packageJson.version,
      geofences: new GeofenceService(),
      signIn: () => verifier.signIn,
      thirdParties: new ThirdPartyService(),
    };
    const cluster = options.redisUrl === undefined ? undefined : openCluster(options.redisUrl, log);
    if (cluster !== undefined) {
      closers.push(() => cluster.close());
      readiness.add(redisDependency(cluster));
      const exchange = new PositionExchange({ ...cluster, supervision, clock, log });
      exchange.start();
      closers.push(() => exchange.stop());
    }
    const guards = { limits, metrics, trustedProxies };
    const server = await createServer({ routes, context, verifier, loopbackOnly, ...guards });
    if (demonstration !== undefined) {
      mountIssuer(server, demonstration);
      closers.push(() => demonstration.close());
    }
    const demonstrate = async ({ kind }: Feed): Promise<Disposer> => {
      const { demonstrationSeed: seed } = options;
      if (kind !== 'simulator' || seed === undefined) return () => undefined;
      if (!(await writeDemonstration(database, seed, clock, log))) return () => undefined;
      return assignMissions(database, clock, log);
    };
    const offerMetrics = async (where: BackendOptions['metrics'], relay: EventRelay) => {
      if (where === undefined) return undefined;
      watchServices(metrics, { alarmService, changes, database, events, readiness, relay, supervision, traffic });
      metrics.watchProcess();
      const served = await serveMetrics({ ...where, metrics, readiness, log });
      closers.push(() => served.close());
      return served;
    };
    const started = Promise.withResolvers<void>();
    // Whoever does not ask is not disturbed by a feed that fails: its status says so.
    started.promise.catch(() => undefined);

    return {
      database,
      supervision,
      feedHost,
      epoch,
      log,
      feedStarted: started.promise,
      async listen() {
        const url = await listenOn(() => server.listen({ host, port }), host, port);
        demonstration?.begin(url);
        const sockets = createSocketServer({
          ...{ server: server.server, verifier, changes, database, events, scopes, supervision, ingest, clock, log },
          loopbackOnly,
          cluster: cluster?.sockets,
          ...{ limits, readiness, traffic },
        });
        const { drainMs = 0, finishWithinMs = 5_000 } = options;
        stopAnswering = () => stopServing({ sockets, server, readiness, drainMs, finishWithinMs });
        const lease = new RelayLease(database, randomUUID());
        const relay = new EventRelay({
          ...{ database, log: events, outlet: sockets.followers, clock, logger: log },
          cluster: cluster && {
            lease,
            get isReady() {
              return cluster.isReady;
            },
          },
        });
        await relay.start();
        closers.push(() => relay.stop());
        const served = await offerMetrics(options.metrics, relay);
        await webhooks.sender.start();
        closers.push(() => webhooks.sender.stop());
        if (feed === undefined) started.resolve();
        else {
          closers.push(await demonstrate(feed));
          closers.push(() => feed.stop());
          started.resolve(startFeed(feed, feedHost, supervision));
        }
        // Once the feed is known: an alarm about it stands or returns by what it says of itself.
        alarmService.start();
        closers.push(() => alarmService.stop());
        const validationClock = new ValidationClock({ database, clock, log });
        validationClock.start();
        closers.push(() => validationClock.stop());
        return { url, ...(served === undefined ? {} : { metricsUrl: served.url }) };
      },
      isDemonstration: demonstration !== undefined,
      async tokenFor(subject, roles, details) {
        if (demonstration !== undefined) return demonstration.tokenFor(subject, roles, details);
        throw new BackendError("Tokens come from the operator's own sign-in here: sign in there.");
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Positions of the world: they are kept over a restart. A simulator or a recording begins anew. */
function isLive(feed: Feed | undefined): boolean {
  return feed === undefined || (feed.kind !== 'simulator' && feed.kind !== 'csv');
}

async function startFeed(feed: Feed, host: FeedHost, supervision: SupervisionService): Promise<void> {
  const { name, kind, speed } = feed;
  supervision.begin({ name, kind, speed });
  try {
    await feed.start(host);
  } catch (error) {
    const notice = error instanceof Error ? error.message : String(error);
    host.report({ state: 'failed', notice });
    throw error;
  }
}

function onceOnly(action: () => Promise<void>): () => Promise<void> {
  let result: Promise<void> | undefined;
  return () => (result ??= action());
}
