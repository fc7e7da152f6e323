import { invoiceNumber } from '../../../shared/domain/billing/index.ts';
import type { Sql } from '../../database/database.ts';

export interface GivenNumber {
  prefix: string;
  year: number;
  count: number;
  number: string;
}

/** The clock was behind that of the last invoice: a number now would be out of order. */
export class ChronologyError extends Error {
  override name = 'ChronologyError';
}

/**
 * The next number of a series, in the transaction that issues the invoice: the series stays locked until it ends, so that a number is
 * given to the next one only when this one is taken, or was not.
 * @param subsidiary who sells: each counts apart
 * @param issuedOn `YYYY-MM-DD`
 * @throws ChronologyError
 */
export async function nextNumber(sql: Sql, subsidiary: string, prefix: string, issuedOn: string): Promise<GivenNumber> {
  const year = Number(issuedOn.slice(0, 4));
  const [given] = await sql.query<{ count: number }>(
    `insert into invoice_series as series (subsidiary, prefix, year, last_count, last_issued_on) values ($4, $1, $2, 1, $3::date)
     on conflict (subsidiary, prefix, year) do update set last_count = series.last_count + 1, last_issued_on = excluded.last_issued_on
       where series.last_issued_on <= excluded.last_issued_on
     returning last_count as count`,
    [prefix, year, issuedOn, subsidiary],
  );
  if (given === undefined)
    throw new ChronologyError(
      `${prefix} of ${year} has an invoice of a later day than ${issuedOn}: set the server's clock`,
    );
  return { prefix, year, count: given.count, number: invoiceNumber(prefix, year, given.count) };
}
