import type { Step } from '../database/migrations/step.ts';
import { addColumn, addConstraint, createIndex, script } from '../database/migrations/steps.ts';

/** Billing cycles, and the one that a mission belongs to. */
export const steps: readonly Step[] = [
  script(
    'billing cycles',
    `create table billing_cycles (
      id uuid primary key default gen_random_uuid(),
      label text not null check (label <> ''),
      -- Null: the cycle bills every third party.
      third_party_id uuid references third_parties (id),
      -- First and last day, both within the period.
      period_start date not null,
      period_end date not null,
      state text not null default 'draft'
        check (state in ('draft', 'open', 'closed', 'in-validation', 'validated', 'invoiced', 'transmitted')),
      currency char(3) not null default 'EUR',
      created_at timestamptz not null default now(),
      check (period_end >= period_start and period_start >= date '0001-01-01' and period_end <= date '9999-12-31')
    );
    create index billing_cycles_third_party_id on billing_cycles (third_party_id)`,
    'drop table billing_cycles',
  ),
  addColumn('missions', 'billing_cycle', 'uuid'),
  ...addConstraint(
    'missions',
    'missions_billing_cycle_fkey',
    'foreign key (billing_cycle) references billing_cycles (id)',
  ),
  createIndex('missions_billing_cycle', 'missions (billing_cycle, id)'),
  // Keyset pages of the existing columns that missions are filtered by.
  createIndex('missions_vehicle_id', 'missions (vehicle_id, id)'),
  createIndex('missions_status', 'missions (status, id)'),
];
