import type { Refusal } from '../../../shared/domain/index.ts';
import type { Sql } from '../../database/database.ts';

interface Found {
  name: string;
  subsidiary: string;
  standing: 'active' | 'archived' | 'merged';
}

/**
 * What keeps a third party from being merged into another. Both are locked.
 *
 * What the books name stays as it is: an account of issued invoices has one customer (Code de commerce, article L123-22; LPF, article A47
 * So the one that goes must not be named by an invoice, nor by a cycle that is closed; the one that stays may be.
 */
export async function refuseMerge(sql: Sql, loserId: string, survivorId: string): Promise<Refusal | undefined> {
  const loser = await partyOf(sql, loserId);
  const survivor = await partyOf(sql, survivorId);
  if (loser === undefined || survivor === undefined)
    return { code: 'reference-missing', field: 'into', detail: `into: there is no third party ${survivorId}` };
  if (survivor.standing !== 'active')
    return { code: 'archived', field: 'into', detail: `into: "${survivor.name}" is ${survivor.standing}` };
  if (loser.subsidiary !== survivor.subsidiary)
    return { code: 'forbidden', field: 'into', detail: 'into: the two belong to different subsidiaries' };
  return (
    (await refuseBooks(sql, loserId)) ??
    (await refuseCycles(sql, loserId, survivorId)) ??
    refuseCards(sql, loserId, survivorId)
  );
}

async function partyOf(sql: Sql, id: string): Promise<Found | undefined> {
  const [found] = await sql.query<Found>(
    `select name, coalesce(subsidiary, '') as subsidiary,
       case when merged_into is not null then 'merged' when archived_at is not null then 'archived' else 'active' end as standing
     from third_parties where id = $1::uuid`,
    [id],
  );
  return found;
}

async function refuseBooks(sql: Sql, loserId: string): Promise<Refusal | undefined> {
  const [invoice] = await sql.query<{ number: string }>(
    'select number from invoices where third_party_id = $1::uuid order by created_at limit 1',
    [loserId],
  );
  if (invoice !== undefined) return { code: 'in-books', detail: `invoice ${invoice.number} names it` };
  const [cycle] = await sql.query<{ label: string; state: string }>(
    `select label, state from billing_cycles as cycle
     where state not in ('draft', 'open') and (third_party_id = $1::uuid
       or exists (select from missions where billing_cycle = cycle.id and third_party_id = $1::uuid))
     order by period_start limit 1 for share`,
    [loserId],
  );
  if (cycle === undefined) return undefined;
  const isBilled = cycle.state === 'invoiced' || cycle.state === 'transmitted';
  return { code: isBilled ? 'in-books' : 'frozen', detail: `billing cycle "${cycle.label}" is ${cycle.state}` };
}

/** The other may not bill the same days twice from then on. */
async function refuseCycles(sql: Sql, loserId: string, survivorId: string): Promise<Refusal | undefined> {
  const [pair] = await sql.query<{ one: string; other: string }>(
    `select going.label as one, staying.label as other
     from billing_cycles as going join billing_cycles as staying
       on staying.third_party_id = $2::uuid and staying.state <> 'draft' and not staying.is_credited
       and staying.currency = going.currency
       and staying.period_start <= going.period_end and staying.period_end >= going.period_start
     where going.third_party_id = $1::uuid and going.state = 'open' limit 1`,
    [loserId, survivorId],
  );
  if (pair === undefined) return undefined;
  return { code: 'overlapping', detail: `billing cycles "${pair.one}" and "${pair.other}" would bill the same days` };
}

/** Nor be charged by two rate cards in the same days. */
async function refuseCards(sql: Sql, loserId: string, survivorId: string): Promise<Refusal | undefined> {
  const [pair] = await sql.query<{ one: string; other: string }>(
    `select going.label as one, staying.label as other
     from rate_cards as going join rate_cards as staying
       on staying.third_party_id = $2::uuid and staying.currency = going.currency
       and daterange(staying.valid_from, staying.valid_to, '[]') && daterange(going.valid_from, going.valid_to, '[]')
     where going.third_party_id = $1::uuid limit 1`,
    [loserId, survivorId],
  );
  if (pair === undefined) return undefined;
  return { code: 'overlapping', detail: `rate cards "${pair.one}" and "${pair.other}" would hold on the same days` };
}
