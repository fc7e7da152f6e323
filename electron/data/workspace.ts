import { type Health, vigieContract } from '../../shared/contract/index.ts';
import type { Clock, Disposer } from '../../shared/domain/index.ts';
import { createListeners, createRpcServer, RpcError, type RpcServer } from '../../shared/rpc/index.ts';
import { serverIdentity } from '../../shared/sync/index.ts';
import { Assigning } from './books/assign.ts';
import { Books } from './books/books.ts';
import { watchAlarms } from './alarm-watch.ts';
import { diagnosticsText } from './diagnostics.ts';
import { createFleet } from './fleet/fleet.ts';
import type { Ground } from './ground/ground.ts';
import { createErrorMapper } from './handlers/errors.ts';
import { createHandlers } from './handlers/index.ts';
import type { ReadTrack } from './handlers/tracks.ts';
import { whileUnlocked } from './handlers/locked.ts';
import type { SessionDesk } from './session/session-desk.ts';
import { openPendingParts } from './exports/pending-parts.ts';
import type { ChoosePlace } from './exports/place.ts';
import { createServerWatch } from './health.ts';
import { createHostEvents } from './host-events.ts';
import { createWhoIsThere } from './me.ts';
import { createInboxWatch, type InboxNews } from './inbox-watch.ts';
import { createOutboxHealth, type Unsent, unsentOf } from './outbox-health.ts';
import { NO_SERVER } from './no-server.ts';
import type { RecentLog } from './recent-log.ts';
import { openRecordings, type RecordingSettings } from './recording/recordings.ts';
import type { RestLimits, ServerAddress } from './remote/rest-client.ts';
import { createServerLink } from './server-link.ts';
import { createPlans } from './schedule/plans.ts';
import { createSchedule } from './schedule/schedule.ts';
import { createWays } from './schedule/ways.ts';
import { createSignInService } from './session/sign-in-service.ts';
import { writeKeptEdits } from './store/kept-edits.ts';
import { openStore } from './store/store.ts';
import { createImportDesk } from './third-parties/import/import-desk.ts';
import { createPairFile, createToldApart } from './third-parties/told-apart.ts';
import { createViewFile } from './views/view-file.ts';
import { createViews } from './views/views.ts';
import type { Walls } from './walls/walls.ts';

/** What all who work at this computer have in common. */
export interface Workstation {
  version: string;
  startedAtMs: number;
  walls: Walls;
  ground: Ground;
  session: SessionDesk;
  /** Where exports go. */
  choosePlace: ChoosePlace;
  recording: RecordingSettings;
  clock: Clock;
  random: () => number;
  log: RecentLog;
  validateResults: boolean;
  restLimits?: RestLimits | undefined;
}

/** What windows are served from: a person's own, or that of a workstation where nobody signs in. */
export interface Workspace {
  /** Whose windows are still linked after `close`, for an answer that is on its way, until it is disposed of. */
  readonly rpc: Pick<RpcServer<typeof vigieContract>, 'connect' | 'emit' | 'dispose'>;
  health(): Health;
  /** Called with what is not sent yet, now and whenever it is another than before. */
  onUnsent(listener: (unsent: Unsent) => void): Disposer;
  /** Called with what waits for the person, now and whenever it is another than before. */
  onInbox(listener: (news: InboxNews) => void): Disposer;
  wake(): void;
  rebuild(): void;
  /** Sends what waits for its time. */
  sendNow(): void;
  /** Writes all edits that are not sent to a file for people to read. @throws NodeJS.ErrnoException, StorageError */
  keepUnsent(file: string): void;
  /** Ends all but the links of windows: what they still ask is answered with errors. */
  close(): Promise<void>;
}

/** Opens a cache and keeps it the same as the server. What does not work is told in its health. */
export function openWorkspace(
  { folder, server }: { folder: string; server: ServerAddress | null },
  { walls, ground, session, choosePlace, clock, random, log, restLimits, ...station }: Workstation,
): Workspace {
  const store = openStore({
    folder,
    clock,
    log,
    serverIdentity: server === null ? null : serverIdentity(server.url),
  });
  const toldApart = createToldApart(createPairFile(folder, log));
  const views = createViews(createViewFile(folder, log), (now) => rpc.emit('missionViews.changed', now));
  const fleet = createFleet({
    clock,
    random,
    onMalformed: (reason, count) => log.warn({ reason, count }, 'a position frame was dropped'),
  });
  const recordings = openRecordings({
    ...{ folder, settings: station.recording, fleet, clock, log },
    onHealth: () => events.healthChanged(),
  });
  const watch = createServerWatch(server?.url ?? '', clock, () => events.healthChanged());
  const link =
    server === null ? undefined : createServerLink({ server, clock, random, log, restLimits }, { store, fleet, watch });
  const outboxHealth = createOutboxHealth(store, link?.pusher);

  const health = (): Health => ({
    host: { version: station.version, startedAtMs: station.startedAtMs },
    server: watch.health(),
    sync: link?.puller.health() ?? { ...NEVER_SYNCED, fault: watch.health().fault },
    outbox: outboxHealth(watch.health()),
    positions: fleet.health(),
    feed: watch.feed(),
    cache: store.health(),
    recording: recordings.health(),
  });
  const rebuild = () => link?.puller.rebuild();
  const sendNow = () => link?.sendNow();
  const rest = () => link?.rest;
  const isBackSince = (atMs: number) => {
    const { state, sinceMs } = watch.health();
    return state === 'online' && sinceMs >= atMs;
  };
  const books = new Books(store, rest, clock, isBackSince);
  const isOnline = () => watch.health().state === 'online';
  const assigning = new Assigning({ store, books, server: rest, clock, isOnline });
  const token = typeof server?.token === 'string' ? server.token : null;
  const imports = createImportDesk({ folder, store, clock });
  const service = server === null ? undefined : createSignInService(server.url, clock, restLimits);
  const who = createWhoIsThere({ session, token, service, clock, log }, () => {
    inbox.look();
    events.inboxChanged();
  });
  const inbox = createInboxWatch({ store, clock, me: who.now, isLocked: () => session.now().lock !== null }, () =>
    events.inboxChanged(),
  );
  const mapError = createErrorMapper(log);
  const readTrack: ReadTrack = (asked, signal) =>
    link?.readTrack(asked, signal) ?? Promise.reject(new RpcError(NO_SERVER.code, NO_SERVER.message));
  const pending = openPendingParts(folder, log);
  const handlers = createHandlers({
    exports: { store, clock, choosePlace, pending, mapError, recordings, documents: link?.documents },
    ...{ imports, recordings, store, fleet, walls, views, toldApart, ground, session, clock, health, rebuild, sendNow },
    me: who.now,
    ...{ books, assigning, server: rest },
    readTrack,
    schedule: createSchedule({
      store,
      plans: createPlans(() => ground.layers.plans(), log),
      ways: createWays({ recordings, readTrack, clock }),
      serverNowMs: () => fleet.time().serverNowMs,
      feed: () => watch.feed(),
    }),
    diagnostics: () => diagnosticsText({ health: health(), store, folder, log, clock, token }),
  });
  const rpc: RpcServer<typeof vigieContract> = createRpcServer(vigieContract, whileUnlocked(handlers, session), {
    mapError,
    validateResults: station.validateResults,
  });
  const unsentListeners = createListeners<Unsent>();
  const events = createHostEvents({ rpc, store, clock, health, onUnsent: (unsent) => unsentListeners.emit(unsent) });
  const stopWatching = watchAlarms({ store, clock }, () => events.alarmsChanged());
  const healthChanged = () => events.healthChanged();
  const stopListening = [fleet, link?.puller, link?.pusher].map((part) => part?.onHealth(healthChanged));
  const stopAsking = link?.puller.onServer((error) => {
    if (error === undefined) who.reached();
  });
  const closing = new AbortController();
  const stopKeeping = link?.puller.onOrigin((epoch) => {
    if (epoch !== undefined) void books.keepTariff(closing.signal);
  });
  link?.onEvents((heard) => rpc.emit('events.heard', { events: [...heard] }));
  if (link === undefined) watch.failed(NO_SERVER);
  else link.puller.start();

  return {
    rpc,
    health,
    onUnsent(listener) {
      listener(unsentOf(health().outbox));
      return unsentListeners.add(listener);
    },
    onInbox: (listener) => inbox.onNews(listener),
    wake: () => link?.wake(),
    rebuild: () => void rebuild(),
    sendNow,
    keepUnsent: (file) => writeKeptEdits(store, file),
    async close() {
      for (const stop of stopListening) stop?.();
      stopAsking?.();
      stopWatching();
      who.dispose();
      inbox.dispose();
      stopKeeping?.();
      closing.abort();
      // Changes are told together, a little later: the last ones now.
      unsentListeners.emit(unsentOf(health().outbox));
      events.dispose();
      fleet.dispose();
      await recordings.close();
      await imports.close();
      await link?.close();
      await store.close();
    },
  };
}

export const NEVER_SYNCED = { phase: 'waiting', lastSyncAtMs: null, received: 0, remaining: null } as const;
