import type { Identity, TokenVerifier } from '../auth/token-verifier.ts';
import { TokenRefusedError } from '../auth/token-verifier.ts';
import { ProblemError } from './problem.ts';
import type { Route } from './route.ts';

/**
 * Who sends this Authorization header. The one place in which HTTP requests are authenticated.
 * @throws ProblemError unauthorized
 */
export async function authenticate(header: string | undefined, verifier: TokenVerifier): Promise<Identity> {
  if (header === undefined) throw unauthorized('the request carries no token');
  const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(header)?.[1];
  if (token === undefined)
    throw unauthorized('the Authorization header is not "Bearer" and a token', 'invalid_request');
  try {
    return await verifier.verify(token);
  } catch (error) {
    if (error instanceof TokenRefusedError) throw unauthorized(error.message, 'invalid_token');
    throw error;
  }
}

/** @throws ProblemError forbidden when the caller has none of the roles, or may not see what the route tells of */
export function authorize(identity: Identity, { access, isOfAll = false }: Pick<Route, 'access' | 'isOfAll'>): void {
  if (access === 'public') return;
  if (!access.some((role) => identity.roles.includes(role))) {
    throw new ProblemError('forbidden', {
      detail: `this needs one of the roles ${access.join(', ')}`,
      remedy: 'Use a token of somebody who has that role.',
    });
  }
  if (!isOfAll || identity.subsidiaries === 'all') return;
  throw new ProblemError('forbidden', {
    detail: 'this tells of all subsidiaries',
    remedy: 'Use a token of somebody who may see them all.',
  });
}

/** The challenge is that of RFC 6750, section 3. */
function unauthorized(detail: string, error?: 'invalid_request' | 'invalid_token'): ProblemError {
  const parameters =
    error === undefined ? '' : `, error="${error}", error_description="${detail.replaceAll('"', "'")}"`;
  return new ProblemError('unauthorized', {
    detail,
    field: 'authorization',
    remedy: 'Sign in again, and send "Authorization: Bearer <token>".',
    headers: { 'www-authenticate': `Bearer realm="vigie"${parameters}` },
  });
}
