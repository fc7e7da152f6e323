import type { SOCKET_REFUSALS } from '../../shared/api/index.ts';
import type { Clock, Role } from '../../shared/domain/index.ts';
import { TokenRefusedError, type TokenVerifier } from '../auth/token-verifier.ts';
import type { Log } from '../log.ts';
import type { SocketTraffic } from './socket-traffic.ts';
import type { SubjectSockets } from './subject-sockets.ts';

type Refusal = (typeof SOCKET_REFUSALS)[number];

/** What is used of a socket, whatever its events are. */
interface ConnectingSocket {
  handshake: { auth: Record<string, unknown> };
  on(event: 'disconnect', listener: () => void): unknown;
  disconnect(close: boolean): unknown;
}

/** What the client gets as `connect_error`, with the code in `data`. */
class HandshakeError extends Error {
  override name = 'HandshakeError';
  readonly data: { code: Refusal };
  constructor(code: Refusal, message: string) {
    super(message);
    this.data = { code };
  }
}

/** Longer than a timer can wait: such a token is looked at again then. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

interface Gate {
  verifier: TokenVerifier;
  clock: Clock;
  log: Log;
  subjects: SubjectSockets;
  traffic: SocketTraffic;
}

/** Whom the token of a socket names. */
const named = new WeakMap<object, string>();
export function subjectOf(socket: object): string {
  return named.get(socket) ?? '';
}

/**
 * Lets only sockets in that bring a valid token, not too many of one subject, and ends them when the token expires.
 * @param roles one of which is needed; any token will do when not said
 */
export function requireToken({ verifier, clock, log, subjects, traffic }: Gate, roles?: readonly Role[]) {
  const admit = async (socket: ConnectingSocket): Promise<void> => {
    const { token } = socket.handshake.auth;
    if (typeof token !== 'string' || token === '') {
      throw new HandshakeError('unauthorized', 'the handshake carries no token');
    }
    try {
      const identity = await verifier.verify(token);
      const { expiresAtMs, subject } = identity;
      if (roles !== undefined && !roles.some((role) => identity.roles.includes(role))) {
        throw new HandshakeError('forbidden', `this needs one of the roles ${roles.join(', ')}`);
      }
      const release = subjects.admit(subject);
      if (release === undefined) throw enough(traffic);
      socket.on('disconnect', release);
      named.set(socket, subject);
      endAt(socket, expiresAtMs, clock);
    } catch (error) {
      if (error instanceof TokenRefusedError) traffic.refused.token += 1;
      throw refusalOf(error, log);
    }
  };
  return (socket: ConnectingSocket, next: (error?: Error) => void): void => {
    // Not within the promise: what `next` throws is not a refusal.
    const answer = (error?: Error) => setImmediate(next, error);
    admit(socket).then(() => answer(), answer);
  };
}

function enough(traffic: SocketTraffic): HandshakeError {
  traffic.refused['subject-has-enough'] += 1;
  return new HandshakeError('unavailable', 'this sign-in has too many connections open');
}

function refusalOf(error: unknown, log: Log): HandshakeError {
  if (error instanceof HandshakeError) return error;
  if (error instanceof TokenRefusedError) return new HandshakeError('unauthorized', error.message);
  log.error({ err: error }, 'a token could not be checked');
  return new HandshakeError('unavailable', 'the token cannot be checked now');
}

function endAt(socket: ConnectingSocket, expiresAtMs: number, clock: Clock): void {
  const left = Math.min(expiresAtMs - clock.nowMs(), LONGEST_TIMER_MS);
  const cancel = clock.after(Math.max(0, left), () => {
    if (clock.nowMs() >= expiresAtMs) socket.disconnect(true);
    else endAt(socket, expiresAtMs, clock);
  });
  socket.on('disconnect', cancel);
}
