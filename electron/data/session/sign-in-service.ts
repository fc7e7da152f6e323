import type { IdentityInfo } from '../../../shared/api/index.ts';
import type { Clock } from '../../../shared/domain/index.ts';
import { createRestClient, type RestLimits } from '../remote/rest-client.ts';
import type { IssuerSettings } from '../remote/sign-in/issuer.ts';

export type { IssuerSettings };

/** What a Vigie server says of signing in. */
export interface SignInService {
  /** Where its people sign in; null: they do not, its programs have tokens. @throws RemoteError */
  settings(signal: AbortSignal): Promise<IssuerSettings | null>;
  /** @throws RemoteError */
  person(accessToken: string, signal: AbortSignal): Promise<IdentityInfo>;
}

export function createSignInService(url: string, clock: Clock, limits?: RestLimits): SignInService {
  const visitor = createRestClient({ url, token: null }, clock, limits);
  return {
    async settings(signal) {
      // That it is a Vigie server is found out first: what it is asked next, an older one does not know.
      await visitor.serviceInfo(signal);
      return visitor.signIn(signal);
    },
    async person(accessToken, signal) {
      const bearer = createRestClient({ url, token: accessToken }, clock, limits);
      try {
        return await bearer.identity(signal);
      } finally {
        bearer.close();
      }
    },
  };
}
