-- Up Migration

create table third_parties (
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
);

alter table missions add column third_party_id uuid references third_parties (id);
-- Keyset pages of one third party's missions.
create index missions_third_party_id on missions (third_party_id, id);

-- Down Migration

drop index missions_third_party_id;
alter table missions drop column third_party_id;
drop table third_parties;
