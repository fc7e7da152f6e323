import { guardOwn } from '../database/migrations/row-security.ts';
import type { Step } from '../database/migrations/step.ts';
import { script } from '../database/migrations/steps.ts';

/**
 * Two things that 0012_billing leaves to short steps of their own: a mission that comes to a billing cycle or leaves it is told in the books
 * of that cycle, whoever moves it; and of the books a restricted user sees those of their subsidiaries. They are written by the service
 * itself, but for tariffs and settings.
 */

const OF_SCOPE = 'using (subsidiary = any ((select vigie_scope())::text[]))';

/** A chain is named by the row that it tells of, which the history of changes knows. */
const OF_KNOWN_CHAIN = `using (exists (select from sync_changes as known
  where known.entity = split_part(chain, '/', 1) and known.entity_id = split_part(chain, '/', 2)))`;

export const steps: readonly Step[] = [
  script(
    'books of missions',
    `create trigger vigie_audit_in after insert on missions
       for each row when (new.billing_cycle is not null) execute function vigie_audit_mission();
     create trigger vigie_audit_move after update of billing_cycle on missions
       for each row when (old.billing_cycle is distinct from new.billing_cycle) execute function vigie_audit_mission();
     create trigger vigie_audit_out after delete on missions
       for each row when (old.billing_cycle is not null) execute function vigie_audit_mission();`,
    `drop trigger vigie_audit_out on missions;
     drop trigger vigie_audit_move on missions;
     drop trigger vigie_audit_in on missions;`,
  ),
  guardOwn('billing_settings', 'select, insert, update', OF_SCOPE),
  guardOwn('rate_cards', 'select, insert, update', OF_SCOPE),
  guardOwn('invoices', 'select', OF_SCOPE),
  guardOwn('invoice_series', 'select', OF_SCOPE),
  guardOwn(
    'billing_lines',
    'select',
    'using (exists (select from billing_cycles as cycle where cycle.id = billing_lines.billing_cycle_id))',
  ),
  guardOwn('billing_audit', 'select', OF_KNOWN_CHAIN),
  guardOwn('billing_audit_heads', 'select', OF_KNOWN_CHAIN),
];
