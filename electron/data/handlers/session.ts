import type { Session, sessionMethods } from '../../../shared/contract/index.ts';
import { RpcError } from '../../../shared/rpc/index.ts';
import type { SessionDesk } from '../session/session-desk.ts';
import type { MethodHandlers } from './method-handlers.ts';

export function createSessionHandlers(session: SessionDesk): MethodHandlers<typeof sessionMethods> {
  return {
    'session.get': () => session.now(),
    async 'session.signIn'() {
      await session.signIn();
      return {};
    },
    'session.cancelSignIn'() {
      session.cancelSignIn();
      return {};
    },
    async 'session.goOffline'() {
      await session.goOffline();
      return {};
    },
    'session.lock'() {
      session.lock();
      return {};
    },
    'session.signOut': ({ unsent }) => session.signOut(unsent),
  };
}

/** A workstation whose server is opened by a program's token, or by none: nobody signs in. */
export function withoutSignIn(server: string): SessionDesk {
  const none = () => {
    throw new RpcError('sign-in-refused', 'nobody signs in at this workstation: its server is opened by a token');
  };
  const now: Session = {
    mode: 'token',
    ...{
      person: null,
      personKey: null,
      need: null,
      lock: null,
      locksWalls: false,
      issuer: null,
      attempt: null,
      fault: null,
    },
    ...{ server, isKept: false, offlineUntilMs: null, canGoOffline: false, others: [] },
  };
  return {
    now: () => now,
    signIn: () => Promise.resolve().then(none),
    cancelSignIn: () => undefined,
    goOffline: () => Promise.resolve().then(none),
    lock: none,
    signOut: () => Promise.resolve().then(none),
  };
}
