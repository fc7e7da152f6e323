import { chmod, mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import * as jose from 'jose';
import { errorCodeOf, StorageError } from '../database/database.ts';

/** Algorithm of a key pair, and what its JWK must say. */
export const KEY_KINDS = {
  Ed25519: { kty: 'OKP', crv: 'Ed25519' },
  ES256: { kty: 'EC', crv: 'P-256' },
} as const;

/**
 * The private key in a file that only its owner may read, made where there is none.
 * @throws StorageError when the file cannot be read or written, or holds something else
 */
export async function keptKey(file: string, algorithm: keyof typeof KEY_KINDS): Promise<jose.JWK> {
  try {
    return await load(file, algorithm);
  } catch (error) {
    if (errorCodeOf(error) !== 'ENOENT') throw unusable(file, error);
  }
  try {
    const { privateKey } = await jose.generateKeyPair(algorithm, { extractable: true });
    const jwk = await jose.exportJWK(privateKey);
    await writePrivately(file, JSON.stringify(jwk));
    return jwk;
  } catch (error) {
    throw unusable(file, error);
  }
}

/** Written beside and renamed: a file that is half written must not be taken for a whole one. For its owner's eyes only. */
export async function writePrivately(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(`${file}.new`, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.new`, file);
}

async function load(file: string, algorithm: keyof typeof KEY_KINDS): Promise<jose.JWK> {
  const jwk = JSON.parse(await readFile(file, 'utf8')) as jose.JWK;
  const { kty, crv } = KEY_KINDS[algorithm];
  if (jwk.kty !== kty || jwk.crv !== crv || typeof jwk.x !== 'string' || typeof jwk.d !== 'string') {
    throw new TypeError(`it holds no ${crv} key`);
  }
  await chmod(file, 0o600);
  return jwk;
}

function unusable(file: string, error: unknown): StorageError {
  const why = error instanceof Error ? error.message : String(error);
  return new StorageError(
    `The key file ${file} cannot be used (${why}): make its folder writable, or delete the file to have a new key made.`,
    { cause: error },
  );
}
