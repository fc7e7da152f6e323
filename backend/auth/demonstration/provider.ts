import type { JWK } from 'jose';
import { type Configuration, errors, type KoaContextWithOIDC, Provider } from 'oidc-provider';
import { accountOf } from './accounts.ts';
import type { KeptState } from './kept-state.ts';
import { failurePage, PAGE_HEADERS, signedOutPage, signOutPage } from './page.ts';
import { languageOf } from './page-texts.ts';

/** The desktop, a public client: it proves by PKCE that the code it exchanges is its own. */
export const DESKTOP_CLIENT_ID = 'vigie-desktop';
/** `aud` of access tokens, and how a client asks for one (RFC 8707). */
export const API_AUDIENCE = 'vigie-api';
export const API_RESOURCE = 'urn:vigie:api';
export const API_SCOPE = 'vigie';
export const OWN_SCOPES = 'openid profile offline_access';
export const ACCESS_TOKEN_ALGORITHM = 'ES256';

const MINUTE = 60;
const DAY = 24 * 3600;

export interface ProviderOptions {
  issuer: string;
  /** Private, with `kid`. */
  key: JWK;
  cookieSecret: string;
  state: KeptState;
}

/** oidc-provider, made into the demonstration issuer. */
export function createProvider({ issuer, key, cookieSecret, state }: ProviderOptions): Provider {
  const configuration: Configuration = {
    adapter: state.adapter,
    clients: [
      {
        client_id: DESKTOP_CLIENT_ID,
        client_name: 'Vigie',
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        id_token_signed_response_alg: ACCESS_TOKEN_ALGORITHM,
        // Of a native client, on any port (RFC 8252, section 7.3).
        redirect_uris: ['http://127.0.0.1/callback', 'http://[::1]/callback', 'http://localhost/callback'],
        post_logout_redirect_uris: [
          'http://127.0.0.1/signed-out',
          'http://[::1]/signed-out',
          'http://localhost/signed-out',
        ],
      },
    ],
    jwks: { keys: [{ ...key, use: 'sig', alg: ACCESS_TOKEN_ALGORITHM }] as never },
    cookies: {
      keys: [cookieSecret],
      long: { httpOnly: true, sameSite: 'lax' },
      short: { httpOnly: true, sameSite: 'lax' },
    },
    claims: { openid: ['sub'], profile: ['name'] },
    conformIdTokenClaims: false,
    scopes: OWN_SCOPES.split(' '),
    responseTypes: ['code'],
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true, allowedPolicy: (_context, client, token) => client.clientId === token.clientId },
      userinfo: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => show(context, signOutPage(languageOfContext(context), form)),
        postLogoutSuccessSource: (context) => show(context, signedOutPage(languageOfContext(context))),
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => API_RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: (_context, resource) => {
          if (resource !== API_RESOURCE) throw new errors.InvalidTarget();
          return {
            scope: API_SCOPE,
            audience: API_AUDIENCE,
            accessTokenFormat: 'jwt',
            accessTokenTTL: 10 * MINUTE,
            jwt: { sign: { alg: ACCESS_TOKEN_ALGORITHM } },
          };
        },
      },
    },
    findAccount: (_context, subject) => {
      const account = accountOf(subject);
      if (account === undefined) return undefined;
      return { accountId: subject, claims: () => ({ sub: subject, name: account.name }) };
    },
    extraTokenClaims: (_context, token) => {
      const account = accountOf('accountId' in token ? token.accountId : undefined);
      if (account === undefined) return undefined;
      const { name, roles, subsidiaries } = account;
      return { name, roles, subsidiaries };
    },
    interactions: { url: (_context, { uid }) => `${new URL(issuer).pathname}/choice/${uid}` },
    // One that is used again after it was exchanged was stolen: with it all that came of it ends.
    rotateRefreshToken: true,
    // Without being asked to prompt for it, a provider forgets that offline_access was wanted.
    issueRefreshToken: (_context, client) => client.grantTypeAllowed('refresh_token'),
    // The browser's session may end before the desktop's: that one lasts as long as its refresh token.
    expiresWithSession: () => false,
    renderError: (context, { error, error_description: description }) =>
      show(context, failurePage(languageOfContext(context), description ?? error)),
    ttl: {
      AccessToken: 10 * MINUTE,
      AuthorizationCode: MINUTE,
      Grant: 14 * DAY,
      IdToken: 10 * MINUTE,
      Interaction: 30 * MINUTE,
      RefreshToken: 14 * DAY,
      Session: DAY,
    },
  };
  return new Provider(issuer, configuration);
}

function languageOfContext(context: KoaContextWithOIDC) {
  return languageOf(context.oidc?.params?.['ui_locales'] as string | undefined, context.get('accept-language'));
}

function show(context: KoaContextWithOIDC, body: string): void {
  context.set({ ...PAGE_HEADERS });
  context.body = body;
}
