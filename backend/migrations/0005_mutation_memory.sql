-- What became of each edit that a desktop ever sent: a mutation id has one outcome, for ever. It is written in the
-- transaction of the edit itself, so that a copy of a request, however late, changes nothing a second time.
-- Rows are never cleared away: nobody can say how long a desktop stays in a drawer, and one takes about 100 bytes.
-- They also tell who changed what through Vigie. Why: docs/adr/0014-one-outcome-for-each-edit.md.

-- Up Migration

create table sync_mutations (
  mutation_id uuid primary key,
  -- Who sent it, as the token said.
  subject text not null,
  entity text not null,
  entity_id text not null,
  op text not null check (op in ('create', 'patch', 'delete', 'action', 'cancel')),
  outcome text not null check (outcome in ('applied', 'conflict', 'rejected')),
  -- Of a conflict its fields, of a rejection its reason.
  details jsonb check ((details is null) = (outcome = 'applied')),
  -- By the desktop's clock, which may be wrong: for people.
  made_at timestamptz not null,
  received_at timestamptz not null default now()
);

-- Down Migration

drop table sync_mutations;
