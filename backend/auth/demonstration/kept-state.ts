import { readFile } from 'node:fs/promises';
import type { Adapter, AdapterPayload } from 'oidc-provider';
import { errorCodeOf } from '../../database/database.ts';
import type { Log } from '../../log.ts';
import { writePrivately } from '../key-file.ts';

interface Entry {
  payload: AdapterPayload;
  /** UTC ms; null: it does not end. */
  endsAtMs: number | null;
}

/** Lives for seconds, or is of no use after a restart: not worth a write. */
const FLEETING = new Set(['Interaction', 'AuthorizationCode', 'ReplayDetection']);

/**
 * What the demonstration issuer must remember: who is signed in, which refresh tokens are good. In memory, and in a file that
 * only its owner may read, so that a restart signs nobody out. Refresh tokens are in the file before they are handed out.
 */
export class KeptState {
  readonly #file: string;
  readonly #log: Log;
  readonly #entries: Map<string, Entry>;
  /** The write under way, and the one that follows it, which all who come meanwhile share. */
  #writing: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  private constructor(file: string, log: Log, entries: Map<string, Entry>) {
    this.#file = file;
    this.#log = log;
    this.#entries = entries;
  }

  /** A file that cannot be read is begun anew: people sign in again. */
  static async open(file: string, log: Log): Promise<KeptState> {
    return new KeptState(file, log, new Map(await entriesOf(file, log)));
  }

  /** What oidc-provider asks for, for each kind of thing that it keeps. */
  readonly adapter = (kind: string): Adapter => {
    const keyOf = (id: string) => `${kind}:${id}`;
    const changed = () => (FLEETING.has(kind) ? Promise.resolve() : this.#write());
    const find = (id: string) => this.#live(keyOf(id));
    return {
      upsert: (id, payload, expiresIn) => {
        const endsAtMs = expiresIn === undefined ? null : Date.now() + expiresIn * 1000;
        this.#entries.set(keyOf(id), { payload, endsAtMs });
        return changed();
      },
      find: async (id) => find(id)?.payload,
      findByUid: async (uid) => this.#find(kind, (payload) => payload.uid === uid),
      findByUserCode: async (code) => this.#find(kind, (payload) => payload.userCode === code),
      consume: (id) => {
        const entry = find(id);
        if (entry !== undefined) entry.payload.consumed = Math.floor(Date.now() / 1000);
        return changed();
      },
      destroy: (id) => {
        this.#entries.delete(keyOf(id));
        return changed();
      },
      revokeByGrantId: (grantId) => {
        for (const [key, { payload }] of this.#entries) if (payload.grantId === grantId) this.#entries.delete(key);
        return this.#write();
      },
    };
  };

  /** Settles when all that was to be kept is in the file. */
  async close(): Promise<void> {
    await (this.#next ?? this.#writing);
  }

  #live(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined || !hasEnded(entry)) return entry;
    this.#entries.delete(key);
    return undefined;
  }

  #find(kind: string, is: (payload: AdapterPayload) => boolean): AdapterPayload | undefined {
    for (const [key, { payload }] of this.#entries) {
      if (key.startsWith(`${kind}:`) && is(payload) && this.#live(key) !== undefined) return payload;
    }
    return undefined;
  }

  #write(): Promise<void> {
    this.#next ??= this.#writing.then(async () => {
      this.#writing = this.#next ?? Promise.resolve();
      this.#next = undefined;
      for (const [key, entry] of this.#entries) if (hasEnded(entry)) this.#entries.delete(key);
      const kept = [...this.#entries].filter(([key]) => !FLEETING.has(key.slice(0, key.indexOf(':'))));
      try {
        await writePrivately(this.#file, JSON.stringify(kept));
      } catch (error) {
        // A full disk signs nobody out: only a restart would.
        this.#log.warn({ err: error }, 'who is signed in cannot be kept; after a restart people sign in again');
      }
    });
    return this.#next;
  }
}

async function entriesOf(file: string, log: Log): Promise<[string, Entry][]> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as [string, Entry][];
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return [];
    log.warn({ file, err: error }, 'who was signed in cannot be read; people sign in again');
    return [];
  }
}

function hasEnded({ endsAtMs }: Entry): boolean {
  return endsAtMs !== null && endsAtMs <= Date.now();
}
