import type { Session, sessionMethods } from '../../../shared/contract/index.ts';
import type { z } from 'zod';

export type UnsentChoice = z.output<(typeof sessionMethods)['session.signOut']['params']>['unsent'];
export type SignedOut = z.output<(typeof sessionMethods)['session.signOut']['result']>;

/** What windows may ask of the session: see shared/contract/session.ts. */
export interface SessionDesk {
  now(): Session;
  signIn(): Promise<void>;
  cancelSignIn(): void;
  /** @throws RpcError `signed-out` */
  goOffline(): Promise<void>;
  lock(): void;
  signOut(unsent: UnsentChoice): Promise<SignedOut>;
}
