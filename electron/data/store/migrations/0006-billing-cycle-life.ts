import type { Migration } from './migration.ts';

/**
 * Where a billing cycle stands beyond its state, and whose hands were in it. The cycles that are here were pulled by a program that did not
 * keep this: an epoch that no server has makes the next contact with the server read everything anew.
 */
export const billingCycleLifeMigration: Migration = {
  version: 6,
  up(writer) {
    writer.execute(`
      ALTER TABLE billing_cycles ADD COLUMN price_by TEXT NOT NULL DEFAULT 'amount';
      ALTER TABLE billing_cycles ADD COLUMN transmission TEXT;
      ALTER TABLE billing_cycles ADD COLUMN is_credited INTEGER NOT NULL DEFAULT 0;
      -- A JSON array of texts.
      ALTER TABLE billing_cycles ADD COLUMN contributors TEXT NOT NULL DEFAULT '[]';
      ALTER TABLE billing_cycles ADD COLUMN last_step_by TEXT;
      UPDATE billing_cycles SET transmission = 'deposited' WHERE state = 6;

      UPDATE sync_state SET epoch = '' WHERE epoch IS NOT NULL;
    `);
  },
};
