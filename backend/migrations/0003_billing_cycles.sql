-- Up Migration

create table billing_cycles (
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
create index billing_cycles_third_party_id on billing_cycles (third_party_id);

alter table missions add column billing_cycle uuid references billing_cycles (id);
create index missions_billing_cycle on missions (billing_cycle, id);

-- Keyset pages of the existing columns that missions are filtered by.
create index missions_vehicle_id on missions (vehicle_id, id);
create index missions_status on missions (status, id);

-- Down Migration

drop index missions_status;
drop index missions_vehicle_id;
drop index missions_billing_cycle;
alter table missions drop column billing_cycle;
drop table billing_cycles;
