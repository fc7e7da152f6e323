import type { Disposer } from '../../shared/domain/index.ts';

/** Runs one SQL statement. Values are `$1`, `$2`, …; see value-types.ts for what columns come back as. */
export interface Sql {
  query<Row extends object>(statement: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** The back office's database, on a PostgreSQL server or in a folder. The same SQL runs on both. */
export interface Database extends Sql {
  readonly kind: 'postgres' | 'pglite';
  /** Where it is, for messages: a folder, or host and database name; never a password. */
  readonly place: string;
  /** Runs several statements at once, without values. */
  execute(script: string): Promise<void>;
  /** Commits when `work` resolves, rolls back when it throws. Statements of `work` must go through its own `Sql`. */
  transaction<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
  /** A session of its own, for what belongs to a session: advisory locks, transactions by hand. */
  session<Result>(work: (session: Session) => Promise<Result>): Promise<Result>;
  /**
   * Calls `action` after each NOTIFY on the channel, and after the connection was lost and found again, since
   * notifications may have been missed in between.
   */
  listen(channel: string, action: () => void): Promise<Disposer>;
  /** How many connections are open, idle, and waited for; undefined where there is but one session. */
  connections?(): { open: number; idle: number; waiting: number; most: number };
  close(): Promise<void>;
}

export interface Session extends Sql {
  execute(script: string): Promise<void>;
}

/** The storage cannot be used. The message is one sentence with a remedy, to be shown as it is. */
export class StorageError extends Error {
  override name = 'StorageError';
}

/** The SQLSTATE code of a database error, or the code of a system error. */
export function errorCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
