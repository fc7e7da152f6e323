import type { Clock, Disposer } from '../../shared/domain/index.ts';
import type { Identity } from '../auth/token-verifier.ts';

/** What is used of a socket, whatever its events are. */
export interface IdentifiedSocket {
  on(event: 'disconnect', listener: () => void): unknown;
  disconnect(close: boolean): unknown;
}

/** Longer than a timer can wait: such a token is looked at again then. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

interface Admitted {
  identity: Identity;
  cancel: Disposer;
}

/** Who each socket is, and until when: it ends with its token, unless a later token of the same person comes before. */
export class SocketIdentities {
  readonly #admitted = new WeakMap<object, Admitted>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  admit(socket: IdentifiedSocket, identity: Identity): void {
    const admitted = { identity, cancel: () => undefined };
    this.#admitted.set(socket, admitted);
    this.#endWith(socket, admitted);
    socket.on('disconnect', () => admitted.cancel());
  }

  /** @throws Error for a socket that was not admitted */
  of(socket: object): Identity {
    const admitted = this.#admitted.get(socket);
    if (admitted === undefined) throw new Error('a socket was served that nobody admitted');
    return admitted.identity;
  }

  /** Takes a later token. @returns false where it is somebody else's, or shows other rows: such a one must connect anew */
  renew(socket: IdentifiedSocket, identity: Identity): boolean {
    const admitted = this.#admitted.get(socket);
    if (admitted === undefined || !isSame(admitted.identity, identity)) return false;
    admitted.cancel();
    admitted.identity = identity;
    this.#endWith(socket, admitted);
    return true;
  }

  #endWith(socket: IdentifiedSocket, admitted: Admitted): void {
    const left = Math.min(admitted.identity.expiresAtMs - this.#clock.nowMs(), LONGEST_TIMER_MS);
    admitted.cancel = this.#clock.after(Math.max(0, left), () => {
      if (this.#clock.nowMs() >= admitted.identity.expiresAtMs) socket.disconnect(true);
      else this.#endWith(socket, admitted);
    });
  }
}

function isSame(before: Identity, now: Identity): boolean {
  const rows = ({ subsidiaries }: Identity) =>
    JSON.stringify(subsidiaries === 'all' ? 'all' : [...subsidiaries].sort());
  const roles = ({ roles }: Identity) => JSON.stringify([...roles].sort());
  return before.subject === now.subject && rows(before) === rows(now) && roles(before) === roles(now);
}
