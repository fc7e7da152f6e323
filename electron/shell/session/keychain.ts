import { readFileSync, rmSync } from 'node:fs';
import type { Log } from '../files/log.ts';
import { writeBytesAtomically } from '../files/state-file.ts';

/** The part of Electron's safeStorage that is needed here. */
export interface SafeStorage {
  isEncryptionAvailable(): boolean;
  /** Linux only. */
  getSelectedStorageBackend(): string;
  encryptString(text: string): Buffer;
  decryptString(bytes: Buffer): string;
}

/** What opens the issuer for a person, kept from one start to the next under a key of the system's keychain. */
export interface Keychain {
  /** False: the system has no keychain that can be trusted. Nothing is then written. */
  readonly isLasting: boolean;
  /** Null: nothing is kept, or it cannot be read any more. */
  load(): string | null;
  /** Null: forgets it. */
  keep(secret: string | null): void;
}

/** With these, what is encrypted can be read by whoever reads the file: the key stands in Chromium's source. */
const NO_KEYCHAIN: ReadonlySet<string> = new Set(['basic_text', 'unknown']);

/** @param file what is encrypted; the key to it never leaves the keychain. The application must be ready. */
export function openKeychain(safeStorage: SafeStorage, platform: NodeJS.Platform, file: string, log: Log): Keychain {
  const backend = platform === 'linux' ? safeStorage.getSelectedStorageBackend() : 'system';
  const isLasting = safeStorage.isEncryptionAvailable() && !NO_KEYCHAIN.has(backend);
  if (!isLasting) {
    log.warn('the system has no keychain that can be trusted: a sign-in is forgotten when Vigie ends', { backend });
    forget();
  }

  function forget(): void {
    rmSync(file, { force: true });
  }

  return {
    isLasting,
    load() {
      if (!isLasting) return null;
      try {
        return safeStorage.decryptString(readFileSync(file));
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        // Made under another key, of another user or an earlier installation: a sign-in makes it anew.
        if (code !== 'ENOENT') log.warn('the kept sign-in cannot be read', { reason: code ?? 'another key' });
        return null;
      }
    },
    keep(secret) {
      try {
        if (secret === null || !isLasting) return forget();
        writeBytesAtomically(file, safeStorage.encryptString(secret));
      } catch (error) {
        log.error('the sign-in cannot be kept over the end of Vigie', {
          reason: (error as NodeJS.ErrnoException).code ?? 'the keychain refuses',
        });
      }
    },
  };
}
