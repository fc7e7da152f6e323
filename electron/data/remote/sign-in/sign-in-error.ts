import type { ErrorCode } from '../../../../shared/contract/index.ts';

export type SignInCode = Extract<ErrorCode, 'issuer-unreachable' | `sign-in-${string}`>;

/** Why a sign-in, or its renewal, did not come about, in one sentence with the remedy. Holds no token and no code. */
export class SignInError extends Error {
  override name = 'SignInError';
  readonly code: SignInCode;

  constructor(code: SignInCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The issuer does not vouch for the person any more: what it gave was revoked, used before, or has ended. */
export class SignInEndedError extends SignInError {
  override name = 'SignInEndedError';

  constructor(issuer: string, options?: ErrorOptions) {
    super('sign-in-refused', `${issuer} does not renew the sign-in: sign in again`, options);
  }
}
