import type { WebSocket } from 'ws';
import type { Clock } from '../../shared/domain/index.ts';
import { type Channel, createListeners, decodeMessage, encodeMessage } from '../../shared/rpc/index.ts';

/** Waiting to be sent to a page that does not read: more than a key frame of a million vehicles. */
const MOST_WAITING_BYTES = 64_000_000;
/** Between signs of life, ms. A page that gave none since the last is gone. */
const PING_MS = 15_000;

/** A channel over an open WebSocket, with messages as in shared/rpc/wire.ts. */
export function createSocketChannel(socket: WebSocket, clock: Clock): Channel {
  const messages = createListeners<unknown>();
  const closings = createListeners<void>();
  let isClosed = false;
  let isAlive = true;
  let stopPinging = () => undefined as void;

  function ping(): void {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
    stopPinging = clock.after(PING_MS, ping);
  }

  socket.on('pong', () => {
    isAlive = true;
  });
  socket.on('message', (data: Buffer, isBinary) => messages.emit(readMessage(data, isBinary)));
  // What breaks the protocol of WebSocket, or a connection reset: 'close' follows.
  socket.on('error', () => undefined);
  socket.on('close', () => {
    if (isClosed) return;
    isClosed = true;
    stopPinging();
    closings.emit();
  });
  stopPinging = clock.after(PING_MS, ping);

  return {
    send(message) {
      if (isClosed || socket.readyState !== socket.OPEN) return;
      // Streams wait for their reader by themselves; one that lets everything else pile up is cut off, and may come back.
      if (socket.bufferedAmount > MOST_WAITING_BYTES) socket.terminate();
      else socket.send(encodeMessage(message));
    },
    onMessage: (listener) => messages.add(listener),
    onClose(listener) {
      if (!isClosed) return closings.add(listener);
      listener();
      return () => undefined;
    },
    close: () => socket.close(),
  };
}

/** What cannot be read is given on as undefined: the RPC answers it with a typed error, as it does any malformed message. */
function readMessage(data: Buffer, isBinary: boolean): unknown {
  if (isBinary) return undefined;
  try {
    return decodeMessage(data.toString());
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
