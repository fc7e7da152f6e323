import { identityInfo, type IdentityInfo, signInInfo } from '../../../shared/api/index.ts';
import { ROLES } from '../../../shared/domain/index.ts';
import { ProblemError } from '../problem.ts';
import { type Route, route } from '../route.ts';

/** How one becomes somebody to this service, and who one is. */
export const signInRoutes: readonly Route[] = [
  route({
    ...{ method: 'GET', path: '/api/v2/sign-in', operationId: 'getSignIn', access: 'public' },
    summary: 'Where and as which client people sign in (OpenID Connect, code flow with PKCE)',
    response: signInInfo,
    problems: [404],
    handle: async (_call, { signIn }) => {
      const info = signIn();
      if (info !== undefined) return info;
      throw new ProblemError('not-found', {
        detail: 'nobody can sign in here: tokens for this service are given by other means',
        remedy: 'Ask who runs the service for a token.',
      });
    },
  }),
  route({
    ...{ method: 'GET', path: '/api/v2/identity', operationId: 'getIdentity', access: ROLES },
    summary: 'Who the token says that one is, and what one may do',
    response: identityInfo,
    handle: async ({ identity }): Promise<IdentityInfo> => {
      if (identity === undefined) throw new TypeError('a route with roles is called without an identity');
      const { subject, name, roles, subsidiaries, expiresAtMs } = identity;
      return {
        subject,
        name,
        roles: [...roles],
        subsidiaries: subsidiaries === 'all' ? 'all' : [...subsidiaries],
        expiresAt: new Date(expiresAtMs).toISOString(),
      };
    },
  }),
];
