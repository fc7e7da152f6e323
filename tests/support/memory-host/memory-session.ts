import type { Session, sessionMethods } from '../../../shared/contract/index.ts';
import type { MethodHandlers } from '../../../electron/data/handlers/method-handlers.ts';
import type { SignedOut } from '../../../electron/data/session/session-desk.ts';

/** A workstation that a program's token opens: what windows are tested with unless a test says otherwise. */
export const TOKEN_SESSION: Session = {
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
  ...{ server: 'https://vigie.example.com', isKept: false, offlineUntilMs: null, canGoOffline: false, others: [] },
};

export interface MemorySession {
  readonly handlers: MethodHandlers<typeof sessionMethods>;
  /** What was asked for, in order: `signIn`, `signOut discard`. */
  readonly asked: string[];
  now(): Session;
  set(changes: Partial<Session>): void;
  /** What signing out answers; at first that it is done. */
  answerSignOut(answer: SignedOut): void;
}

/** A session that is what a test says, and remembers what windows asked of it. */
export function createMemorySession(onChange: (session: Session) => void): MemorySession {
  let session = TOKEN_SESSION;
  let signedOut: SignedOut = { result: 'signed-out', file: null, url: null };
  const asked: string[] = [];
  const done = (what: string) => () => {
    asked.push(what);
    return {};
  };
  return {
    asked,
    now: () => session,
    set(changes) {
      session = { ...session, ...changes };
      onChange(session);
    },
    answerSignOut(answer) {
      signedOut = answer;
    },
    handlers: {
      'session.get': () => session,
      'session.signIn': done('signIn'),
      'session.cancelSignIn': done('cancelSignIn'),
      'session.goOffline': done('goOffline'),
      'session.lock': done('lock'),
      'session.signOut'({ unsent }) {
        asked.push(`signOut ${unsent}`);
        return signedOut;
      },
    },
  };
}
