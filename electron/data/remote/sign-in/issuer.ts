import * as client from 'openid-client';
import type { Clock } from '../../../../shared/domain/index.ts';
import { isLoopbackAddress } from './addresses.ts';
import { issuerFetch } from './issuer-fetch.ts';
import { signInFailure } from './sign-in-failure.ts';
import { SignInError } from './sign-in-error.ts';

/** Where people sign in, as the server names it. */
export interface IssuerSettings {
  issuer: string;
  clientId: string;
  /** Space between. */
  scope: string;
  /** To be sent with the authorization request as they are, such as what the tokens are for (RFC 8707). */
  parameters: Readonly<Record<string, string>>;
}

/** What an issuer gave. Never logged, never given to a window. */
export interface Granted {
  accessToken: string;
  /** The access token ends after so long, ms; null: it does not say. */
  lifetimeMs: number | null;
  /** Null where the issuer gave none, or none that is new. */
  refreshToken: string | null;
  /** Null where a renewal brought none. */
  identity: IdentityToken | null;
}

/** An identity token whose signature, audience, nonce and times were checked. */
export interface IdentityToken {
  text: string;
  subject: string;
  name: string | null;
  /** When it was made, by the issuer's clock, UTC ms. */
  issuedAtMs: number;
  /** When the person last proved who they are, by the issuer's clock, UTC ms; null: it does not say. */
  provedAtMs: number | null;
}

/** A sign-in that waits for the browser. It can be finished once. */
export interface Attempt {
  /** For the browser: holds a challenge and no secret. */
  readonly url: string;
  /**
   * @param callback the address to which the browser came back
   * @throws SignInError where the answer is not one to this attempt, or the issuer refuses it
   */
  finish(callback: URL): Promise<Granted>;
}

export interface AttemptOptions {
  redirectUri: string;
  /** The person must prove anew who they are, though the browser may know them. */
  isAnew: boolean;
}

export interface Issuer {
  readonly settings: IssuerSettings;
  /** @throws SignInError */
  begin(options: AttemptOptions): Promise<Attempt>;
  /** @throws SignInEndedError, SignInError */
  renew(refreshToken: string): Promise<Granted>;
  /** The refresh token, and what hangs on it, is worth nothing from now on. @throws SignInError */
  revoke(refreshToken: string): Promise<void>;
  /** Where a browser ends the session at the issuer; null where it knows of none. @throws SignInError */
  endSessionUrl(identityToken: string | null): Promise<string | null>;
}

/**
 * An OpenID Connect issuer, with this desktop as a public client: authorization code with PKCE (RFC 7636), state, nonce, and the
 * issuer's name in the answer (RFC 9207), after RFC 8252. Its metadata are asked for at the first need, and again after a failure.
 */
export function createIssuer(settings: IssuerSettings, clock: Clock): Issuer {
  let known: Promise<client.Configuration> | undefined;

  function configuration(): Promise<client.Configuration> {
    known ??= discover(settings).catch((error: unknown) => {
      known = undefined;
      throw signInFailure(error, settings.issuer);
    });
    return known;
  }

  async function asked<T>(question: (config: client.Configuration) => Promise<T>): Promise<T> {
    const config = await configuration();
    try {
      return await question(config);
    } catch (error) {
      throw signInFailure(error, settings.issuer);
    }
  }

  // Beside them, an issuer that is asked for tokens wants to hear this one alone.
  const { resource } = settings.parameters;
  const forTokens = resource === undefined ? {} : { resource };
  return {
    settings,
    async begin({ redirectUri, isAnew }) {
      const config = await configuration();
      const [pkceCodeVerifier, expectedState, expectedNonce] = [
        client.randomPKCECodeVerifier(),
        client.randomState(),
        client.randomNonce(),
      ];
      const beganAtMs = clock.monotonicMs();
      const url = client.buildAuthorizationUrl(config, {
        ...settings.parameters,
        ...{ redirect_uri: redirectUri, scope: settings.scope },
        ...{ state: expectedState, nonce: expectedNonce },
        ...{ code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier), code_challenge_method: 'S256' },
        ...(isAnew ? { prompt: 'login', max_age: '0' } : {}),
      });
      let isFinished = false;
      return {
        url: url.href,
        async finish(callback) {
          if (isFinished) throw new SignInError('sign-in-invalid', 'The sign-in was answered already: begin a new one');
          isFinished = true;
          const checks = { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true };
          const granted = await asked(async () =>
            grantedBy(await client.authorizationCodeGrant(config, callback, checks, forTokens)),
          );
          if (isAnew) checkProof(granted, clock.monotonicMs() - beganAtMs, settings.issuer);
          return granted;
        },
      };
    },
    renew: (refreshToken) =>
      asked(async (config) => grantedBy(await client.refreshTokenGrant(config, refreshToken, forTokens))),
    revoke: (refreshToken) =>
      asked(async (config) => {
        if (config.serverMetadata().revocation_endpoint === undefined) return;
        await client.tokenRevocation(config, refreshToken, { token_type_hint: 'refresh_token' });
      }),
    endSessionUrl: (identityToken) =>
      asked((config) => {
        if (config.serverMetadata().end_session_endpoint === undefined) return Promise.resolve(null);
        const hint = identityToken === null ? {} : { id_token_hint: identityToken };
        return Promise.resolve(client.buildEndSessionUrl(config, hint).href);
      }),
  };
}

function discover({ issuer, clientId }: IssuerSettings): Promise<client.Configuration> {
  const url = new URL(issuer);
  if (url.protocol !== 'https:' && !isLoopbackAddress(url)) {
    const remedy = 'have the server name one with https';
    throw new SignInError('sign-in-invalid', `The issuer ${issuer} could be listened to: ${remedy}`);
  }
  return client.discovery(url, clientId, undefined, client.None(), {
    [client.customFetch]: issuerFetch,
    execute: url.protocol === 'https:' ? [] : [client.allowInsecureRequests],
  });
}

function grantedBy(tokens: client.TokenEndpointResponse & client.TokenEndpointResponseHelpers): Granted {
  const claims = tokens.claims();
  const seconds = tokens.expiresIn();
  return {
    accessToken: tokens.access_token,
    lifetimeMs: seconds === undefined ? null : seconds * 1000,
    refreshToken: tokens.refresh_token ?? null,
    identity:
      claims === undefined || tokens.id_token === undefined
        ? null
        : {
            text: tokens.id_token,
            subject: claims.sub,
            name: nameIn(claims),
            issuedAtMs: claims.iat * 1000,
            provedAtMs: claims.auth_time === undefined ? null : claims.auth_time * 1000,
          },
  };
}

function nameIn(claims: client.IDToken): string | null {
  const named = [claims['name'], claims['preferred_username'], claims['email']];
  return named.find((value): value is string => typeof value === 'string' && value.trim() !== '') ?? null;
}

/** Seconds are cut off, and a browser may take its time before it asks. */
const PROOF_TOLERANCE_MS = 5_000;

/** Both times are the issuer's own, so that its clock may be wrong: the proof is not older than the attempt. */
function checkProof({ identity }: Granted, tookMs: number, issuer: string): void {
  const { issuedAtMs = 0, provedAtMs = null } = identity ?? {};
  if (provedAtMs !== null && issuedAtMs - provedAtMs <= tookMs + PROOF_TOLERANCE_MS) return;
  throw new SignInError('sign-in-invalid', `${issuer} did not ask again who it is: sign in again`);
}
