import * as client from 'openid-client';
import { SignInEndedError, SignInError } from './sign-in-error.ts';

/** Answers of an issuer that say: later (RFC 6749, 4.1.2.1 and 5.2, and what gateways say). */
const LATER: ReadonlySet<string> = new Set(['temporarily_unavailable', 'server_error', 'slow_down']);

/** What openid-client threw, as one sentence. Nothing of the answer is repeated but the code of its error. */
export function signInFailure(error: unknown, issuer: string): SignInError {
  if (error instanceof SignInError) return error;
  const cause = { cause: withoutContent(error) };
  if (error instanceof client.AuthorizationResponseError) {
    if (LATER.has(error.error)) return unreachable(issuer, error.error, cause);
    return new SignInError('sign-in-refused', `${issuer} refused the sign-in (${error.error}): try again`, cause);
  }
  if (error instanceof client.ResponseBodyError) {
    if (error.status >= 500 || error.status === 429 || LATER.has(error.error))
      return unreachable(issuer, error.error, cause);
    if (error.error === 'invalid_grant') return new SignInEndedError(issuer, cause);
    return new SignInError('sign-in-refused', `${issuer} refused (${error.error}): ask whoever runs it`, cause);
  }
  const nested = error instanceof Error ? error.cause : undefined;
  if (nested instanceof SignInError) return nested;
  if (nested instanceof Response && (nested.status >= 500 || nested.status === 429 || nested.status === 404))
    return unreachable(issuer, `HTTP ${nested.status}`, cause);
  const code = error instanceof client.ClientError || error instanceof Error ? codeOf(error) : '';
  return new SignInError(
    'sign-in-invalid',
    `What came back from ${issuer} is not what was asked for (${code}): sign in again, and tell your IT department if it comes back`,
    cause,
  );
}

function unreachable(issuer: string, why: string, cause: ErrorOptions): SignInError {
  return new SignInError('issuer-unreachable', `${issuer} does not work now (${why}): Vigie tries again`, cause);
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

/** Causes of these errors hold whole answers, tokens among them: a log must not. */
function withoutContent(error: unknown): Error {
  return error instanceof Error ? new Error(`${error.name}: ${error.message}`) : new Error('unknown');
}
