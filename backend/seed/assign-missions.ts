import type { Clock, Disposer } from '../../shared/domain/index.ts';
import type { Database } from '../database/database.ts';
import type { Log } from '../log.ts';
import { comparableName } from '../migrate-data/customer-name.ts';

const BATCH = 250;
const PAUSE_MS = 100;
/** The feed writes its history in the meantime: with nothing new for so long it has ended. */
const QUIET_MS = 15_000;
const LOOK_MS = 2_000;
const DAY_MS = 86_400_000;

/**
 * Gives the missions of the demonstration, as the feed writes them, to the third parties whose name they carry, and the
 * completed ones of more than a week ago to their month's billing cycle. What is spelled too oddly is left to people, as
 * are the missions of later days. Works in the background, in small steps, until no more come in.
 */
export function assignMissions(database: Database, clock: Clock, log: Log): Disposer {
  let stopped = false;
  let cancel: Disposer = () => undefined;
  let lastNewsMs = clock.monotonicMs();

  const step = async () => {
    const assigned = await assignBatch(database, clock.nowMs());
    if (stopped) return;
    if (assigned > 0) {
      lastNewsMs = clock.monotonicMs();
      return schedule(PAUSE_MS);
    }
    const [row] = await database.query<{ some: boolean }>('select exists (select from missions) as some');
    if (!row?.some) lastNewsMs = clock.monotonicMs();
    if (clock.monotonicMs() - lastNewsMs < QUIET_MS) return schedule(LOOK_MS);
    await database.query('update vigie_demonstration set assigned_at = now()');
    log.info('the missions of the demonstration are assigned');
  };
  const schedule = (delayMs: number) => {
    if (stopped) return;
    cancel = clock.after(delayMs, () => {
      step().catch((error: unknown) => {
        if (stopped) return;
        log.warn({ err: error }, 'missions of the demonstration could not be assigned yet');
        schedule(QUIET_MS);
      });
    });
  };
  database
    .query('select from vigie_demonstration where assigned_at is null')
    .then((open) => {
      if (open.length > 0) schedule(LOOK_MS);
    })
    .catch((error: unknown) => log.warn({ err: error }, 'the state of the demonstration is not known'));
  return () => {
    stopped = true;
    cancel();
  };
}

/** Assigns some missions. Answers how many. */
async function assignBatch(database: Database, nowMs: number): Promise<number> {
  const parties = await database.query<{ id: string; name: string }>('select id, name from third_parties');
  const byName = new Map(parties.map(({ id, name }) => [comparableName(name), id]));
  const names = await database.query<{ name: string }>(
    'select distinct customer_name as name from missions where third_party_id is null and customer_name is not null',
  );
  const matches = names.flatMap(({ name }) => {
    const id = byName.get(comparableName(name));
    return id === undefined ? [] : [{ name, id }];
  });
  if (matches.length === 0) return 0;
  const rows = await database.query<{ id: string }>(ASSIGN_SQL, [
    JSON.stringify(matches),
    BATCH,
    new Date(nowMs - 7 * DAY_MS).toISOString(),
  ]);
  return rows.length;
}

const ASSIGN_SQL = `
  update missions set third_party_id = chosen.third_party_id, billing_cycle = (
    select cycles.id from billing_cycles as cycles
    where cycles.third_party_id is null and missions.status = 'completed' and missions.planned_start_at < $3::timestamptz
      and (missions.planned_start_at at time zone 'Europe/Paris')::date between cycles.period_start and cycles.period_end)
  from (
    select missions.id, given.id as third_party_id
    from json_to_recordset($1) as given (name text, id uuid)
      join missions on missions.customer_name = given.name and missions.third_party_id is null
    limit $2) as chosen
  where missions.id = chosen.id
  returning missions.id`;
