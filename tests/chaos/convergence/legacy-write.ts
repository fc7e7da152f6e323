import type { ChaosServer } from './chaos-server.ts';
import type { LegacyKind } from './steps.ts';

const nth = (table: string) =>
  `(select id from ${table} order by id offset $1::int % greatest((select count(*) from ${table})::int, 1) limit 1)`;

const CIRCLE = `jsonb_build_object('radiusMetres', 1 + $1::int, 'center', jsonb_build_array(2, 48), 'type', 'Circle')`;

/** What other programs do to the same tables, in plain SQL. Statements that the database refuses are their own fault. */
const STATEMENTS: Readonly<Record<LegacyKind, string>> = {
  customer: `update missions set customer_name = 'legacy ' || $1::int where id = ${nth('missions')}`,
  amount: `update missions set amount = $1::int where id = ${nth('missions')}`,
  distance: `update missions set distance_km = 1 + $1::int where id = ${nth('missions')}`,
  'party-name': `update third_parties set name = 'legacy ' || $1::int where id = ${nth('third_parties')}`,
  // Back to what it was at the beginning: the trap for whoever takes an old edit a second time.
  'revert-name': `update third_parties set name = 'Société Martin & Fils n° ' || i from generate_series(1, 3) as i
    where id = md5('party' || i)::uuid and $1::int is not null`,
  'cycle-label': `update billing_cycles set label = 'legacy ' || $1::int where id = ${nth('billing_cycles')}`,
  'delete-mission': `delete from missions where id = ${nth('missions')} and (select count(*) from missions) > 3`,
  'insert-mission': `insert into missions (reference, planned_start_at, planned_end_at)
    select 'L-' || $1::int, timestamptz '2030-01-01Z', timestamptz '2030-01-01Z' where not exists (
      select from missions where reference = 'L-' || $1::int)`,
  'delete-party': `delete from third_parties p where id = ${nth('third_parties')}
    and not exists (select from missions where third_party_id = p.id)
    and not exists (select from billing_cycles where third_party_id = p.id)
    and not exists (select from third_parties where merged_into = p.id)`,
  'close-cycle': `update billing_cycles set state = 'closed' where id = ${nth('billing_cycles')} and state = 'open' and $1::int % 4 = 0`,
  'insert-fence': `insert into geofences (name, geometry) select 'legacy ' || $1::int, ${CIRCLE}`,
  'fence-outline': `update geofences set geometry = ${CIRCLE} where id = ${nth('geofences')}`,
  'delete-fence': `delete from geofences where id = ${nth('geofences')}`,
  'bad-type': `update third_parties set contact_info = contact_info || '{"siret": ["1", "2"]}' where id = ${nth('third_parties')}`,
};

export function writeAsLegacy(server: ChaosServer, kind: LegacyKind, pick: number): Promise<void> {
  return server.legacy(STATEMENTS[kind], [pick]);
}
