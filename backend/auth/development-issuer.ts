import { chmod, mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import * as jose from 'jose';
import type { Clock } from '../../shared/domain/index.ts';
import { errorCodeOf, StorageError } from '../database/database.ts';
import { type Identity, isRole, type Role, TokenRefusedError, type TokenVerifier } from './token-verifier.ts';

const ALGORITHM = 'Ed25519';
const ISSUER = 'vigie-development';
const AUDIENCE = 'vigie-api';
const LIFETIME_MS = 30 * 24 * 3600 * 1000;

/**
 * Issues and checks tokens by itself, for a server that only this machine can reach. The key pair is kept in a file that
 * only its owner may read, so that a token outlives a restart.
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
    const jwk = await loadOrCreate(path.join(folder, 'development-key.json'));
    const { d: _, ...publicJwk } = jwk;
    const privateKey = await importKey(jwk);
    const publicKey = await importKey(publicJwk);
    return new DevelopmentIssuer({ privateKey, publicKey }, clock);
  }

  /** A token for a person or program, valid for 30 days. */
  tokenFor(subject: string, roles: readonly Role[]): Promise<string> {
    const nowSeconds = Math.floor(this.#clock.nowMs() / 1000);
    return new jose.SignJWT({ roles })
      .setProtectedHeader({ alg: ALGORITHM })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(subject)
      .setIssuedAt(nowSeconds)
      .setExpirationTime(nowSeconds + LIFETIME_MS / 1000)
      .sign(this.#privateKey);
  }

  async verify(token: string): Promise<Identity> {
    try {
      const { payload } = await jose.jwtVerify(token, this.#publicKey, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: AUDIENCE,
        requiredClaims: ['sub', 'exp'],
        currentDate: new Date(this.#clock.nowMs()),
      });
      const roles = Array.isArray(payload['roles']) ? payload['roles'].filter(isRole) : [];
      return { subject: payload.sub ?? '', roles, expiresAtMs: (payload.exp ?? 0) * 1000 };
    } catch (error) {
      if (!(error instanceof jose.errors.JOSEError)) throw error;
      throw new TokenRefusedError(reasonOf(error), { cause: error });
    }
  }
}

function reasonOf(error: jose.errors.JOSEError): string {
  if (error instanceof jose.errors.JWTExpired) return 'the token has expired';
  if (error instanceof jose.errors.JWTClaimValidationFailed)
    return `the token is not for this service (${error.claim})`;
  if (error instanceof jose.errors.JWSSignatureVerificationFailed) return 'the token was not issued by this service';
  return 'the token is not a signed token of this service';
}

async function importKey(jwk: jose.JWK): Promise<jose.CryptoKey> {
  const key = await jose.importJWK(jwk, ALGORITHM);
  if (key instanceof Uint8Array) throw new TypeError('an Ed25519 key cannot be a secret');
  return key;
}

async function loadOrCreate(file: string): Promise<jose.JWK> {
  try {
    return await load(file);
  } catch (error) {
    if (errorCodeOf(error) !== 'ENOENT') throw unusable(file, error);
  }
  try {
    return await create(file);
  } catch (error) {
    throw unusable(file, error);
  }
}

async function load(file: string): Promise<jose.JWK> {
  const jwk = JSON.parse(await readFile(file, 'utf8')) as jose.JWK;
  if (jwk.kty !== 'OKP' || jwk.crv !== 'Ed25519' || typeof jwk.x !== 'string' || typeof jwk.d !== 'string') {
    throw new TypeError('it holds no Ed25519 key');
  }
  await chmod(file, 0o600);
  return jwk;
}

/** Written beside and renamed: a file that is half written must not be taken for a key. */
async function create(file: string): Promise<jose.JWK> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const { privateKey } = await jose.generateKeyPair(ALGORITHM, { extractable: true });
  const jwk = await jose.exportJWK(privateKey);
  const handle = await open(`${file}.new`, 'w', 0o600);
  try {
    await handle.writeFile(JSON.stringify(jwk));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.new`, file);
  return jwk;
}

function unusable(file: string, error: unknown): StorageError {
  const why = error instanceof Error ? error.message : String(error);
  return new StorageError(
    `The key file ${file} cannot be used (${why}): make its folder writable, or delete the file to have a new key made.`,
    { cause: error },
  );
}
