import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createBackend } from '../../../backend/app.ts';
import { ROLES } from '../../../shared/domain/index.ts';
import type { Database } from '../../../backend/database/database.ts';
import { migratedDatabase } from '../../support/database.ts';
import { silentLog } from '../../support/silent-log.ts';
import { sorted, texts } from './row-text.ts';
import { insertRows, type RowCounts } from '../../support/business-rows.ts';
import { type Alarm, alarmAfter, alarmEventOf, geofenceGeometry, geometryText } from '../../../shared/domain/index.ts';
import { putAlarms, raisedAlarm } from '../../support/alarm-fixtures.ts';

/** What the server holds at the end of a round. */
export interface ServerState {
  /** JSON text of each row, by `entity/id`. */
  rows: Map<string, string>;
  /** How often each value that a client entered was written into a row. */
  written: Map<string, number>;
  /** What became of each mutation; more than one outcome is a fault. */
  outcomes: Map<string, string[]>;
}

/** A real backend on a real database, which can be restarted and emptied. */
export interface ChaosServer {
  url(): string;
  readonly token: string;
  /** Back to the rows of before the first edit, as another history. */
  reset(): Promise<void>;
  restart(): Promise<void>;
  /** A program that knows nothing of Vigie writes into the tables. */
  legacy(statement: string, values: readonly unknown[]): Promise<void>;
  state(): Promise<ServerState>;
  stop(): Promise<void>;
}

const FEW_ROWS: RowCounts = { vehicles: 2, thirdParties: 3, billingCycles: 3, missions: 6 };

/** Notes each value that the service writes. What other programs write is not noted: they may write the same twice. */
const AUDIT = `
  create table chaos_written (value text not null);
  create function chaos_note() returns trigger language plpgsql as $note$
  declare
    field text;
    before jsonb := case when tg_op = 'UPDATE' then to_jsonb(old) else '{}' end;
    after jsonb := to_jsonb(new);
  begin
    if current_setting('chaos.legacy', true) = 'yes' then return null; end if;
    foreach field in array string_to_array(tg_argv[0], ',') loop
      if (before ->> field) is distinct from (after ->> field) and (after ->> field) is not null then
        insert into chaos_written values (after ->> field);
      end if;
    end loop;
    return null;
  end
  $note$;
  create trigger chaos_note after insert or update on third_parties for each row execute function chaos_note('name');
  create trigger chaos_note after insert on alarm_events for each row execute function chaos_note('note');
  create trigger chaos_note after insert or update on geofences for each row execute function chaos_note('name');
  create trigger chaos_note after insert or update on billing_cycles for each row execute function chaos_note('label');
  create trigger chaos_note after insert or update on missions for each row execute function chaos_note('customer_name,amount');
  create table chaos_outcomes (mutation_id text not null, outcome text not null);
  create function chaos_remember() returns trigger language plpgsql as $remember$
  begin
    -- The final word of the transaction, not what it began with.
    insert into chaos_outcomes select mutation_id::text, outcome from sync_mutations where mutation_id = new.mutation_id;
    return null;
  end
  $remember$;
  create constraint trigger chaos_remember after insert on sync_mutations deferrable initially deferred
    for each row execute function chaos_remember();`;

/** The server that is broken on purpose: it forgets each id as soon as its transaction ends. */
const FORGETFUL = `
  create function chaos_forget() returns trigger language plpgsql as $forget$
  begin
    delete from sync_mutations where mutation_id = new.mutation_id;
    return null;
  end
  $forget$;
  create constraint trigger chaos_zforget after insert on sync_mutations deferrable initially deferred
    for each row execute function chaos_forget();`;

const PARTIES_SQL = `select id::text as id, name, type, contact_info, merged_into::text as into,
  case when merged_into is not null then 'merged' when archived_at is not null then 'archived' else 'active' end as standing
  from third_parties`;
const CYCLES_SQL = `select id::text as id, label, third_party_id::text as party, period_start::text as first, period_end::text as last,
  state, currency from billing_cycles`;
const MISSIONS_SQL = `select id::text as id, customer_name as customer, third_party_id::text as party, billing_cycle::text as cycle,
  round(amount * 100)::bigint::text as cents, status, driver from missions`;

// Who was first to acknowledge stays; each note is one line of the journal.
const ALARMS_SQL = `select id::text as id, acknowledged_note as note, (closed_at is not null)::text as closed,
  (select string_agg(line.note, ' ' order by line.seq) from alarm_events as line where line.alarm_id = alarms.id and line.kind = 'noted') as notes
  from alarms`;

const FENCES_SQL = 'select id::text as id, name, kind, geometry from geofences';

type Texts<Name extends string> = Record<Name, string | null>;

async function readRows(database: Database): Promise<Map<string, string>> {
  const rows = new Map<string, string>();
  const parties = await database.query<
    Texts<'id' | 'name' | 'type' | 'into' | 'standing'> & { contact_info: Record<string, unknown> }
  >(PARTIES_SQL);
  for (const row of parties)
    rows.set(`third-party/${row.id}`, texts(row.name, row.type, sorted(row.contact_info), row.standing, row.into));
  const cycles =
    await database.query<Texts<'id' | 'label' | 'party' | 'first' | 'last' | 'state' | 'currency'>>(CYCLES_SQL);
  for (const row of cycles) {
    rows.set(`billing-cycle/${row.id}`, texts(row.label, row.party, row.first, row.last, row.state, row.currency));
  }
  const missions =
    await database.query<Texts<'id' | 'customer' | 'party' | 'cycle' | 'cents' | 'status' | 'driver'>>(MISSIONS_SQL);
  for (const row of missions) {
    rows.set(`mission/${row.id}`, texts(row.customer, row.party, row.cycle, row.cents, row.status, row.driver));
  }
  const fences = await database.query<{ id: string; name: string; kind: string; geometry: unknown }>(FENCES_SQL);
  for (const { id, name, kind, geometry } of fences) {
    rows.set(`geofence/${id}`, texts(name, kind, geometryText(geofenceGeometry.parse(geometry))));
  }
  for (const { id, note, closed, notes } of await database.query<Texts<'id' | 'note' | 'closed' | 'notes'>>(ALARMS_SQL))
    rows.set(`alarm/${id}`, texts(note, closed, notes ?? ''));
  return rows;
}

/** Alarms that have returned: what becomes of them is up to people alone. */
function returnedAlarms(): Alarm[] {
  return ['1', '2', '3'].map((subjectId) => {
    const alarm = raisedAlarm({
      id: `0198a000-0000-7000-8000-00000000000${subjectId}`,
      subjectId,
      vehicleId: subjectId,
    });
    return alarmAfter(alarm, alarmEventOf({ alarmId: alarm.id, kind: 'returned', at: '2026-03-01T06:40:00.000Z' }));
  });
}

export async function startChaosServer(
  options: { isForgetful?: boolean; counts?: RowCounts } = {},
): Promise<ChaosServer> {
  const { isForgetful = false, counts = FEW_ROWS } = options;
  const database = await migratedDatabase();
  await database.execute(AUDIT);
  if (isForgetful) await database.execute(FORGETFUL);
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-chaos-'));
  // The backend ends with each restart, the database does not.
  const kept: Database = {
    kind: database.kind,
    place: database.place,
    query: (statement, values) => database.query(statement, values),
    execute: (script) => database.execute(script),
    transaction: (work) => database.transaction(work),
    session: (work) => database.session(work),
    listen: (channel, action) => database.listen(channel, action),
    close: () => Promise.resolve(),
  };
  const start = async () => {
    const backend = await createBackend({ dataFolder: folder, database: kept, log: silentLog });
    const { url } = await backend.listen();
    return { backend, url };
  };
  let running = await start();
  const token = await running.backend.tokenFor('chaos', ROLES);
  const restart = async () => {
    await running.backend.close();
    running = await start();
  };

  return {
    url: () => running.url,
    token,
    restart,
    async reset() {
      await database.execute(`
        set chaos.legacy = 'yes';
        truncate missions, billing_cycles, third_parties, vehicles, geofences restart identity cascade;
        set session_replication_role = replica; delete from alarm_events; delete from alarms; set session_replication_role = origin;
        truncate sync_changes, sync_mutations, chaos_written, chaos_outcomes;`);
      await insertRows(database, counts);
      await putAlarms(database, ...returnedAlarms());
      await database.execute(`update sync_meta set epoch = gen_random_uuid(); reset chaos.legacy;`);
      await restart();
    },
    legacy: (statement, values) =>
      database.transaction(async (sql) => {
        await sql.query("set local chaos.legacy = 'yes'");
        await sql.query(statement, values);
      }),
    async state() {
      const written = await database.query<{ value: string; count: number }>(
        'select value, count(*)::int as count from chaos_written group by value',
      );
      const outcomes = await database.query<{ id: string; outcome: string }>(
        'select mutation_id as id, outcome from chaos_outcomes',
      );
      const byId = Map.groupBy(outcomes, ({ id }) => id);
      return {
        rows: await readRows(database),
        written: new Map(written.map(({ value, count }) => [value, count])),
        outcomes: new Map([...byId].map(([id, taken]) => [id, taken.map(({ outcome }) => outcome)])),
      };
    },
    async stop() {
      await running.backend.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
