import type { Step } from '../database/migrations/step.ts';
import { addColumn, addConstraint, createIndex, script } from '../database/migrations/steps.ts';

/** Third parties, and which of them a mission is for. */
export const steps: readonly Step[] = [
  script(
    'third parties',
    `create table third_parties (
      id uuid primary key default gen_random_uuid(),
      name text not null check (name <> ''),
      type text not null default 'customer'
        check (type in ('customer', 'supplier', 'subcontractor', 'authority', 'other')),
      -- Other programs may add keys of their own. The keys that Vigie shows must be text.
      contact_info jsonb not null default '{}'
        check (
          jsonb_typeof(contact_info) = 'object'
          and coalesce(jsonb_typeof(contact_info -> 'email'), 'string') = 'string'
          and coalesce(jsonb_typeof(contact_info -> 'phone'), 'string') = 'string'
          and coalesce(jsonb_typeof(contact_info -> 'address'), 'string') = 'string'
          and coalesce(jsonb_typeof(contact_info -> 'city'), 'string') = 'string'
          and coalesce(jsonb_typeof(contact_info -> 'postalCode'), 'string') = 'string'
          and coalesce(jsonb_typeof(contact_info -> 'country'), 'string') = 'string'
        ),
      created_at timestamptz not null default now()
    )`,
    'drop table third_parties',
  ),
  addColumn('missions', 'third_party_id', 'uuid'),
  ...addConstraint(
    'missions',
    'missions_third_party_id_fkey',
    'foreign key (third_party_id) references third_parties (id)',
  ),
  // Keyset pages of one third party's missions.
  createIndex('missions_third_party_id', 'missions (third_party_id, id)'),
];
