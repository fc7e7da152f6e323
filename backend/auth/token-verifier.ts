/** What a person or program may do. Each route says which roles it takes. */
export const ROLES = ['supervisor', 'billing', 'validator', 'feed', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

/** Who asks, as a token proves it. */
export interface Identity {
  subject: string;
  roles: readonly Role[];
  /** When the token ends, UTC ms. */
  expiresAtMs: number;
}

/** Checks bearer tokens: with the development issuer's key, or with those of the operator's own issuer. */
export interface TokenVerifier {
  /** The tokens that it takes are for this machine alone: the server must not be reachable from others. */
  readonly loopbackOnly: boolean;
  /** @throws TokenRefusedError */
  verify(token: string): Promise<Identity>;
}

/** The token does not prove who asks. The message says why, for the one who sent it. */
export class TokenRefusedError extends Error {
  override name = 'TokenRefusedError';
}

export function isRole(value: unknown): value is Role {
  return ROLES.some((role) => role === value);
}
