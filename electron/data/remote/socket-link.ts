import { Manager, type Socket } from 'socket.io-client';
import { z } from 'zod';
import { SOCKET_REFUSALS } from '../../../shared/api/index.ts';
import type { Clock, Disposer } from '../../../shared/domain/index.ts';
import { type BackoffPolicy, backoffMs } from '../../../shared/sync/index.ts';
import { accessOf } from './access.ts';
import { forbidden, unauthorized } from './failure-sentences.ts';
import { RemoteError } from './remote-error.ts';
import type { ServerAddress } from './rest-client.ts';

/** Sockets come back sooner than pulls: an old position is worth nothing. */
export const SOCKET_BACKOFF: BackoffPolicy = { baseMs: 500, maximumMs: 10_000, minimumMs: 100 };

const CONNECT_TIMEOUT_MS = 10_000;
/** A connection that was lost sooner was no success: the pauses go on growing. */
const STEADY_AFTER_MS = 3_000;

export interface SocketLinkOptions {
  server: ServerAddress;
  namespace: string;
  clock: Clock;
  random: () => number;
  /** A new connection: subscribe to its events here. What they carry is unchecked. Those of the one before come no more. */
  onConnected(socket: Socket): void;
  /** The connection is lost, or did not come about. Another try follows by itself. */
  onLost(error: RemoteError): void;
}

export interface SocketLink {
  /** Ends a connection that is open but silent, and connects anew. */
  restart(): void;
  close: Disposer;
}

/** One socket.io namespace over a connection of its own, kept open: tried again with growing, jittered pauses. */
export function createSocketLink(options: SocketLinkOptions): SocketLink {
  const { server, namespace, clock, random } = options;
  const access = accessOf(server.token);
  let failures = 0;
  let end: Disposer = () => undefined;
  let stopWaiting: Disposer = () => undefined;
  let isClosed = false;
  const session = createSessionCarrier();

  /** One connection, from the token that it shows to its end. */
  function connect(): void {
    let close: Disposer = () => undefined;
    let connectedAtMs: number | undefined;
    let isOver = false;
    end = () => {
      isOver = true;
      close();
    };
    const lose = (error: RemoteError) => {
      if (isOver) return;
      end();
      const isSteady = connectedAtMs !== undefined && clock.monotonicMs() - connectedAtMs >= STEADY_AFTER_MS;
      failures = isSteady ? 1 : failures + 1;
      stopWaiting = clock.after(backoffMs(failures, SOCKET_BACKOFF, random), connect);
      options.onLost(error);
    };

    /** Renewed for the next try, where it can be; why it cannot is found then. */
    async function loseAfterRenewal(token: string, why: RemoteError): Promise<void> {
      await access.refused(token).catch(() => false);
      lose(why);
    }

    function open(token: string | null): void {
      if (isOver) return;
      const manager = createManager(server.url);
      const socket: Socket = manager.socket(namespace, { auth: { token: token ?? '' } });
      session.handTo(socket);
      close = () => {
        session.takeFrom(socket);
        socket.removeAllListeners();
        socket.disconnect();
        manager._close();
      };
      socket.on('connect', () => {
        connectedAtMs = clock.monotonicMs();
        options.onConnected(socket);
      });
      socket.on('connect_error', (error) => {
        const why = refusal(error, server.url);
        if (why.code !== 'unauthorized' || token === null) return lose(why);
        close();
        void loseAfterRenewal(token, why);
      });
      socket.on('disconnect', (reason) =>
        lose(
          new RemoteError('server-unreachable', `${server.url} ended the connection (${reason}): check the network`),
        ),
      );
      socket.connect();
    }

    access.token().then(open, (error: unknown) => {
      if (error instanceof RemoteError) lose(error);
      else
        lose(new RemoteError('unauthorized', `${server.url} cannot be shown a token: sign in again`, { cause: error }));
    });
  }

  /** The server ends a connection with the token that opened it: a new one takes its place before, and nobody hears of it. */
  const stopRenewing = access.onRenewed(() => {
    if (isClosed) return;
    stopWaiting();
    end();
    connect();
  });

  connect();
  return {
    restart() {
      if (isClosed) return;
      stopWaiting();
      end();
      failures += 1;
      stopWaiting = clock.after(backoffMs(failures, SOCKET_BACKOFF, random), connect);
    },
    close() {
      isClosed = true;
      stopRenewing();
      stopWaiting();
      end();
    },
  };
}

/**
 * What a server that is one of several gives to a connection, so that the next one, to whichever of them, is sent what it missed. socket.io keeps
 * it in its socket; here each connection has a socket of its own.
 */
function createSessionCarrier() {
  const NAMES = ['_pid', '_lastOffset'] as const;
  const kept = new Map<string, unknown>();
  return {
    takeFrom(socket: Socket): void {
      for (const name of NAMES) kept.set(name, Reflect.get(socket, name) ?? kept.get(name));
    },
    handTo(socket: Socket): void {
      for (const [name, value] of kept) if (typeof value === 'string') Reflect.set(socket, name, value);
    },
  };
}

function createManager(url: string): Manager {
  const { origin, pathname } = new URL(url);
  return new Manager(origin, {
    path: `${pathname.replace(/\/+$/, '')}/socket.io`,
    autoConnect: false,
    // Tried again here, with one policy for all.
    reconnection: false,
    timeout: CONNECT_TIMEOUT_MS,
    // WebSocket first: polling costs a request for each frame, and is for networks that let nothing else pass.
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
  });
}

const refusalData = z.object({ data: z.object({ code: z.enum(SOCKET_REFUSALS) }) });

/** Why a connection did not come about: refused by the server's own answer, or by the network. */
function refusal(error: Error, url: string): RemoteError {
  const parsed = refusalData.safeParse(error);
  const code = parsed.success ? parsed.data.data.code : undefined;
  switch (code) {
    case 'unauthorized':
      return unauthorized(url);
    case 'forbidden':
      return forbidden(url, error.message);
    case 'unavailable':
      return new RemoteError('server-failed', `${url} gives no events now (${error.message}): Vigie asks again`);
    case undefined:
      if (error.message === 'timeout') {
        return new RemoteError('server-slow', `${url} did not open a connection in time: check the network`);
      }
      return new RemoteError('server-unreachable', `${url} opens no connection (${error.message}): check the network`);
  }
}
