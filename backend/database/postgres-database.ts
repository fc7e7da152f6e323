import pg from 'pg';
import type { Disposer } from '../../shared/domain/index.ts';
import type { Log } from '../log.ts';
import { type Database, errorCodeOf, type Session, type Sql, StorageError } from './database.ts';
import { OLDEST_MAJOR_VERSION } from './preflight/check-server.ts';
import { COLUMN_PARSERS, SESSION_SETTINGS } from './value-types.ts';

const CONNECTIONS = 10;
/** What the service calls its connections, for those who look at the server. Commands have another name. */
export const SERVICE_NAME = 'vigie';
const LISTEN_RETRY_MS = 1000;

const SESSION_OPTIONS = Object.entries(SESSION_SETTINGS)
  .map(([name, value]) => `-c ${name}=${value}`)
  .join(' ');

const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    COLUMN_PARSERS[oid] ?? (pg.types.getTypeParser(oid, format) as (text: string) => unknown),
};

/**
 * Connects to a PostgreSQL server.
 * @throws StorageError when it cannot be reached, refuses the login or is too old.
 */
export async function openPostgres(url: string, log: Log, applicationName: string = SERVICE_NAME): Promise<Database> {
  const place = placeOf(url);
  const settings: pg.PoolConfig = {
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: 10_000,
    types,
    application_name: applicationName,
    options: SESSION_OPTIONS,
  };
  const pool = new pg.Pool(settings);
  // An idle connection that breaks is replaced by the next query; without a listener the process would end.
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection was lost'));
  try {
    await checkVersion(pool, place);
  } catch (error) {
    await pool.end();
    throw error instanceof StorageError ? error : new StorageError(unreachable(place, error), { cause: error });
  }
  return new PostgresDatabase(pool, settings, place, log);
}

class PostgresDatabase implements Database {
  readonly kind = 'postgres';
  readonly place: string;
  readonly #pool: pg.Pool;
  readonly #settings: pg.ClientConfig;
  readonly #log: Log;
  readonly #listeners = new Set<Disposer>();

  constructor(pool: pg.Pool, settings: pg.ClientConfig, place: string, log: Log) {
    this.#pool = pool;
    this.#settings = settings;
    this.place = place;
    this.#log = log;
  }

  query<Row extends object>(statement: string, values?: readonly unknown[]): Promise<Row[]> {
    return runOn<Row>(this.#pool, statement, values);
  }

  async execute(script: string): Promise<void> {
    await this.#pool.query(script);
  }

  session<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    return this.#withClient((client) => work(sessionOf(client)));
  }

  transaction<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result> {
    return this.#withClient(async (client) => {
      await client.query('begin');
      try {
        const result = await work(sessionOf(client));
        await client.query('commit');
        return result;
      } catch (error) {
        // A lost connection cannot take it, and has rolled back by itself.
        await client.query('rollback').catch((lost: Error) => this.#log.debug({ err: lost }, 'no rollback'));
        throw error;
      }
    });
  }

  async listen(channel: string, action: () => void): Promise<Disposer> {
    const listener = new Listener(this.#settings, channel, action, this.#log);
    await listener.connect();
    const dispose = () => {
      this.#listeners.delete(dispose);
      listener.dispose();
    };
    this.#listeners.add(dispose);
    return dispose;
  }

  connections() {
    const { idleCount: idle, totalCount: open, waitingCount: waiting } = this.#pool;
    return { open, idle, waiting, most: CONNECTIONS };
  }

  async close(): Promise<void> {
    for (const dispose of this.#listeners) dispose();
    if (!this.#pool.ended) await this.#pool.end();
  }

  /** A connection on which `work` failed is thrown away: what state its session is in cannot be known. */
  async #withClient<Result>(work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
    const client = await this.#pool.connect();
    // Between two statements a connection that breaks tells nobody else, and without a listener the process would end. The next
    // statement fails with it.
    const onError = (error: Error) => this.#log.warn({ err: error }, 'a database connection in use was lost');
    client.on('error', onError);
    let failed = true;
    try {
      const result = await work(client);
      failed = false;
      return result;
    } finally {
      client.release(failed);
      // One that is thrown away may break once more while it ends.
      if (!failed) client.off('error', onError);
    }
  }
}

/** One connection that only listens, and comes back by itself. */
class Listener {
  readonly #settings: pg.ClientConfig;
  readonly #channel: string;
  readonly #action: () => void;
  readonly #log: Log;
  #client: pg.Client | undefined;
  #retry: NodeJS.Timeout | undefined;
  #disposed = false;

  constructor(settings: pg.ClientConfig, channel: string, action: () => void, log: Log) {
    this.#settings = settings;
    this.#channel = channel;
    this.#action = action;
    this.#log = log;
  }

  async connect(): Promise<void> {
    const client = new pg.Client({ ...this.#settings, keepAlive: true });
    this.#client = client;
    client.on('notification', () => this.#action());
    client.on('error', (error) => this.#lost(client, error));
    client.on('end', () => this.#lost(client));
    await client.connect();
    await client.query(`listen ${pg.escapeIdentifier(this.#channel)}`);
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#retry);
    this.#end(this.#client);
  }

  #lost(client: pg.Client, error?: Error): void {
    if (this.#disposed || client !== this.#client) return;
    this.#client = undefined;
    this.#log.warn({ err: error }, 'the connection that listens for changes was lost; connecting again');
    this.#end(client);
    this.#again();
  }

  #again(): void {
    this.#retry = setTimeout(() => {
      this.connect().then(this.#action, (error: Error) => {
        this.#log.warn({ err: error }, 'cannot listen for changes yet');
        this.#end(this.#client);
        this.#client = undefined;
        if (!this.#disposed) this.#again();
      });
    }, LISTEN_RETRY_MS);
  }

  #end(client: pg.Client | undefined): void {
    client?.end().catch((error: Error) => this.#log.debug({ err: error }, 'a lost connection did not end'));
  }
}

function sessionOf(client: pg.PoolClient): Session {
  return {
    query: (statement, values) => runOn(client, statement, values),
    execute: async (script) => void (await client.query(script)),
  };
}

async function runOn<Row extends object>(
  target: pg.Pool | pg.PoolClient,
  statement: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const result = await target.query<Row>(statement, [...values]);
  return result.rows;
}

async function checkVersion(pool: pg.Pool, place: string): Promise<void> {
  const { rows } = await pool.query<{ version: string; number: number }>(
    "select current_setting('server_version') as version, current_setting('server_version_num')::int as number",
  );
  const [row] = rows;
  if (row !== undefined && row.number >= OLDEST_MAJOR_VERSION * 10_000) return;
  throw new StorageError(
    `The database at ${place} is PostgreSQL ${row?.version ?? 'of an unknown version'}; ` +
      `Vigie needs ${OLDEST_MAJOR_VERSION} or newer: upgrade it, or set DATABASE_URL to another server.`,
  );
}

function unreachable(place: string, error: unknown): string {
  const code = errorCodeOf(error);
  const why = error instanceof Error && error.message !== '' ? error.message : String(code ?? error);
  if (code === '28P01' || code === '28000')
    return `The database at ${place} refuses the login (${why}): check the user and the password in DATABASE_URL.`;
  if (code === '3D000') return `The database at ${place} does not exist: create it, or correct DATABASE_URL.`;
  return `The database at ${place} cannot be reached (${why}): check DATABASE_URL and that the server runs.`;
}

/** Host and database name, without user and password. */
function placeOf(url: string): string {
  if (!URL.canParse(url)) {
    throw new StorageError('DATABASE_URL is not a URL: write it as postgres://user:password@host:5432/database.');
  }
  const { protocol, host, pathname, searchParams } = new URL(url);
  if (protocol !== 'postgres:' && protocol !== 'postgresql:') {
    throw new StorageError(`DATABASE_URL starts with ${protocol}: it must start with postgres://.`);
  }
  return `${host === '' ? (searchParams.get('host') ?? 'localhost') : host}${pathname}`;
}
