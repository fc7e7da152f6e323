import { setTimeout as sleep } from 'node:timers/promises';
import type { AssignAnswer, AssignRequest } from '../../../shared/api/index.ts';
import {
  type Actor,
  AssignTally,
  type AssignRule,
  isEditable,
  type JudgedMission,
  leftOutBy,
  type Refusal,
  spanOfRule,
  type TalliedMission,
  type TimeZone,
} from '../../../shared/domain/index.ts';
import { actAs } from '../../bus/index.ts';
import type { Sql } from '../../database/database.ts';
import type { Reader, Scopes } from '../../database/scope.ts';
import { obstacleOf, refusalByDatabase } from '../mutations/database-refusal.ts';
import { addHands } from './hands.ts';

/** Missions looked at by one statement, and locked by one transaction: other writers wait for no more than these. */
const BATCH = 250;
/** Missions looked at by one question, whether they come in or not. */
const MOST_LOOKED_AT = 20_000;
/** How often a mission that others are changing is looked at, and the first pause between two looks; each is longer by as much. */
const ATTEMPTS = 5;
const PAUSE_MS = 100;
const IN_USE: Refusal = {
  code: 'in-use',
  detail: 'another program is changing this mission and has not ended: ask again',
};

const COLUMNS = `id::text as id, third_party_id as "thirdPartyId", billing_cycle as "billingCycleId", status,
  coalesce(currency, 'EUR') as currency, coalesce(reference, id::text) as reference, round(amount * 100)::float8 as "amountCents"`;
const SCAN_SQL = `
  select ${COLUMNS} from missions
  where missions.id > $1::bigint and coalesce(actual_start_at, planned_start_at, planned_end_at) >= to_timestamp($2::float8 / 1000)
    and coalesce(actual_start_at, planned_start_at, planned_end_at) < to_timestamp($3::float8 / 1000)
  order by missions.id limit ${BATCH}`;

interface FoundMission extends TalliedMission {
  id: string;
}

export interface Assigning {
  cycle: { id: string; currency: string };
  request: AssignRequest;
  actor: Actor;
  zone: TimeZone;
}

/**
 * Brings missions into a cycle by a rule, or counts what it would bring in. A few at a time, each few in a transaction of their own: what
 * changes meanwhile is looked at again under the lock, and refused by itself. Nobody waits for this, nor this for anybody for longer than
 * a second and a half.
 * @param reader whose missions
 */
export async function assignMissions(reader: Reader, scopes: Scopes, assigning: Assigning): Promise<AssignAnswer> {
  const { cycle, request, zone } = assigning;
  const { rule, isDryRun, limit } = request;
  const { fromMs, beforeMs } = spanOfRule(rule, zone);
  const tally = new AssignTally();
  const refused: AssignAnswer['refused'] = [];
  let after = request.after ?? '0';
  for (let lookedAt = 0; lookedAt < MOST_LOOKED_AT && tally.missions + refused.length < limit; ) {
    const found = await reader.query<FoundMission>(SCAN_SQL, [after, fromMs, beforeMs]);
    const last = found.at(-1);
    if (last === undefined) return { ...tally.result(), refused, next: null };
    const room = limit - tally.missions - refused.length;
    const comeIn: FoundMission[] = [];
    after = last.id;
    for (const mission of found) {
      const why = leftOutBy(rule, cycle, mission);
      if (why !== undefined) tally.staysOut(why, [mission.reference]);
      else if (comeIn.length < room) comeIn.push(mission);
      else {
        // The rest is looked at again by the next question.
        after = String(BigInt(mission.id) - 1n);
        break;
      }
    }
    lookedAt += found.length;
    if (isDryRun) for (const mission of comeIn) tally.comesIn(mission);
    else {
      const took = await takeIn(reader, scopes, assigning, comeIn);
      for (const mission of took.in) tally.comesIn(mission);
      refused.push(...took.refused);
    }
  }
  return { ...tally.result(), refused, next: after };
}

interface TakenIn {
  in: FoundMission[];
  refused: AssignAnswer['refused'];
}
interface TookIn extends TakenIn {
  /** Another transaction has them. */
  busy: FoundMission[];
}

/**
 * Missions that others are changing are passed over and looked at again a little later: whoever waits for one while it holds others makes
 * a deadlock, and the database ends either of the two.
 */
async function takeIn(
  reader: Reader,
  scopes: Scopes,
  assigning: Assigning,
  missions: readonly FoundMission[],
): Promise<TakenIn> {
  const taken: TakenIn = { in: [], refused: [] };
  let left = missions;
  for (let attempt = 1; left.length > 0; attempt++) {
    const took = await takeInHalves(reader, scopes, assigning, left);
    taken.in.push(...took.in);
    taken.refused.push(...took.refused);
    left = took.busy;
    if (attempt === ATTEMPTS) break;
    if (left.length > 0) await sleep(PAUSE_MS * attempt);
  }
  taken.refused.push(...left.map((mission) => refusedBy(mission, IN_USE)));
  return taken;
}

/** Where the database refuses some of them it says so of all: halves find out which. */
async function takeInHalves(
  reader: Reader,
  scopes: Scopes,
  assigning: Assigning,
  missions: readonly FoundMission[],
): Promise<TookIn> {
  if (missions.length === 0) return { in: [], refused: [], busy: [] };
  try {
    return await scopes.transaction(reader.scope, (sql) => takeInNow(sql, assigning, missions));
  } catch (error) {
    if (obstacleOf(error) !== undefined) return { in: [], refused: [], busy: [...missions] };
    const refusal = refusalByDatabase(error, { op: 'patch' });
    const [only] = missions;
    if (refusal === undefined || only === undefined) throw error;
    if (missions.length === 1) return { in: [], refused: [refusedBy(only, refusal)], busy: [] };
    const middle = Math.ceil(missions.length / 2);
    const first = await takeInHalves(reader, scopes, assigning, missions.slice(0, middle));
    const second = await takeInHalves(reader, scopes, assigning, missions.slice(middle));
    return {
      in: [...first.in, ...second.in],
      refused: [...first.refused, ...second.refused],
      busy: [...first.busy, ...second.busy],
    };
  }
}

/** Locks in the order mission, billing cycle, as all who write them. */
async function takeInNow(
  sql: Sql,
  { cycle, request: { rule }, actor }: Assigning,
  missions: readonly FoundMission[],
): Promise<TookIn> {
  await actAs(sql, actor.subject);
  const ids = missions.map(({ id }) => id);
  const now = await sql.query<JudgedMission & { id: string }>(
    `select ${COLUMNS} from missions where id = any($1::bigint[]) order by missions.id for no key update skip locked`,
    [ids],
  );
  const had = new Set(now.map(({ id }) => id));
  const there = await sql.query<{ id: string }>(
    'select id::text as id from missions where id = any($1::bigint[]) and not id = any($2::bigint[])',
    [ids, [...had]],
  );
  const held = new Set(there.map(({ id }) => id));
  const busy = missions.filter(({ id }) => held.has(id));
  const looked = missions.filter(({ id }) => !held.has(id));
  const [locked] = await sql.query<{ state: Parameters<typeof isEditable>[0] }>(
    'select state from billing_cycles where id = $1::uuid for no key update',
    [cycle.id],
  );
  if (locked === undefined || !isEditable(locked.state)) {
    const frozen: Refusal = {
      code: 'frozen',
      field: 'billingCycleId',
      detail: 'billingCycleId: the billing cycle is closed',
    };
    return { in: [], refused: missions.map((mission) => refusedBy(mission, frozen)), busy: [] };
  }
  const still = new Set(now.filter((mission) => leftOutBy(rule, cycle, mission) === undefined).map(({ id }) => id));
  const changed = await sql.query<{ id: string }>(
    'update missions set billing_cycle = $2::uuid where id = any($1::bigint[]) returning id::text as id',
    [[...still], cycle.id],
  );
  if (changed.length > 0) await addHands(sql, [cycle.id], actor);
  const done = new Set(changed.map(({ id }) => id));
  return {
    in: looked.filter(({ id }) => done.has(id)),
    refused: looked.flatMap((mission) =>
      done.has(mission.id) ? [] : [refusedBy(mission, whyNot(mission, rule, cycle, now, still))],
    ),
    busy,
  };
}

function whyNot(
  { id }: FoundMission,
  rule: AssignRule,
  cycle: Assigning['cycle'],
  now: readonly (JudgedMission & { id: string })[],
  still: ReadonlySet<string>,
): Refusal {
  if (still.has(id)) return { code: 'not-editable', detail: 'the database left the mission as it was' };
  const mission = now.find((one) => one.id === id);
  if (mission === undefined) return { code: 'not-found', detail: `there is no mission ${id} any more` };
  const why = leftOutBy(rule, cycle, mission) ?? 'status';
  const field = FIELDS[why];
  return { code: 'illegal-action', field, detail: `${field}: it was changed meanwhile (${why})` };
}

const FIELDS = {
  ...{ 'in-this-cycle': 'billingCycleId', 'in-another-cycle': 'billingCycleId', 'other-party': 'thirdPartyId' },
  ...{ 'no-party': 'thirdPartyId', status: 'status', currency: 'currency' },
} as const;

function refusedBy({ id, reference }: FoundMission, reason: Refusal): AssignAnswer['refused'][number] {
  return { missionId: id, reference, reason };
}
