import type BetterSqlite3 from 'better-sqlite3';

/** What SQLite can store. Booleans, dates and undefined are none of these: a repository says how it stores them. */
export type SqlValue = string | number | bigint | null | Uint8Array;

/** Told of each statement that took longer than `slowMs`. */
export interface SlowStatement {
  sql: string;
  elapsedMs: number;
}

export const SLOW_STATEMENT_MS = 50;

/** A compiled SELECT. */
export interface ReadStatement<Row> {
  all(...params: SqlValue[]): Row[];
  get(...params: SqlValue[]): Row | undefined;
}

/** A compiled INSERT, UPDATE or DELETE. */
export interface WriteStatement {
  run(...params: SqlValue[]): { changes: number; rowKey: number };
}

/** A connection that can only read, and what a function that only reads asks for. */
export interface Reader {
  /** Compiles a SELECT, once for each text. Rows are objects with a member for each column. */
  select<Row>(sql: string): ReadStatement<Row>;
  /** Compiles a SELECT of one column; a row is its value. */
  selectValue<Value extends SqlValue>(sql: string): ReadStatement<Value>;
  /** A number that changes when another connection has committed: the key of whatever is remembered between reads. */
  dataVersion(): number;
}

/** The one connection that writes. Not a `Reader` by accident: what takes a `Writer` says that it changes rows. */
export interface Writer extends Reader {
  change(sql: string): WriteStatement;
  /** Runs statements without parameters or results, such as those of a migration. */
  execute(sql: string): void;
  begin(): void;
  commit(): void;
  /** Harmless where no transaction is open: SQLite itself ends one after some errors. */
  rollback(): void;
}

/** More texts than all filters and sorts make; beyond it something builds SQL from data. */
const MAX_STATEMENTS = 1_000;

export function createReader(database: BetterSqlite3.Database, onSlow: (slow: SlowStatement) => void): Reader {
  const rows = new Map<string, ReadStatement<unknown>>();
  const values = new Map<string, ReadStatement<SqlValue>>();
  const timed = <T>(sql: string, work: () => T): T => {
    const began = performance.now();
    const result = work();
    const elapsedMs = performance.now() - began;
    if (elapsedMs > SLOW_STATEMENT_MS) onSlow({ sql, elapsedMs });
    return result;
  };
  const compile = <Row>(cache: Map<string, ReadStatement<Row>>, sql: string, single: boolean): ReadStatement<Row> => {
    const known = cache.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare<SqlValue[], Row>(sql);
    if (single) statement.pluck();
    const compiled: ReadStatement<Row> = {
      all: (...params) => timed(sql, () => statement.all(...params)),
      get: (...params) => timed(sql, () => statement.get(...params)),
    };
    if (cache.size >= MAX_STATEMENTS) cache.clear();
    cache.set(sql, compiled);
    return compiled;
  };
  const version = database.prepare<[], number>('PRAGMA data_version').pluck();
  return {
    select: <Row>(sql: string) => compile(rows, sql, false) as ReadStatement<Row>,
    selectValue: <Value extends SqlValue>(sql: string) => compile(values, sql, true) as ReadStatement<Value>,
    dataVersion: () => version.get() ?? 0,
  };
}

export function createWriter(database: BetterSqlite3.Database, onSlow: (slow: SlowStatement) => void): Writer {
  const [begin, commit, rollback] = ['BEGIN IMMEDIATE', 'COMMIT', 'ROLLBACK'].map((sql) => database.prepare(sql));
  return {
    ...createReader(database, onSlow),
    // Not timed one by one: a page has thousands, and the transaction as a whole is watched.
    change(sql) {
      const statement = database.prepare<SqlValue[]>(sql);
      return {
        run(...params) {
          const { changes, lastInsertRowid } = statement.run(...params);
          return { changes, rowKey: Number(lastInsertRowid) };
        },
      };
    },
    execute: (sql) => void database.exec(sql),
    begin: () => void begin?.run(),
    commit: () => void commit?.run(),
    rollback() {
      if (database.open && database.inTransaction) rollback?.run();
    },
  };
}
