import type { RenewAnswer, SOCKET_REFUSALS } from '../../shared/api/index.ts';
import type { Role } from '../../shared/domain/index.ts';
import { type Identity, TokenRefusedError, type TokenVerifier } from '../auth/token-verifier.ts';
import type { Log } from '../log.ts';
import type { SocketTraffic } from './socket-traffic.ts';
import type { SubjectSockets } from './subject-sockets.ts';
import type { IdentifiedSocket, SocketIdentities } from './socket-identity.ts';

type Refusal = (typeof SOCKET_REFUSALS)[number];

interface ConnectingSocket extends IdentifiedSocket {
  handshake: { auth: Record<string, unknown> };
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

export interface Doorkeeper {
  verifier: TokenVerifier;
  identities: SocketIdentities;
  log: Log;
}

interface Gate extends Doorkeeper {
  subjects: SubjectSockets;
  traffic: SocketTraffic;
}

/**
 * Lets only sockets in that bring a valid token, not too many of one subject, and ends them when the token expires.
 * @param roles one of which is needed; any token will do when not said
 */
export function requireToken({ verifier, identities, log, subjects, traffic }: Gate, roles?: readonly Role[]) {
  const admit = async (socket: ConnectingSocket): Promise<void> => {
    try {
      const identity = await identify(socket.handshake.auth['token'], verifier);
      if (roles !== undefined && !roles.some((role) => identity.roles.includes(role))) {
        throw new HandshakeError('forbidden', `this needs one of the roles ${roles.join(', ')}`);
      }
      const release = subjects.admit(identity.subject);
      if (release === undefined) throw enough(traffic);
      socket.on('disconnect', release);
      identities.admit(socket, identity);
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

/** A later token on an open socket: it goes on without a gap. One that is refused changes nothing, and the socket ends when it was to. */
export async function renewToken(
  socket: IdentifiedSocket,
  token: unknown,
  { verifier, identities, log }: Doorkeeper,
): Promise<RenewAnswer> {
  try {
    const identity = await identify(token, verifier);
    if (identities.renew(socket, identity)) return { ok: true };
    return {
      ok: false,
      code: 'forbidden',
      message: 'the token is of somebody else, or allows something else: connect anew',
    };
  } catch (error) {
    const { data, message } = refusalOf(error, log);
    return { ok: false, code: data.code, message };
  }
}

async function identify(token: unknown, verifier: TokenVerifier): Promise<Identity> {
  if (typeof token !== 'string' || token === '') throw new TokenRefusedError('the handshake carries no token');
  return verifier.verify(token);
}

function refusalOf(error: unknown, log: Log): HandshakeError {
  if (error instanceof HandshakeError) return error;
  if (error instanceof TokenRefusedError) return new HandshakeError('unauthorized', error.message);
  log.error({ err: error }, 'a token could not be checked');
  return new HandshakeError('unavailable', 'the token cannot be checked now');
}
