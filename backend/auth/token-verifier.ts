import type { SignInInfo } from '../../shared/api/index.ts';
import type { Role } from '../../shared/domain/index.ts';

/** Names of subsidiaries whose rows somebody may see and change; `'all'`: those of every one. */
export type Subsidiaries = readonly string[] | 'all';

/** Who asks, as a token proves it. */
export interface Identity {
  /** As the issuer knows them: what is recorded with what they do. */
  subject: string;
  /** For people to read. */
  name: string;
  roles: readonly Role[];
  subsidiaries: Subsidiaries;
  /** When the token ends, UTC ms. */
  expiresAtMs: number;
}

/** Checks bearer tokens: those of the demonstration issuer, or those of the operator's own. */
export interface TokenVerifier {
  /** The tokens that it takes are for this machine alone: the server must not be reachable from others. */
  readonly loopbackOnly: boolean;
  /** Where people sign in for such tokens; undefined: nowhere, or not yet. */
  readonly signIn?: SignInInfo | undefined;
  /** @throws TokenRefusedError */
  verify(token: string): Promise<Identity>;
}

/** The token does not prove who asks. The message says why, for the one who sent it. */
export class TokenRefusedError extends Error {
  override name = 'TokenRefusedError';
}
