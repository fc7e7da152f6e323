import type { MergeRemainder } from '../../../shared/domain/index.ts';
import type { Sql } from '../../database/database.ts';

/** What can name a third party, and moves with it. The invoices that name one never move. */
const USES = [
  { entity: 'mission', table: 'missions', key: 'bigint', title: 'coalesce(reference, id::text)' },
  { entity: 'billing-cycle', table: 'billing_cycles', key: 'uuid', title: 'label' },
  { entity: 'rate-card', table: 'rate_cards', key: 'uuid', title: 'label' },
] as const;
type Use = (typeof USES)[number];
type Moved = Record<Use['entity'], number>;

/** As many as a report names. */
const MOST_NAMED = 50;

/** Lets all that names the one name the other, and remembers what it was. */
export async function moveUses(sql: Sql, loserId: string, survivorId: string): Promise<Moved> {
  const moved: Moved = { mission: 0, 'billing-cycle': 0, 'rate-card': 0 };
  for (const { entity, table } of USES) {
    const rows = await sql.query<{ count: number }>(
      `with moved as (update ${table} set third_party_id = $2::uuid where third_party_id = $1::uuid returning id),
         noted as (insert into third_party_moves (third_party_id, entity, entity_id)
           select $1::uuid, '${entity}', id::text from moved returning entity_id)
       select count(*)::int as count from noted`,
      [loserId, survivorId],
    );
    moved[entity] = rows[0]?.count ?? 0;
  }
  return moved;
}

/** What of a use keeps it where it is, as SQL over its row `used`; null: nothing does. */
function obstacle({ entity }: Use): string {
  const frozen = {
    mission: `exists (select from billing_cycles where id = used.billing_cycle and state not in ('draft', 'open'))`,
    'billing-cycle': `used.state not in ('draft', 'open')`,
    'rate-card': 'false',
  }[entity];
  return `case when used.id is null then 'gone' when used.third_party_id is distinct from $2::uuid then 'changed'
    when ${frozen} then 'frozen' end`;
}

/**
 * Lets what a merge moved name the first again, where it names the other still and is not frozen.
 * @returns what stays with the other: how many, and the first of them
 */
export async function moveBack(
  sql: Sql,
  loserId: string,
  survivorId: string,
): Promise<{ keptCount: number; kept: MergeRemainder[] }> {
  const kept: MergeRemainder[] = [];
  let keptCount = 0;
  for (const use of USES) {
    const { entity, table, key, title } = use;
    const staying = await sql.query<{ id: string; title: string; why: MergeRemainder['why'] }>(
      `select moves.entity_id as id, coalesce((select ${title} from ${table} where id = moves.entity_id::${key}), moves.entity_id) as title,
         ${obstacle(use)} as why
       from third_party_moves as moves left join ${table} as used on used.id = moves.entity_id::${key}
       where moves.third_party_id = $1::uuid and moves.entity = '${entity}' and ${obstacle(use)} is not null
       order by moves.entity_id`,
      [loserId, survivorId],
    );
    keptCount += staying.length;
    kept.push(...staying.slice(0, MOST_NAMED - kept.length).map((row) => ({ entity, ...row })));
    await sql.query(
      `update ${table} as used set third_party_id = $1::uuid
       from third_party_moves as moves
       where moves.third_party_id = $1::uuid and moves.entity = '${entity}' and used.id = moves.entity_id::${key}
         and ${obstacle(use)} is null`,
      [loserId, survivorId],
    );
  }
  await sql.query('delete from third_party_moves where third_party_id = $1::uuid', [loserId]);
  return { keptCount, kept };
}
