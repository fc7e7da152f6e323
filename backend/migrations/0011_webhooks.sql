-- Addresses of other programs that are told what happens, and what could not be told. Why so: docs/adr/0074-webhooks.md.

-- Up Migration

create table webhooks (
  id uuid primary key,
  url text not null check (length(url) between 1 and 2000),
  description text not null default '' check (length(description) <= 200),
  -- Types of events that it is told of: as they are, or a prefix with an asterisk, as in billing-cycle.*
  event_types text[] not null check (cardinality(event_types) between 1 and 50),
  -- Sealed with the service's own key.
  secret bytea not null,
  state text not null default 'enabled' check (state in ('enabled', 'disabled')),
  -- Why the service has disabled it, or what it was not told of.
  notice text,
  created_by text not null,
  created_at timestamptz not null default now(),
  -- Up to where it has been told the log of events.
  position bigint not null,
  -- Of the event that comes next: how often it was tried, and when it is tried again.
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default '-infinity',
  failing_since timestamptz,
  last_success_at timestamptz,
  last_failure text,
  -- Which process is telling it now, and until when nobody else does.
  lease uuid,
  leased_until timestamptz not null default '-infinity'
);

create table webhook_dead_letters (
  webhook_id uuid not null references webhooks (id) on delete cascade,
  position bigint not null,
  event jsonb not null,
  attempts integer not null,
  failure text not null,
  failed_at timestamptz not null default now(),
  primary key (webhook_id, position)
);

-- Down Migration

drop table webhook_dead_letters;
drop table webhooks;
