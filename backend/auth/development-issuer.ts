import path from 'node:path';
import * as jose from 'jose';
import type { Clock, Role } from '../../shared/domain/index.ts';
import { checkToken, ownClaims } from './access-token.ts';
import { keptKey } from './key-file.ts';
import type { Identity, Subsidiaries, TokenVerifier } from './token-verifier.ts';

const ALGORITHM = 'Ed25519';
export const DEVELOPMENT_ISSUER = 'vigie-development';
const AUDIENCE = 'vigie-api';
const LIFETIME_MS = 30 * 24 * 3600 * 1000;

/** What a token of the development issuer says beside subject and roles. */
export interface TokenDetails {
  /** Default: the subject. */
  name?: string;
  /** Default: all. */
  subsidiaries?: Subsidiaries;
  /** Default: 30 days. */
  lifetimeMs?: number;
}

/**
 * Issues tokens to programs and tests, and checks them, for a server that only this machine can reach. The key pair is kept in
 * a file that only its owner may read, so that a token outlives a restart. People sign in at the demonstration issuer.
 */
export class DevelopmentIssuer implements TokenVerifier {
  readonly loopbackOnly = true;
  readonly #privateKey: jose.CryptoKey;
  readonly #publicKey: jose.CryptoKey;
  readonly #clock: Clock;

  private constructor(keys: { privateKey: jose.CryptoKey; publicKey: jose.CryptoKey }, clock: Clock) {
    this.#privateKey = keys.privateKey;
    this.#publicKey = keys.publicKey;
    this.#clock = clock;
  }

  /** @throws StorageError when the key file cannot be read or written */
  static async open(folder: string, clock: Clock): Promise<DevelopmentIssuer> {
    const jwk = await keptKey(path.join(folder, 'development-key.json'), ALGORITHM);
    const { d: _, ...publicJwk } = jwk;
    const privateKey = await importKey(jwk);
    const publicKey = await importKey(publicJwk);
    return new DevelopmentIssuer({ privateKey, publicKey }, clock);
  }

  /** A token for a person or program, valid for 30 days unless said otherwise. */
  tokenFor(subject: string, roles: readonly Role[], details: TokenDetails = {}): Promise<string> {
    const { name = subject, subsidiaries = 'all', lifetimeMs = LIFETIME_MS } = details;
    const nowSeconds = Math.floor(this.#clock.nowMs() / 1000);
    return new jose.SignJWT({ name, roles, subsidiaries })
      .setProtectedHeader({ alg: ALGORITHM })
      .setIssuer(DEVELOPMENT_ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(subject)
      .setIssuedAt(nowSeconds)
      .setExpirationTime(nowSeconds + Math.floor(lifetimeMs / 1000))
      .sign(this.#privateKey);
  }

  async verify(token: string): Promise<Identity> {
    const payload = await checkToken(token, () => this.#publicKey, {
      algorithms: [ALGORITHM],
      issuer: DEVELOPMENT_ISSUER,
      audience: AUDIENCE,
      clockToleranceSeconds: 0,
      nowMs: this.#clock.nowMs(),
    });
    return ownClaims(payload);
  }
}

async function importKey(jwk: jose.JWK): Promise<jose.CryptoKey> {
  const key = await jose.importJWK(jwk, ALGORITHM);
  if (key instanceof Uint8Array) throw new TypeError('an Ed25519 key cannot be a secret');
  return key;
}
