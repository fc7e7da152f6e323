import { type RateCard, rateCard } from '../../../shared/domain/index.ts';
import type { Sql } from '../../database/database.ts';

/**
 * Rate cards, the newest first. There are as many as an operator has tariffs: tens, not thousands.
 * @param subsidiary whose; undefined: of all that the reader sees
 */
export async function readRateCards(sql: Sql, subsidiary?: string): Promise<RateCard[]> {
  const rows = await sql.query<Record<string, unknown>>(
    `select id, label, third_party_id as "thirdPartyId", currency, valid_from::text as "validFrom",
       valid_to::text as "validTo", vat, terms from rate_cards where $1::text is null or subsidiary = $1
     order by valid_from desc, label, id`,
    [subsidiary ?? null],
  );
  return rows.map((row) => rateCard.parse(row));
}

/**
 * Makes a card, or changes it: what was priced by it keeps its price until the cycle is priced anew. It stays the subsidiary's that made it.
 * @returns false where the card of this id is another subsidiary's
 */
export async function writeRateCard(sql: Sql, subsidiary: string, card: RateCard): Promise<boolean> {
  const written = await sql.query(
    `insert into rate_cards as known (id, label, third_party_id, currency, valid_from, valid_to, vat, terms, subsidiary)
     values ($1, $2, $3, $4, $5::date, $6::date, $7::jsonb, $8::jsonb, $9)
     on conflict (id) do update set label = excluded.label, third_party_id = excluded.third_party_id,
       currency = excluded.currency, valid_from = excluded.valid_from, valid_to = excluded.valid_to,
       vat = excluded.vat, terms = excluded.terms where known.subsidiary = excluded.subsidiary
     returning id`,
    [
      ...[card.id, card.label, card.thirdPartyId, card.currency, card.validFrom, card.validTo],
      ...[JSON.stringify(card.vat), JSON.stringify(card.terms), subsidiary],
    ],
  );
  return written.length === 1;
}
