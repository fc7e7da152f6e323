import { type BillingSettings, billingSettings } from '../../../shared/domain/billing/index.ts';
import type { Sql } from '../../database/database.ts';

/**
 * How a subsidiary bills, or undefined where nobody has entered it: then it can invoice nothing.
 * @param subsidiary the empty name: the default one
 */
export async function readBillingSettings(sql: Sql, subsidiary: string): Promise<BillingSettings | undefined> {
  const [row] = await sql.query<{ settings: unknown }>('select settings from billing_settings where subsidiary = $1', [
    subsidiary,
  ]);
  return row === undefined ? undefined : billingSettings.parse(row.settings);
}

/** Replaces them. Within the transaction that says who does it (`actAs`). */
export async function writeBillingSettings(sql: Sql, subsidiary: string, settings: BillingSettings): Promise<void> {
  await sql.query(
    `insert into billing_settings (subsidiary, settings) values ($1, $2::jsonb)
     on conflict (subsidiary) do update set settings = excluded.settings, changed_at = now()`,
    [subsidiary, JSON.stringify(settings)],
  );
}
