import type { Server as HttpServer } from 'node:http';
import { type DefaultEventsMap, type Namespace, Server } from 'socket.io';
import {
  POSITIONS_NAMESPACE,
  type PositionsClientEvents,
  type PositionsServerEvents,
  SYNC_NAMESPACE,
  type SyncServerEvents,
} from '../../shared/api/index.ts';
import type { Clock } from '../../shared/domain/index.ts';
import type { TokenVerifier } from '../auth/token-verifier.ts';
import type { ChangeWatch } from '../bus/change-watch.ts';
import { isLoopbackHost } from '../http/loopback.ts';
import type { Log } from '../log.ts';
import type { SupervisionService } from '../services/supervision-service.ts';
import { requireToken } from './handshake.ts';
import { PositionFrames } from './position-frames.ts';
import { servePositions } from './serve-positions.ts';

/** Clients send a token and a few numbers. */
const MOST_INCOMING_BYTES = 16 * 1024;

export interface SocketServerOptions {
  server: HttpServer;
  verifier: TokenVerifier;
  changes: ChangeWatch;
  supervision: SupervisionService;
  clock: Clock;
  log: Log;
  loopbackOnly: boolean;
}

/** The realtime side of the service: `/sync` says that there is something to pull, `/positions` sends frames. */
export function createSocketServer(options: SocketServerOptions): Server {
  const { changes, clock, loopbackOnly, supervision } = options;
  const io = new Server(options.server, {
    serveClient: false,
    maxHttpBufferSize: MOST_INCOMING_BYTES,
    connectTimeout: 10_000,
    allowRequest: (request, answer) => {
      const isRefused = loopbackOnly && !isLoopbackHost(request.headers.host);
      answer(isRefused ? 'the service only answers to the name of the machine itself' : null, !isRefused);
    },
  });

  // Nothing is served at the root: whoever comes there is turned away, with or without a token.
  io.use((_socket, next) => next(new Error(`connect to ${SYNC_NAMESPACE} or ${POSITIONS_NAMESPACE}`)));

  const sync: Namespace<DefaultEventsMap, SyncServerEvents> = io.of(SYNC_NAMESPACE);
  sync.use(requireToken(options));
  changes.subscribe(() => sync.emit('changes', { atMs: clock.nowMs() }));

  const positions: Namespace<PositionsClientEvents, PositionsServerEvents> = io.of(POSITIONS_NAMESPACE);
  const frames = new PositionFrames(supervision.table);
  positions.use(requireToken(options));
  positions.on('connection', (socket) => servePositions(socket, { supervision, frames, log: options.log }));
  return io;
}
