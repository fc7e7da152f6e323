import type { Clock } from '../../shared/domain/index.ts';
import type { Database } from '../database/database.ts';
import type { Log } from '../log.ts';
import { loadNetwork, loadVocabulary } from '../simulator/network.ts';
import { writeBillingSettings } from '../services/billing/settings-store.ts';
import { writeAlarmRules } from './alarm-rules.ts';
import { DEMONSTRATION_BILLING } from './billing-settings.ts';
import { inventBillingCycles } from './billing-cycles.ts';
import { inventThirdParties } from './third-parties.ts';

/** Where a demonstration was written, and only there: it is no part of the integration's own schema. */
const MARKER_SQL = `create table if not exists vigie_demonstration (
  id smallint primary key default 1 check (id = 1),
  seed bigint not null,
  written_at timestamptz not null default now(),
  -- When its missions were given to third parties and billing cycles; null while that goes on.
  assigned_at timestamptz
)`;

/**
 * Writes third parties and billing cycles into a database that has none, once. Where a demonstration was written before
 * it stays as it is.
 * @returns whether the database holds a demonstration
 */
export async function writeDemonstration(database: Database, seed: number, clock: Clock, log: Log): Promise<boolean> {
  const state = await demonstrationState(database);
  if (state === 'foreign') return false;
  const nowMs = clock.nowMs();
  const { towns } = loadNetwork();
  // One that was written by an earlier version has none.
  const rules = await database.transaction((sql) => writeAlarmRules(sql, towns, seed, nowMs));
  if (rules > 0) log.info({ rules, seed }, 'rules of alarms for the demonstration written');
  if (state === 'present') return true;
  const thirdParties = inventThirdParties(loadVocabulary(), towns, seed, nowMs);
  const cycles = inventBillingCycles(thirdParties[0]?.id ?? '', seed, nowMs);
  await database.transaction(async (sql) => {
    await sql.query(MARKER_SQL);
    await sql.query('insert into vigie_demonstration (seed) values ($1)', [seed]);
    await sql.query(
      `insert into third_parties (id, name, type, contact_info, created_at)
       select id, name, type, "contactInfo", "createdAt" from json_to_recordset($1)
         as given (id uuid, name text, type text, "contactInfo" jsonb, "createdAt" timestamptz)`,
      [JSON.stringify(thirdParties)],
    );
    await sql.query(
      `insert into billing_cycles (id, label, third_party_id, period_start, period_end, state, transmission, approved_by, created_at)
       select id, label, "thirdPartyId", "periodStart", "periodEnd", state,
         case when state = 'transmitted' then 'deposited' end, '{demonstration}', "createdAt" from json_to_recordset($1)
         as given (id uuid, label text, "thirdPartyId" uuid, "periodStart" date, "periodEnd" date, state text,
           "createdAt" timestamptz)`,
      [JSON.stringify(cycles)],
    );
    await writeBillingSettings(sql, '', DEMONSTRATION_BILLING);
  });
  log.info({ thirdParties: thirdParties.length, billingCycles: cycles.length, seed }, 'demonstration written');
  return true;
}

const IS_PRESENT_SQL = "to_regclass('vigie_demonstration') is not null";

/** 'foreign': the database holds business data of its own, which nothing invented may join. */
export async function demonstrationState(database: Database): Promise<'present' | 'absent' | 'foreign'> {
  const [row] = await database.query<{ present: boolean; foreign: boolean }>(
    `select ${IS_PRESENT_SQL} as present,
       exists (select from third_parties) or exists (select from billing_cycles) or exists (select from missions)
         as "foreign"`,
  );
  if (row?.present) return 'present';
  return row?.foreign ? 'foreign' : 'absent';
}

/** May simulated vehicles and missions be written here unasked? Never beside an operator's own. */
export async function isSimulatorWelcome(database: Database): Promise<boolean> {
  if (database.kind === 'pglite') return true;
  const [row] = await database.query<{ welcome: boolean }>(
    `select ${IS_PRESENT_SQL}
       or not (exists (select from missions) or exists (select from vehicles)) as welcome`,
  );
  return row?.welcome ?? false;
}
