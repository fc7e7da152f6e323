import { statfsSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { PGlite, type PGliteInterface, type Transaction } from '@electric-sql/pglite';
import type { Disposer } from '../../shared/domain/index.ts';
import { type Database, errorCodeOf, type Session, type Sql, StorageError } from './database.ts';
import { claimFolder, FREE_BYTES_TO_WRITE, finishFolder } from './pglite-folder.ts';
import { COLUMN_PARSERS, SESSION_SETTINGS } from './value-types.ts';

/** Statements may follow one another for so long before others in this process get their turn, ms. */
const LONGEST_TURN_MS = 20;

/** SQLSTATE disk_full. */
const DISK_FULL = '53100';

/**
 * Opens the database in a folder, and makes it where there is none (3 to 5 s). One process at a time may have it open.
 * @param progress told what takes long
 * @throws StorageError when the folder cannot be used: read-only, full, in use, of another version, damaged.
 */
export async function openPglite(folder: string, progress: (message: string) => void): Promise<Database> {
  const claim = await claimFolder(folder);
  try {
    if (claim.isNew) progress(`Creating the database in ${folder}`);
    const pglite = await PGlite.create({ dataDir: folder, parsers: { ...COLUMN_PARSERS } });
    await finishFolder(folder);
    return await databaseOn(pglite, { place: folder, release: claim.release });
  } catch (error) {
    await claim.release();
    throw new StorageError(
      `The database in ${folder} cannot be opened (${reasonOf(error)}): ` +
        'restore the folder from a backup, or start with another data folder (--data).',
      { cause: error },
    );
  }
}

/** A database on a PGlite that is open already, which closes with it. For tests, that clone a migrated one. */
export async function databaseOn(
  pglite: PGliteInterface,
  where: { place: string; release?: () => Promise<void> },
): Promise<Database> {
  Object.assign(pglite.parsers, COLUMN_PARSERS);
  for (const [name, value] of Object.entries(SESSION_SETTINGS)) {
    await pglite.query('select set_config($1, $2, false)', [name, value]);
  }
  return new PgliteDatabase(pglite, where.place, where.release);
}

/**
 * PostgreSQL in the process. It has one session, so everything waits in line; a transaction keeps the line to itself.
 */
class PgliteDatabase implements Database {
  readonly kind = 'pglite';
  readonly place: string;
  readonly #pglite: PGliteInterface;
  readonly #release: (() => Promise<void>) | undefined;
  readonly #listeners = new Set<Disposer>();
  /** Set for good once PostgreSQL ran out of disk: another call would never come back. */
  #fault: StorageError | undefined;
  /** The line of those that want the session for more than a statement. */
  #line: Promise<unknown> = Promise.resolve();
  #turnAtMs = 0;

  constructor(pglite: PGliteInterface, place: string, release?: () => Promise<void>) {
    this.#pglite = pglite;
    this.place = place;
    this.#release = release;
  }

  query<Row extends object>(statement: string, values?: readonly unknown[]): Promise<Row[]> {
    return this.#guard(statement, () => this.#pglite.query<Row>(statement, [...(values ?? [])])).then(
      ({ rows }) => rows,
    );
  }

  async execute(script: string): Promise<void> {
    await this.#guard(script, () => this.#pglite.exec(script));
  }

  transaction<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result> {
    return this.#inLine(() =>
      this.#guard('begin', () => this.#pglite.transaction((inner) => work(this.#sqlOf(inner)))),
    );
  }

  /** There is one session only: others' single statements may come in between, their transactions may not. */
  session<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    return this.#inLine(async () => {
      try {
        return await work(this);
      } catch (error) {
        // The session lives on: a transaction that was left open must not swallow what comes next.
        if (this.#fault === undefined) await this.#pglite.exec('rollback');
        throw error;
      }
    });
  }

  async listen(channel: string, action: () => void): Promise<Disposer> {
    const unlisten = await this.#pglite.listen(channel, action);
    const dispose = () => {
      if (!this.#listeners.delete(dispose) || this.#fault !== undefined) return;
      // Only a database that has closed meanwhile refuses, and that one calls nobody any more.
      unlisten().catch(() => undefined);
    };
    this.#listeners.add(dispose);
    return dispose;
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    await this.#line;
    if (this.#fault === undefined && !this.#pglite.closed) await this.#pglite.close();
    await this.#release?.();
  }

  #sqlOf(transaction: Transaction): Sql {
    return {
      query: (statement, values) =>
        this.#guard(statement, () => transaction.query(statement, [...(values ?? [])])).then(
          ({ rows }) => rows as never[],
        ),
    };
  }

  #inLine<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#line.then(work);
    this.#line = result.catch(() => undefined);
    return result;
  }

  /** Refuses what would need disk when there is none left, since PostgreSQL in WebAssembly does not survive that. */
  async #guard<Result>(statement: string, run: () => Promise<Result>): Promise<Result> {
    if (this.#fault !== undefined) throw this.#fault;
    if (!/^\s*select\b/i.test(statement)) this.#checkDisk();
    try {
      const result = await run();
      await this.#giveTurn();
      return result;
    } catch (error) {
      if (errorCodeOf(error) === DISK_FULL) this.#fault = fullDisk(this.place, 'and start again');
      throw this.#fault ?? error;
    }
  }

  /** It answers without going back to the event loop: closing a cycle of 50,000 missions would hold up positions for seconds. */
  async #giveTurn(): Promise<void> {
    if (performance.now() - this.#turnAtMs < LONGEST_TURN_MS) return;
    await nextTurn();
    this.#turnAtMs = performance.now();
  }

  #checkDisk(): void {
    if (!path.isAbsolute(this.place)) return;
    const { bavail, bsize } = statfsSync(this.place);
    if (bavail * bsize < FREE_BYTES_TO_WRITE) throw fullDisk(this.place, 'and try again');
  }
}

function fullDisk(folder: string, then: string): StorageError {
  return new StorageError(
    `The disk that holds ${folder} is full: free at least ${FREE_BYTES_TO_WRITE / 2 ** 20} MB ${then}. What is stored is safe.`,
  );
}

function reasonOf(error: unknown): string {
  return error instanceof Error && error.message !== '' ? error.message : 'the folder cannot be read';
}
