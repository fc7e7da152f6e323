import type { Session } from '../../shared/contract/index.ts';
import type { Clock, Disposer, Role } from '../../shared/domain/index.ts';
import type { Log } from './log.ts';
import type { SignInService } from './session/sign-in-service.ts';

/** Who the server takes the person for. Null: not known. */
export interface Me {
  subject: string | null;
  roles: Role[] | null;
}

export interface WhoIsThere {
  now: () => Me;
  /** The server answers: where it has not said yet who the token is of, it is asked. */
  reached(): void;
  dispose: Disposer;
}

const AGAIN_MS = 10_000;
const NOBODY: Me = { subject: null, roles: null };

/**
 * The person who is signed in; or at a workstation that a token opens, whom the server says that it is of. Until it has said so nobody is known.
 * @param onKnown what follows from who it is may be another now
 */
export function createWhoIsThere(
  {
    session,
    token,
    service,
    clock,
    log,
  }: {
    session: { now(): Pick<Session, 'person'> };
    token: string | null;
    /** Undefined: no server is set. */
    service: Pick<SignInService, 'person'> | undefined;
    clock: Clock;
    log: Log;
  },
  onKnown: () => void,
): WhoIsThere {
  const ending = new AbortController();
  let said: Me | undefined;
  let isAsking = false;
  let stopWaiting: Disposer = () => undefined;

  async function ask(bearer: string, asked: Pick<SignInService, 'person'>): Promise<void> {
    isAsking = true;
    try {
      const { subject, roles } = await asked.person(bearer, ending.signal);
      said = { subject, roles: [...roles] };
      onKnown();
    } catch (error) {
      if (ending.signal.aborted) return;
      log.debug({ err: error }, 'the server did not say whose token it is');
      stopWaiting = clock.after(AGAIN_MS, () => void ask(bearer, asked));
      return;
    } finally {
      isAsking = false;
    }
  }

  return {
    now() {
      const { person } = session.now();
      return person === null ? (said ?? NOBODY) : { subject: person.account, roles: person.roles };
    },
    reached() {
      if (token === null || service === undefined || said !== undefined || isAsking) return;
      stopWaiting();
      void ask(token, service);
    },
    dispose() {
      ending.abort();
      stopWaiting();
    },
  };
}
