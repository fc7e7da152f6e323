import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import * as jose from 'jose';
import type { Provider } from 'oidc-provider';
import type { SignInInfo } from '../../../shared/api/index.ts';
import type { Clock, Role } from '../../../shared/domain/index.ts';
import { errorCodeOf } from '../../database/database.ts';
import type { Log } from '../../log.ts';
import { checkToken, ownClaims } from '../access-token.ts';
import { DEVELOPMENT_ISSUER, DevelopmentIssuer, type TokenDetails } from '../development-issuer.ts';
import { keptKey, writePrivately } from '../key-file.ts';
import { type Identity, TokenRefusedError, type TokenVerifier } from '../token-verifier.ts';
import { CHOICE_PATH, serveChoice } from './choice.ts';
import { KeptState } from './kept-state.ts';
import {
  ACCESS_TOKEN_ALGORITHM,
  API_AUDIENCE,
  API_RESOURCE,
  API_SCOPE,
  createProvider,
  DESKTOP_CLIENT_ID,
  OWN_SCOPES,
} from './provider.ts';

/** Where the issuer is, below the service's address. */
export const ISSUER_PATH = '/oidc';

/** Set once the service listens: an issuer is named by its address. */
interface Running {
  issuer: string;
  provider: Provider;
  callback: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

/**
 * A real OpenID Connect issuer with example accounts, for this machine alone: what `serve` offers until it is given the
 * operator's own. Its keys, and who is signed in, are kept in the data folder. It takes tokens of the development issuer as well, which
 * programs on this machine and tests use.
 */
export class DemonstrationIssuer implements TokenVerifier {
  readonly loopbackOnly = true;
  readonly #programs: DevelopmentIssuer;
  readonly #key: jose.JWK;
  readonly #cookieSecret: string;
  readonly #keys: jose.JWTVerifyGetKey;
  readonly #state: KeptState;
  readonly #clock: Clock;
  #running: Running | undefined;

  private constructor(
    kept: { programs: DevelopmentIssuer; key: jose.JWK; cookieSecret: string; state: KeptState },
    clock: Clock,
  ) {
    this.#programs = kept.programs;
    this.#key = kept.key;
    this.#cookieSecret = kept.cookieSecret;
    this.#state = kept.state;
    this.#clock = clock;
    const { d: _, ...publicKey } = kept.key;
    this.#keys = jose.createLocalJWKSet({ keys: [{ ...publicKey, alg: ACCESS_TOKEN_ALGORITHM }] });
  }

  /** @throws StorageError when a key file cannot be read or written */
  static async open(folder: string, clock: Clock, log: Log): Promise<DemonstrationIssuer> {
    const programs = await DevelopmentIssuer.open(folder, clock);
    const key = await keptKey(path.join(folder, 'issuer-key.json'), ACCESS_TOKEN_ALGORITHM);
    const kid = await jose.calculateJwkThumbprint(key);
    const cookieSecret = await keptSecret(path.join(folder, 'issuer-cookies'));
    const state = await KeptState.open(path.join(folder, 'issuer-state.json'), log);
    return new DemonstrationIssuer({ programs, key: { ...key, kid }, cookieSecret, state }, clock);
  }

  /** @param url of the service, by which browsers on this machine reach it */
  begin(url: string): void {
    const issuer = `${url}${ISSUER_PATH}`;
    const provider = createProvider({
      issuer,
      key: this.#key,
      cookieSecret: this.#cookieSecret,
      state: this.#state,
    });
    this.#running = { issuer, provider, callback: provider.callback() };
  }

  get signIn(): SignInInfo | undefined {
    if (this.#running === undefined) return undefined;
    return {
      issuer: this.#running.issuer,
      clientId: DESKTOP_CLIENT_ID,
      scopes: [...OWN_SCOPES.split(' '), API_SCOPE],
      audience: API_AUDIENCE,
      parameters: { resource: API_RESOURCE },
      isDemonstration: true,
    };
  }

  /** Answers a request to a path below ISSUER_PATH. */
  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url = '' } = request;
    if (this.#running === undefined) {
      response.writeHead(503, { 'retry-after': '1' }).end();
      return;
    }
    const { callback, provider } = this.#running;
    const inner = url.slice(ISSUER_PATH.length) || '/';
    // As a framework that mounts one application in another leaves it: the provider makes its own addresses from it.
    Object.assign(request, { originalUrl: url, url: inner });
    const [innerPath = ''] = inner.split('?');
    if (!CHOICE_PATH.test(innerPath)) {
      await callback(request, response);
      return;
    }
    const scopes = { own: OWN_SCOPES, resource: API_RESOURCE, service: API_SCOPE };
    await serveChoice(request, response, { provider, scopes });
  }

  async verify(token: string): Promise<Identity> {
    if (issuerOf(token) === DEVELOPMENT_ISSUER) return this.#programs.verify(token);
    if (this.#running === undefined) throw new TokenRefusedError('the sign-in has not begun yet');
    const payload = await checkToken(token, this.#keys, {
      issuer: this.#running.issuer,
      audience: API_AUDIENCE,
      algorithms: [ACCESS_TOKEN_ALGORITHM],
      types: ['at+jwt'],
      clockToleranceSeconds: 5,
      nowMs: this.#clock.nowMs(),
    });
    return ownClaims(payload);
  }

  /** A token for a program or a test. */
  tokenFor(subject: string, roles: readonly Role[], details?: TokenDetails): Promise<string> {
    return this.#programs.tokenFor(subject, roles, details);
  }

  close(): Promise<void> {
    return this.#state.close();
  }
}

/** As the token says, unproved: it only chooses who is to check it. */
function issuerOf(token: string): string | undefined {
  try {
    return jose.decodeJwt(token).iss;
  } catch {
    // Whoever is chosen then refuses it with a reason.
    return undefined;
  }
}

async function keptSecret(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (errorCodeOf(error) !== 'ENOENT') throw error;
  }
  const secret = randomBytes(32).toString('base64url');
  await writePrivately(file, secret);
  return secret;
}
