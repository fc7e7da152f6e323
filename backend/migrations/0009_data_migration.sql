-- What migrate-data knows of the free-text customers of the existing system, so that it can be called again and changes nothing twice.

-- Up Migration

-- Under which spellings a third party is known, in each subsidiary (an empty name: in the default one). One that is gone is known no more; it is not referred to by a key, so that third
-- parties can be removed as before.
create table legacy_customers (
  spelling text not null check (length(spelling) <= 500),
  of_subsidiary text not null default '',
  third_party_id uuid not null,
  noted_at timestamptz not null default now(),
  primary key (spelling, of_subsidiary)
);

-- What people said of two names that are near: it is not asked again.
create table legacy_customer_decisions (
  first_name text not null,
  second_name text not null,
  same boolean not null,
  decided_at timestamptz not null default now(),
  primary key (first_name, second_name)
);

-- What it gave to a mission. Where that is gone from the mission, somebody took it away, and it is not given again.
create table legacy_assignments (
  mission_id bigint primary key,
  third_party boolean not null,
  billing_cycle_set boolean not null
);

-- Down Migration

drop table legacy_assignments;
drop table legacy_customer_decisions;
drop table legacy_customers;
