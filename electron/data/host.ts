import path from 'node:path';
import type { Health, LockReason } from '../../shared/contract/index.ts';
import type { Clock, Disposer } from '../../shared/domain/index.ts';
import { type Channel, createListeners, RpcError } from '../../shared/rpc/index.ts';
import type { ChoosePlace } from './exports/place.ts';
import { type Ground, type GroundSettings, NO_GROUND_SETTINGS, openGround } from './ground/ground.ts';
import { withoutSignIn } from './handlers/session.ts';
import type { Log } from './log.ts';
import type { Unsent } from './outbox-health.ts';
import { type InboxNews, NO_NEWS } from './inbox-watch.ts';
import { createRecentLog } from './recent-log.ts';
import type { RestLimits } from './remote/rest-client.ts';
import type { RecordingSettings } from './recording/recordings.ts';
import { createRooms, type RoomKeeper } from './rooms.ts';
import { openPeople } from './session/people.ts';
import type { SecretVault } from './session/secret-vault.ts';
import { createSession } from './session/session.ts';
import type { SignInPolicy, WorkstationSession } from './session/session-options.ts';
import { createSessionFile } from './session/session-file.ts';
import { createSignInService } from './session/sign-in-service.ts';
import { systemClock } from './system-clock.ts';
import { createShownFile } from './walls/shown-file.ts';
import { createWallFile } from './walls/wall-file.ts';
import { createWalls, type Walls } from './walls/walls.ts';
import type { Workstation } from './workspace.ts';

/** How people sign in at this workstation. */
export interface SignInOptions {
  policy: SignInPolicy;
  vault: SecretVault;
  /** Opens an address in the person's browser; null: the window that asks does it. */
  openBrowser: ((url: string) => void) | null;
}

export interface DataHostOptions {
  /** Of this data host alone. Made where it is missing. */
  folder: string;
  /** Null: none is set; the host then serves what it has, and says how to set one. The token is a program's, or nobody's. */
  server: { url: string; token: string | null } | null;
  log: Log;
  /** Absent: nobody signs in, and the token opens the server. */
  signIn?: SignInOptions;
  /** What lies beneath the vehicles, as the settings say; what a person chose where they say nothing. */
  ground?: GroundSettings;
  /** Where exports go: asked of a person, or a place of its own. Absent: nothing can be exported. */
  choosePlace?: ChoosePlace;
  /** How much of the positions is kept for replay. Absent or null: nothing is recorded. */
  recording?: RecordingSettings;
  /** Vigie's own. */
  version: string;
  clock?: Clock;
  random?: () => number;
  /** Checks each answer against the contract: for tests. */
  validateResults?: boolean;
  restLimits?: RestLimits;
}

/** Serves windows from the cache and the stream of positions, and keeps both the same as the server. */
export interface DataHost {
  /** Serves a window, or a worker of one, until the channel closes or the disposer is called. */
  connect(channel: Channel): Disposer;
  health(): Health;
  /** Called with what is not sent yet, now and whenever it is another than before. */
  onUnsent(listener: (unsent: Unsent) => void): Disposer;
  /** Called with what waits for the person, now and whenever it is another than before. */
  onInbox(listener: (news: InboxNews) => void): Disposer;
  /** Has a console show a validation: the person asked the shell for it. */
  showValidation(id: string | null): void;
  /** The ground, for the shell that asks a person for a file. */
  readonly ground: Pick<Ground, 'onPick' | 'chooseBaseMap'>;
  /** The walls, for the shell that opens their windows. */
  readonly walls: Pick<Walls, 'hear' | 'onOrder'>;
  /** Covers the windows, if a person is signed in. */
  lock(reason: LockReason): void;
  /** The computer was asleep, or the network away: worth looking at the server at once. */
  wake(): void;
  /** Throws the rows away and reads them anew, as soon as the server answers. What is not sent is kept. */
  rebuild(): void;
  close(): Promise<void>;
}

/** Starts a data host. A cache or server that does not work is told in its health; it starts all the same. */
export async function createDataHost(options: DataHostOptions): Promise<DataHost> {
  const { folder, server, version, clock = systemClock, random = Math.random } = options;
  const log = createRecentLog(options.log, clock);
  const walls = createWalls({
    storage: createWallFile(folder, log),
    shown: createShownFile(folder, log),
    clock,
    log,
  });
  const ground = openGround({ folder, settings: options.ground ?? NO_GROUND_SETTINGS, clock, log });
  const unsentListeners = createListeners<Unsent>();
  const inboxListeners = createListeners<InboxNews>();
  let inbox = NO_NEWS;
  const station: Workstation = {
    ...{ version, walls, ground, clock, random, log, startedAtMs: clock.nowMs() },
    session: withoutSignIn(server?.url ?? ''),
    choosePlace: options.choosePlace ?? noPlace,
    recording: options.recording ?? null,
    validateResults: options.validateResults ?? false,
    restLimits: options.restLimits,
  };
  const rooms = createRooms({
    ...{ folder, server, station, onUnsent: (unsent) => unsentListeners.emit(unsent) },
    onInbox(news) {
      inbox = news;
      inboxListeners.emit(news);
    },
  });
  let session: WorkstationSession | undefined;

  ground.onChange(() => rooms.emit('ground.changed', {}));
  walls.onNews(({ name, payload }) => rooms.emit(name, payload));
  if (server !== null && options.signIn !== undefined) {
    session = startSession({ ...options, server, signIn: options.signIn }, station, rooms);
    station.session = session;
    await session.start();
  } else await rooms.openShared();

  return {
    connect: (channel) => rooms.connect(channel),
    health: () => rooms.health(),
    onUnsent(listener) {
      listener(rooms.unsent());
      return unsentListeners.add(listener);
    },
    onInbox(listener) {
      listener(inbox);
      return inboxListeners.add(listener);
    },
    showValidation: (id) => rooms.emit('inbox.show', { id }),
    walls,
    ground,
    lock: (reason) => session?.cover(reason),
    wake() {
      session?.wake();
      rooms.wake();
    },
    rebuild: () => rooms.rebuild(),
    async close() {
      await session?.close();
      walls.dispose();
      await ground.close();
      await rooms.close();
    },
  };
}

const noPlace: ChoosePlace = () =>
  Promise.reject(new RpcError('export-refused', 'this data host has no place for exports'));

function startSession(
  {
    folder,
    server,
    signIn,
  }: Pick<DataHostOptions, 'folder'> & {
    server: { url: string; token: string | null };
    signIn: SignInOptions;
  },
  { clock, random, log, restLimits }: Workstation,
  rooms: RoomKeeper,
): WorkstationSession {
  const session: WorkstationSession = createSession({
    ...{ server, rooms, clock, random, log },
    ...signIn,
    service: createSignInService(server.url, clock, restLimits),
    file: createSessionFile(folder),
    people: openPeople(folder, log),
    keptFile: (nowMs) =>
      path.join(folder, 'discarded', `edits-${new Date(nowMs).toISOString().replaceAll(':', '-')}.json`),
    onChange: () => rooms.emit('session.changed', session.now()),
  });
  return session;
}
