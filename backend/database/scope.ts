import type { Identity } from '../auth/token-verifier.ts';
import type { Database, Sql } from './database.ts';

/** Whose rows one user may see and change. */
export interface Scope {
  /** Recorded with what they do. */
  subject: string;
  /**
   * As the database knows them: the empty name is that of rows without a subsidiary, which are the default one's. Undefined: rows of all.
   */
  subsidiaries: readonly string[] | undefined;
}

export interface ScopeSettings {
  /** Whose rows are that say nothing of it. */
  defaultSubsidiary: string;
  /** The role for which row-level security holds. */
  userRole: string;
}

export const DEFAULT_SUBSIDIARY = 'main';

/** Everything, as the service itself sees it. */
export const WHOLE: Scope = { subject: '', subsidiaries: undefined };

export function scopeOf({ subject, subsidiaries }: Identity, { defaultSubsidiary }: ScopeSettings): Scope {
  if (subsidiaries === 'all') return { subject, subsidiaries: undefined };
  const named = [...new Set(subsidiaries)].filter((name) => name !== '').sort();
  return { subject, subsidiaries: named.includes(defaultSubsidiary) ? ['', ...named] : named };
}

export function isWithin({ subsidiaries }: Scope, subsidiary: string | null): boolean {
  return subsidiaries === undefined || subsidiaries.includes(subsidiary ?? '');
}

/** A database as one user sees it. */
export interface Reader extends Sql {
  readonly scope: Scope;
}

const ENTER_SQL = `select set_config('role', $1, true), set_config('vigie.subsidiaries', $2::text[]::text, true),
  set_config('vigie.actor', $3, true)`;

/** Binds users to what they may see: who may see all uses the database as it is, at no cost. */
export class Scopes {
  readonly settings: ScopeSettings;
  readonly #database: Database;

  constructor(database: Database, settings: ScopeSettings) {
    this.#database = database;
    this.settings = settings;
  }

  of(identity: Identity): Scope {
    return scopeOf(identity, this.settings);
  }

  /** Each statement by itself, as the user sees the database. */
  reader(scope: Scope): Reader {
    const database = this.#database;
    if (scope.subsidiaries === undefined)
      return { scope, query: (statement, values) => database.query(statement, values) };
    return { scope, query: (statement, values) => this.transaction(scope, (sql) => sql.query(statement, values)) };
  }

  /**
   * A transaction in which row-level security holds for the user: the role and the subsidiaries are of the transaction, and end with
   * it, also on a connection that is used again.
   */
  transaction<Result>(scope: Scope, work: (sql: Reader) => Promise<Result>): Promise<Result> {
    return this.#database.transaction(async (sql) => {
      if (scope.subsidiaries !== undefined) {
        await sql.query(ENTER_SQL, [this.settings.userRole, scope.subsidiaries, scope.subject]);
      }
      return work({ scope, query: (statement, values) => sql.query(statement, values) });
    });
  }
}

/**
 * Within a transaction, what the service does of itself for a user: all rows are there, whoever asks. Whether this user may have it done
 * must be known before.
 */
export async function asService<Result>(sql: Reader, work: () => Promise<Result>): Promise<Result> {
  if (sql.scope.subsidiaries === undefined) return work();
  const [known] = await sql.query<{ role: string }>("select current_setting('role') as role");
  await sql.query("select set_config('role', 'none', true)");
  const result = await work();
  // Where the work fails the transaction does, and its role ends with it.
  await sql.query("select set_config('role', $1, true)", [known?.role ?? 'none']);
  return result;
}

/** Condition on a table's own column, with the parameter that holds the user's subsidiaries. */
export function isOfScope(column: string, parameter: string): string {
  return `coalesce(${column}, '') = any(${parameter}::text[])`;
}
