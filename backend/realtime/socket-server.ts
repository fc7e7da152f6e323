import type { Server as HttpServer } from 'node:http';
import { type Namespace, Server, type ServerOptions } from 'socket.io';
import { Adapter } from 'socket.io-adapter';
import {
  INGEST_NAMESPACE,
  type IngestClientEvents,
  POSITIONS_NAMESPACE,
  type PositionsClientEvents,
  type PositionsServerEvents,
  SYNC_NAMESPACE,
} from '../../shared/api/index.ts';
import type { Clock, Role } from '../../shared/domain/index.ts';
import type { TokenVerifier } from '../auth/token-verifier.ts';
import type { ChangeWatch } from '../bus/change-watch.ts';
import type { EventLog } from '../bus/event-log.ts';
import { RECOVERY_MS, type SocketAdapter } from '../cluster/socket-adapter.ts';
import { isLoopbackHost } from '../http/loopback.ts';
import type { Scopes } from '../database/scope.ts';
import type { Database } from '../database/database.ts';
import type { Log } from '../log.ts';
import type { Limits } from '../operations/limits.ts';
import type { Readiness } from '../operations/readiness.ts';
import type { PositionIngest } from '../services/ingest/position-ingest.ts';
import type { SupervisionService } from '../services/supervision-service.ts';
import { EventFollowers, type SyncNamespace } from './event-followers.ts';
import { type Doorkeeper, renewToken, requireToken } from './handshake.ts';
import { Fleets } from './fleets.ts';
import { Pokes } from './pokes.ts';
import { serveIngest } from './serve-ingest.ts';
import { type IdentifiedSocket, SocketIdentities } from './socket-identity.ts';
import { servePositions } from './serve-positions.ts';
import type { SocketTraffic } from './socket-traffic.ts';
import { SubjectSockets } from './subject-sockets.ts';

/** Room for a batch of positions. Desktops send a token and a few numbers. */
const MOST_INCOMING_BYTES = 512 * 1024;
/** Who may send positions, as by `POST /api/v2/positions`. */
const FEED_ROLES: readonly Role[] = ['feed', 'administrator'];

export interface SocketServerOptions {
  server: HttpServer;
  verifier: TokenVerifier;
  changes: ChangeWatch;
  database: Database;
  events: EventLog;
  scopes: Scopes;
  supervision: SupervisionService;
  ingest: PositionIngest;
  clock: Clock;
  log: Log;
  loopbackOnly: boolean;
  /** Reaches the sockets of other processes; without it this process serves its own. */
  cluster?: SocketAdapter | undefined;
  limits: Limits;
  readiness: Readiness;
  traffic: SocketTraffic;
}

export interface SocketServer {
  readonly followers: EventFollowers;
  /** Ends all its connections. The HTTP server is its owner's to close. */
  close(): Promise<void>;
}

/** The realtime side of the service: `/sync` says that there is something to pull and what has happened, `/positions` sends frames. */
export function createSocketServer(options: SocketServerOptions): SocketServer {
  const { changes, clock, cluster, database, ingest, limits, log, scopes, supervision, traffic, verifier } = options;
  const identities = new SocketIdentities(clock);
  const doorkeeper: Doorkeeper = { verifier, identities, log };
  const io = new Server(options.server, {
    serveClient: false,
    maxHttpBufferSize: MOST_INCOMING_BYTES,
    connectTimeout: 10_000,
    ...(cluster === undefined ? {} : sharedBy(cluster)),
    allowRequest: (request, answer) => {
      const reason = refusalOf(request.headers.host, io.engine.clientsCount, options);
      answer(reason ?? null, reason === undefined);
    },
  });

  traffic.watch(io, limits.messagesPerSocket);
  const gate = { ...doorkeeper, traffic, subjects: new SubjectSockets(limits.socketsPerSubject) };

  // Nothing is served at the root: whoever comes there is turned away, with or without a token.
  io.use((_socket, next) =>
    next(
      new Error(`connect to ${SYNC_NAMESPACE} or ${POSITIONS_NAMESPACE}, or to ${INGEST_NAMESPACE} to send positions`),
    ),
  );

  const sync: SyncNamespace = io.of(SYNC_NAMESPACE);
  const followers = new EventFollowers(sync, options.events, log);
  const pokes = new Pokes(changes, database, log);
  sync.use(requireToken(gate));
  sync.on('connection', (socket) => {
    onRenew(socket, doorkeeper);
    const scope = scopes.of(identities.of(socket));
    // The log tells of all subsidiaries at once.
    if (scope.subsidiaries === undefined) followers.attach(socket);
    else socket.on('follow', () => socket.disconnect(true));
    // Each process hears of changes from the database itself.
    socket.on(
      'disconnect',
      pokes.add(scope, () => socket.emit('changes', { atMs: clock.nowMs() })),
    );
  });

  const positions: Namespace<PositionsClientEvents, PositionsServerEvents> = io.of(POSITIONS_NAMESPACE);
  const fleets = new Fleets(supervision);
  positions.use(requireToken(gate));
  positions.on('connection', (socket) => {
    onRenew(socket, doorkeeper);
    const { release, ...fleet } = fleets.take(scopes.of(identities.of(socket)));
    servePositions(socket, { ...fleet, log });
    socket.on('disconnect', release);
  });

  const feeds: Namespace<IngestClientEvents> = io.of(INGEST_NAMESPACE);
  feeds.use(requireToken(gate, FEED_ROLES));
  feeds.on('connection', (socket) => {
    onRenew(socket, doorkeeper);
    serveIngest(socket, scopes.of(identities.of(socket)), ingest);
  });
  return {
    followers,
    async close() {
      // This process's own: over a cluster the others' are in reach as well.
      io.local.disconnectSockets(true);
      await sync.adapter.close();
      io.engine.close();
    },
  };
}

interface RenewingSocket extends IdentifiedSocket {
  on(event: 'renew', listener: (token: unknown, answer: unknown) => void): unknown;
  on(event: 'disconnect', listener: () => void): unknown;
}

function onRenew(socket: RenewingSocket, doorkeeper: Doorkeeper): void {
  socket.on('renew', (token, answer) => {
    if (typeof answer !== 'function') {
      socket.disconnect(true);
      return;
    }
    void renewToken(socket, token, doorkeeper).then((result) => void Reflect.apply(answer, undefined, [result]));
  });
}

/**
 * Only `/sync` reaches over processes: frames of positions go to one socket each, and must not pass through Redis. A socket that comes
 * back shows its token again: it may have expired meanwhile.
 */
function sharedBy({ adapter }: SocketAdapter): Partial<ServerOptions> {
  return {
    // Called with `new`, which an arrow function does not take.
    adapter: function adapterOf(namespace: Namespace) {
      return namespace.name === SYNC_NAMESPACE ? adapter(namespace) : new Adapter(namespace);
    },
    connectionStateRecovery: { maxDisconnectionDuration: RECOVERY_MS, skipMiddlewares: false },
  };
}

/** Why a connection is not let in, before anything is known of who asks. */
function refusalOf(
  host: string | undefined,
  open: number,
  { limits, loopbackOnly, readiness, traffic }: SocketServerOptions,
): string | undefined {
  if (loopbackOnly && !isLoopbackHost(host)) return 'the service only answers to the name of the machine itself';
  if (readiness.phase === 'closing') return 'the service stops';
  if (limits.sockets === 0 || open < limits.sockets) return undefined;
  traffic.refused['all-taken'] += 1;
  return 'too many connections are open';
}
