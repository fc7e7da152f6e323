import type { Sql } from '../database.ts';
import { type Finding, note, refusal } from './finding.ts';

/** 13 knows xid8 and gen_random_uuid() by itself. */
export const OLDEST_MAJOR_VERSION = 13;
const LONG_SECONDS = 60;

interface Server {
  version: string;
  number: number;
  standby: boolean;
  readOnly: boolean;
  encoding: string;
  schema: string | null;
  mayCreate: boolean;
  who: string;
}

/** The server, the schema and what this user may do there. */
export async function checkServer(sql: Sql): Promise<Finding[]> {
  const [server] = await sql.query<Server>(SERVER_SQL);
  if (server === undefined) return [];
  const findings: Finding[] = [];
  if (server.number < OLDEST_MAJOR_VERSION * 10_000) {
    findings.push(
      refusal(`The server is PostgreSQL ${server.version}: upgrade it to ${OLDEST_MAJOR_VERSION} or newer.`),
    );
  }
  if (server.standby) {
    findings.push(refusal('The server is a standby that follows another: set DATABASE_URL to the primary.'));
  } else if (server.readOnly) {
    findings.push(refusal('Transactions are read-only here (default_transaction_read_only): let this user write.'));
  }
  if (server.encoding !== 'UTF8') {
    findings.push(
      refusal(`The database is encoded as ${server.encoding}: Vigie needs UTF8, move it to such a database.`),
    );
  }
  if (server.schema === null) {
    findings.push(
      refusal(
        `No schema of the search path exists for the user ${server.who}: ALTER ROLE … SET search_path to the one with the tables.`,
      ),
    );
  } else if (!server.mayCreate) {
    findings.push(
      refusal(
        `The user ${server.who} may not create tables in the schema ${server.schema}: GRANT CREATE ON SCHEMA ${server.schema} TO ${server.who}.`,
      ),
    );
  }
  const open = await sql.query<{ who: string; seconds: number }>(LONG_SQL, [LONG_SECONDS]);
  for (const { who, seconds } of open) {
    findings.push(note(`${who} has had a transaction open for ${seconds} s: indexes wait for its end.`));
  }
  return findings;
}

const SERVER_SQL = `
  select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
    pg_is_in_recovery() as standby, current_setting('default_transaction_read_only')::bool as "readOnly",
    current_setting('server_encoding') as encoding, current_schema()::text as schema, current_user::text as who,
    coalesce(has_schema_privilege(current_user, current_schema(), 'create'), false) as "mayCreate"`;

const LONG_SQL = `
  select format('Process %s (%s, user %s)', pid, coalesce(nullif(application_name, ''), 'no name'), usename) as who,
    round(extract(epoch from clock_timestamp() - xact_start))::int as seconds
  from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid() and xact_start < clock_timestamp() - $1 * interval '1 second'
  order by xact_start limit 5`;
