import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ErrorCode, Session, VigieContract } from '../../shared/contract/index.ts';
import type { Disposer } from '../../shared/domain/index.ts';
import { type ResultOf, RpcError } from '../../shared/rpc/index.ts';
import type { Connection } from '../connection/index.ts';
import { knownErrorCode } from '../i18n/index.ts';

export interface SessionState {
  /** Undefined before the data host was first heard; old while it is lost. */
  readonly session: Session | undefined;
  /** Why what was last asked for was not done. */
  readonly failure: ErrorCode | null;
}

export type SignOutAnswer = ResultOf<VigieContract, 'session.signOut'>;

/** Who works here, and what they can do about it. Failures are told in `failure`, never thrown. */
export interface SessionStore {
  readonly state: StoreApi<SessionState>;
  /** Begins a sign-in. Answers the address that this window must open, if it must. */
  signIn(): Promise<string | null>;
  cancelSignIn(): Promise<void>;
  goOffline(): Promise<void>;
  lock(): Promise<void>;
  signOut(unsent: 'ask' | 'send' | 'discard'): Promise<SignOutAnswer | undefined>;
  dispose: Disposer;
}

/** What is waited for when edits are sent before somebody leaves. */
const SIGN_OUT_MS = 60_000;
/** A sign-in begins when the server and the issuer have answered. */
const SIGN_IN_MS = 40_000;

export function createSessionStore({ client, onOpen }: Pick<Connection, 'client' | 'onOpen'>): SessionStore {
  const state = createStore<SessionState>(() => ({ session: undefined, failure: null }));
  const hear = (session: Session) => state.setState({ session });

  async function attempt<T>(ask: () => Promise<T>): Promise<T | undefined> {
    state.setState({ failure: null });
    try {
      return await ask();
    } catch (error) {
      state.setState({ failure: knownErrorCode(error instanceof RpcError ? error.code : 'internal') });
      return undefined;
    }
  }

  async function hearNow(): Promise<Session | undefined> {
    try {
      const session = await client.request('session.get', {});
      hear(session);
      return session;
    } catch (error) {
      // A lost link is said by the link, and asks again when it is back.
      if (error instanceof RpcError) return undefined;
      throw error;
    }
  }

  const stopEvents = client.on('session.changed', hear);
  const stopOpen = onOpen(() => void hearNow());
  return {
    state,
    async signIn() {
      await attempt(() => client.request('session.signIn', {}, { timeoutMs: SIGN_IN_MS }));
      const session = await hearNow();
      return session?.attempt?.url ?? null;
    },
    async cancelSignIn() {
      await attempt(() => client.request('session.cancelSignIn', {}));
    },
    async goOffline() {
      await attempt(() => client.request('session.goOffline', {}));
    },
    async lock() {
      await attempt(() => client.request('session.lock', {}));
    },
    signOut: (unsent) => attempt(() => client.request('session.signOut', { unsent }, { timeoutMs: SIGN_OUT_MS })),
    dispose() {
      stopEvents();
      stopOpen();
    },
  };
}
