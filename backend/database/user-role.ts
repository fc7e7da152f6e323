import { BackendError } from '../backend-error.ts';
import { type Database, errorCodeOf } from './database.ts';

/** Tables with the policy, and those of them for which row-level security is on; the role that it holds for. */
const POLICY_SQL = `
  select roles.rolname as role, roles.rolsuper or roles.rolbypassrls as "passesOver", current_user as login,
    array_agg(tables.relname::text) filter (where not tables.relrowsecurity) as "switchedOff"
  from pg_policy as policies
  join pg_class as tables on tables.oid = policies.polrelid and tables.relnamespace = current_schema()::regnamespace
  cross join lateral unnest(policies.polroles) as role_id
  join pg_roles as roles on roles.oid = role_id
  where policies.polname = 'vigie_subsidiary' and not policies.polpermissive
  group by roles.rolname, roles.rolsuper, roles.rolbypassrls`;

interface Policy {
  role: string;
  login: string;
  passesOver: boolean;
  switchedOff: string[] | null;
}

/**
 * The role for which row-level security shows only the rows of a user's subsidiaries, as the migration has set it. Looked at when the
 * service starts: one that does not hold must not be found out by somebody who sees another's rows.
 * @throws BackendError where it does not hold, with what an administrator of the database has to do
 */
export async function findUserRole(database: Database): Promise<string> {
  const policies = await database.query<Policy>(POLICY_SQL);
  const [policy] = policies;
  if (policy === undefined || policies.length > 1) {
    throw new BackendError(
      'The rows of subsidiaries are not kept apart: the policies vigie_subsidiary are missing or name several roles. ' +
        'Take the migration 0010_subsidiaries back and apply it again.',
    );
  }
  const { role, login, passesOver, switchedOff } = policy;
  if (passesOver) {
    throw new BackendError(
      `The role ${role} passes over row-level security, so subsidiaries would see each other's rows: ` +
        `an administrator of the database must run ALTER ROLE ${role} NOSUPERUSER NOBYPASSRLS.`,
    );
  }
  if (switchedOff !== null) {
    throw new BackendError(
      `Row-level security is switched off for ${switchedOff.join(', ')}, so subsidiaries would see each other's rows: ` +
        `the owner must run ALTER TABLE … ENABLE ROW LEVEL SECURITY for each.`,
    );
  }
  try {
    await database.transaction((sql) => sql.query("select set_config('role', $1, true)", [role]));
  } catch (error) {
    if (errorCodeOf(error) !== '42501') throw error;
    throw new BackendError(
      `${login} may not take on the role ${role}, in which users are served: ` +
        `an administrator of the database must run GRANT ${role} TO ${login}.`,
      { cause: error },
    );
  }
  return role;
}
