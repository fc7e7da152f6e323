import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { Clock } from '../../shared/domain/index.ts';
import type { Channel } from '../../shared/rpc/index.ts';
import type { Admission } from './admission.ts';
import { createSocketChannel } from './socket-channel.ts';

/** Closes a socket whose token or session is not known. */
export const REFUSED_CLOSE_CODE = 4401;
/** Closes a socket that has not shown one in time. */
export const LATE_CLOSE_CODE = 4408;

const SIGN_IN_MS = 5_000;
const MOST_SIGNING_IN = 32;
/** More than any question of a window. */
const MOST_MESSAGE_BYTES = 1_000_000;

const signIn = z.object({ token: z.string().min(1).max(200) });

export interface Sockets {
  /** Takes over a connection that asks for `/rpc` and has been checked for where it comes from. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
}

/**
 * The WebSocket `/rpc`. The first message is `{"token": "…"}`, a link's token or a session's secret: it is thereby in no
 * address and no log. The answer is `{"type": "welcome", "session": "…"}`; from then on the socket carries the RPC.
 */
export function createSockets(admission: Admission, clock: Clock, onChannel: (channel: Channel) => void): Sockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: MOST_MESSAGE_BYTES, perMessageDeflate: false });
  let signingIn = 0;

  function welcome(socket: WebSocket): void {
    signingIn += 1;
    const stopTimer = clock.after(SIGN_IN_MS, () => socket.close(LATE_CLOSE_CODE, 'no token in time'));
    const settle = () => {
      signingIn -= 1;
      stopTimer();
      socket.removeAllListeners();
    };
    socket.on('error', () => undefined);
    socket.on('close', settle);
    socket.once('message', (data: Buffer) => {
      settle();
      const session = admission.admit(readToken(data));
      if (session === undefined) {
        socket.on('error', () => undefined);
        return socket.close(REFUSED_CLOSE_CODE, 'the token is not valid, or was used before');
      }
      const channel = createSocketChannel(socket, clock);
      socket.send(JSON.stringify({ type: 'welcome', session }));
      onChannel(channel);
    });
  }

  return {
    upgrade(request, socket, head) {
      if (signingIn >= MOST_SIGNING_IN) {
        socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, welcome);
    },
    close() {
      for (const client of server.clients) client.close(1001, 'the preview host is ending');
      server.close();
    },
  };
}

function readToken(data: Buffer): string {
  try {
    const parsed = signIn.safeParse(JSON.parse(data.toString()));
    return parsed.success ? parsed.data.token : '';
  } catch (error) {
    if (error instanceof SyntaxError) return '';
    throw error;
  }
}
