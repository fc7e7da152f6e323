import type { Clock } from '../../shared/domain/index.ts';
import { type Channel, createListeners, decodeMessage, encodeMessage } from '../../shared/rpc/index.ts';

/** The part of a WebSocket that a channel needs. */
export interface SocketLike {
  binaryType: string;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'open' | 'message' | 'close' | 'error', listener: (event: Event) => void): void;
}

/** What the preview host closes a socket with when it refuses its session. */
export const SESSION_REFUSED = 4401;
/** Not welcomed by then: what answers is not the preview host, or it hangs. Milliseconds. */
export const WELCOME_TIMEOUT_MS = 10_000;

export type SocketEnd = 'refused' | 'lost';

export interface SocketAttempt {
  /** The session is accepted: messages of the RPC may flow. */
  onOpen(channel: Channel): void;
  /** Called once, whether it had opened or not. */
  onEnd(why: SocketEnd): void;
}

/**
 * Signs in over a new WebSocket: sends `{"token": session}` first, and takes the socket for open once the answer
 * `{"type": "welcome", …}` has come. From then on it carries the messages of shared/rpc/wire.ts.
 * @returns what ends it early; `onEnd` is not called then.
 */
export function openSocketChannel(socket: SocketLike, session: string, clock: Clock, attempt: SocketAttempt) {
  const messages = createListeners<unknown>();
  const closes = createListeners<void>();
  let state: 'signing-in' | 'open' | 'closed' = 'signing-in';
  socket.binaryType = 'arraybuffer';

  const end = (why: SocketEnd | 'disposed') => {
    if (state === 'closed') return;
    state = 'closed';
    stopWaiting();
    socket.close();
    closes.emit();
    if (why !== 'disposed') attempt.onEnd(why);
  };
  const stopWaiting = clock.after(WELCOME_TIMEOUT_MS, () => {
    if (state === 'signing-in') end('lost');
  });
  const channel: Channel = {
    send(message) {
      if (state === 'open') socket.send(encodeMessage(message));
    },
    onMessage: (listener) => messages.add(listener),
    onClose(listener) {
      if (state !== 'closed') return closes.add(listener);
      listener();
      return () => undefined;
    },
    close: () => end('lost'),
  };
  const receive = (message: unknown) => {
    if (state === 'open') messages.emit(message);
    else if (isWelcome(message)) {
      state = 'open';
      stopWaiting();
      attempt.onOpen(channel);
    } else end('lost');
  };

  socket.addEventListener('open', () => socket.send(JSON.stringify({ token: session })));
  socket.addEventListener('message', (event) => {
    if (state === 'closed') return;
    const message = decodeOrUndefined((event as MessageEvent<string | ArrayBuffer>).data);
    if (message === undefined) end('lost');
    else receive(message);
  });
  socket.addEventListener('close', (event) => end((event as CloseEvent).code === SESSION_REFUSED ? 'refused' : 'lost'));
  return () => end('disposed');
}

/** A peer that breaks the format is not the data host: its message reads as undefined, and the socket is closed. */
function decodeOrUndefined(data: string | ArrayBuffer): unknown {
  try {
    return decodeMessage(data);
  } catch {
    return undefined;
  }
}

function isWelcome(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'welcome';
}
