import { RpcError } from '../../shared/rpc/index.ts';
import type { Session } from './session.ts';
import { createSocketChannel } from './socket-channel.ts';
import type { Link, Transport } from './transport.ts';

/** Close code with which the preview refuses a token or a session that it does not know. */
export const REFUSED_CLOSE_CODE = 4401;
const WELCOME_TIMEOUT_MS = 4_000;

/** The preview: a WebSocket to the data host that serves this page. It lets in who shows the token of its address. */
export function createSocketTransport(url: string, session: Session): Transport {
  return {
    kind: 'preview',
    onOffer: () => () => undefined,
    async open(signal) {
      for (;;) {
        const credential = session.credential();
        if (credential === null) throw new RpcError('unauthorized', 'no token is left to show to the data host');
        try {
          return await openLink(url, credential, session, signal);
        } catch (error) {
          if (!(error instanceof RpcError) || error.code !== 'unauthorized') throw error;
          session.forget(credential);
        }
      }
    },
  };
}

async function openLink(url: string, credential: string, session: Session, signal: AbortSignal): Promise<Link> {
  const socket = await openSocket(url, signal);
  const secret = await welcome(socket, credential, signal);
  session.remember(secret);
  return {
    channel: createSocketChannel(socket),
    attachWorker: (worker) => worker.postMessage({ type: 'socket', url, session: secret }),
  };
}

function openSocket(url: string, signal: AbortSignal): Promise<WebSocket> {
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  return settleOnce(socket, signal, (resolve) => {
    socket.addEventListener('open', () => resolve(socket), { once: true });
  });
}

function welcome(socket: WebSocket, credential: string, signal: AbortSignal): Promise<string> {
  return settleOnce(socket, signal, (resolve, reject) => {
    socket.addEventListener(
      'message',
      (event: MessageEvent<unknown>) => {
        const secret = secretOf(event.data);
        if (secret === undefined) reject(new RpcError('server-malformed', 'the data host gave no welcome'));
        else resolve(secret);
      },
      { once: true },
    );
    socket.send(JSON.stringify({ token: credential }));
  });
}

/** Settles with the first of: what `start` brings, the socket's end, the time limit, an abort. Closes it on failure. */
function settleOnce<T>(
  socket: WebSocket,
  signal: AbortSignal,
  start: (resolve: (value: T) => void, reject: (error: RpcError) => void) => void,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const fail = (error: RpcError) => {
      cleanUp();
      socket.close();
      reject(error);
    };
    const closed = (event: CloseEvent) =>
      fail(
        event.code === REFUSED_CLOSE_CODE
          ? new RpcError('unauthorized', 'the data host refused the token')
          : new RpcError('disconnected', `the data host closed the connection (${event.code})`),
      );
    const abort = () => fail(new RpcError('cancelled', 'the connection is not needed any more'));
    const timer = setTimeout(() => fail(new RpcError('timeout', 'no welcome came in time')), WELCOME_TIMEOUT_MS);
    const cleanUp = () => {
      clearTimeout(timer);
      socket.removeEventListener('close', closed);
      signal.removeEventListener('abort', abort);
    };
    socket.addEventListener('close', closed);
    signal.addEventListener('abort', abort);
    if (signal.aborted) return abort();
    start((value) => {
      cleanUp();
      resolve(value);
    }, fail);
  });
}

function secretOf(data: unknown): string | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const message = JSON.parse(data) as { type?: unknown; session?: unknown } | null;
    return message?.type === 'welcome' && typeof message.session === 'string' ? message.session : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
