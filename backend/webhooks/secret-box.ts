import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { errorCodeOf, StorageError } from '../database/database.ts';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SECRET_BYTES = 32;

/** The key is not the one that a secret was sealed with. */
export class WrongKeyError extends Error {
  override name = 'WrongKeyError';
}

/** Keeps secrets of webhooks from whoever reads the database or its backup: AES-256-GCM. */
export class SecretBox {
  readonly #key: Buffer;

  /** @param key 32 bytes */
  constructor(key: Buffer) {
    if (key.length !== KEY_BYTES) throw new RangeError(`a key has ${KEY_BYTES} bytes`);
    this.#key = key;
  }

  /** @param owner what the secret is of: it cannot be opened as another's */
  seal(secret: string, owner: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(owner));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }

  /** @throws WrongKeyError */
  open(box: Uint8Array, owner: string): string {
    const bytes = Buffer.from(box);
    const tagAt = NONCE_BYTES;
    const textAt = NONCE_BYTES + TAG_BYTES;
    try {
      const opener = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, tagAt));
      opener.setAAD(Buffer.from(owner)).setAuthTag(bytes.subarray(tagAt, textAt));
      return Buffer.concat([opener.update(bytes.subarray(textAt)), opener.final()]).toString('utf8');
    } catch (error) {
      throw new WrongKeyError(
        'its secret was sealed with another key: set VIGIE_WEBHOOK_KEY to the same for all processes, or give the webhook a new secret',
        { cause: error },
      );
    }
  }
}

/** As the Standard Webhooks specification writes them. */
export function newSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
}

/**
 * The key from the settings, or from a file that is made where it is missing.
 * @throws StorageError when the file cannot be read or written
 */
export async function openSecretBox(key: Buffer | undefined, dataFolder: string): Promise<SecretBox> {
  if (key !== undefined) return new SecretBox(key);
  const file = path.join(dataFolder, 'webhook-key');
  try {
    return new SecretBox(await readOrMake(file));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StorageError(
      `The key file ${file} cannot be used (${why}): make its folder writable, or set VIGIE_WEBHOOK_KEY.`,
      { cause: error },
    );
  }
}

async function readOrMake(file: string): Promise<Buffer> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  try {
    // Of two that begin at once, one makes it.
    await writeFile(file, randomBytes(KEY_BYTES), { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    if (errorCodeOf(error) !== 'EEXIST') throw error;
  }
  await chmod(file, 0o600);
  return readFile(file);
}
