import * as jose from 'jose';
import * as oidc from 'openid-client';
import type { Clock } from '../../../shared/domain/index.ts';
import { isLoopbackHost } from '../../http/loopback.ts';
import type { Log } from '../../log.ts';

/** Keys are looked for again after so long, while the known ones go on being good. */
const FRESH_MS = 10 * 60_000;
/** For a key that is not known, at most so often: tokens with invented keys must not make the service ask again and again. */
const RETRY_MS = 30_000;
/** Before any key is known. */
const FIRST_RETRY_MS = 2_000;
const TIMEOUT_MS = 5_000;
const MOST_BYTES = 256 * 1024;

/** The issuer's keys cannot be had: nobody can say whether the token is good. */
export class IssuerUnavailableError extends Error {
  override name = 'IssuerUnavailableError';
}

/**
 * The public keys of the operator's issuer, found by discovery. They stay good while the issuer cannot be reached; a token with a key that
 * is not known makes the service look once, since keys are changed.
 */
export class IssuerKeys {
  readonly #issuer: URL;
  readonly #clientId: string;
  readonly #clock: Clock;
  readonly #log: Log;
  #keys: jose.JWTVerifyGetKey | undefined;
  #loadedAtMs = Number.NEGATIVE_INFINITY;
  #triedAtMs = Number.NEGATIVE_INFINITY;
  #loading: Promise<void> | undefined;

  constructor(options: { issuer: string; clientId: string; clock: Clock; log: Log }) {
    this.#issuer = new URL(options.issuer);
    this.#clientId = options.clientId;
    this.#clock = options.clock;
    this.#log = options.log;
  }

  /** The key of a token. @throws jose's errors where the issuer has none such; IssuerUnavailableError */
  readonly find: jose.JWTVerifyGetKey = async (header, token) => {
    if (this.#keys === undefined) await this.#load(FIRST_RETRY_MS);
    if (this.#keys === undefined) throw new IssuerUnavailableError('the issuer of the tokens cannot be reached');
    const isStale = this.#clock.monotonicMs() - this.#loadedAtMs >= FRESH_MS;
    if (isStale) void this.#load(RETRY_MS);
    try {
      return await this.#keys(header, token);
    } catch (error) {
      if (!(error instanceof jose.errors.JWKSNoMatchingKey)) throw error;
      await this.#load(RETRY_MS);
      return this.#keys(header, token);
    }
  };

  /** Looks for the keys, unless that was tried a moment ago. Never fails: what is known stays. */
  async #load(leastPauseMs: number): Promise<void> {
    if (this.#loading === undefined) {
      const nowMs = this.#clock.monotonicMs();
      if (nowMs - this.#triedAtMs < leastPauseMs) return;
      this.#triedAtMs = nowMs;
      this.#loading = this.#fetch().finally(() => {
        this.#loading = undefined;
      });
    }
    await this.#loading;
  }

  async #fetch(): Promise<void> {
    try {
      const client = await oidc.discovery(this.#issuer, this.#clientId, undefined, oidc.None(), {
        timeout: TIMEOUT_MS / 1000,
        ...(this.#issuer.protocol === 'http:' ? { execute: [oidc.allowInsecureRequests] } : {}),
      });
      const address = new URL(client.serverMetadata().jwks_uri ?? '');
      if (address.protocol !== 'https:' && !isLoopbackHost(address.host)) {
        throw new Error('the issuer names keys at an address that is not https');
      }
      this.#keys = jose.createLocalJWKSet(await keySet(address));
      this.#loadedAtMs = this.#clock.monotonicMs();
    } catch (error) {
      const isKnown = this.#keys !== undefined;
      this.#log.warn({ issuer: this.#issuer.href, err: error, isKnown }, "the issuer's keys cannot be had");
    }
  }
}

async function keySet(address: URL): Promise<jose.JSONWebKeySet> {
  const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`the issuer's keys are answered with status ${response.status}`);
  const text = await response.text();
  if (text.length > MOST_BYTES) throw new Error("the issuer's keys are too large");
  const { keys } = JSON.parse(text) as jose.JSONWebKeySet;
  // A shared secret among them is nothing to check with.
  return { keys: keys.filter(({ kty }) => kty !== 'oct') };
}
