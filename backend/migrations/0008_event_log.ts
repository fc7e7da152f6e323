import type { Step } from '../database/migrations/step.ts';
import { script, writersEnded } from '../database/migrations/steps.ts';

/**
 * What has happened, as a log that is read by position: the transactional outbox. An event is written in the transaction of the change that it
 * tells of, also where another program makes it. Later it is given its position, one transaction at a time, so that whoever has read up to a
 * position has missed nothing. Why it holds: docs/adr/0070-event-log.md.
 */
const LOG = `
create table event_log (
  -- In the order of writing. Whoever writes of a row holds that row's lock: of one row this is the order of commits.
  seq bigint generated always as identity primary key,
  -- Place in the log, without a gap. Null: written, and not numbered yet.
  position bigint,
  type text not null check (length(type) between 1 and 100),
  entity text not null check (length(entity) between 1 and 50),
  entity_id text not null check (length(entity_id) between 1 and 200),
  -- Of the row's change, where the event tells of one.
  version bigint,
  -- Subject of a token, or the database role of another program.
  actor text not null check (length(actor) <= 300),
  occurred_at timestamptz not null default clock_timestamp(),
  payload jsonb not null default '{}' check (jsonb_typeof(payload) = 'object' and octet_length(payload::text) <= 4096)
);
create unique index event_log_position on event_log (position) where position is not null;
create index event_log_fresh on event_log (seq) where position is null;

create table event_head (
  id smallint primary key default 1 check (id = 1),
  -- The newest position that was given.
  position bigint not null default 0,
  -- The newest one that maintenance has removed.
  trimmed_to bigint not null default 0,
  -- Which process passes events on to the others, and until when nobody else does.
  relay text,
  relay_until timestamptz not null default '-infinity'
);
insert into event_head default values;

-- Numbers what is fresh. Who holds the head's row is the only one who numbers, until the commit: positions become visible in
-- their order. Where somebody else is at it, does nothing. The second statement has a snapshot of its own, taken with the row held.
create function vigie_number_events(most integer) returns bigint language plpgsql as $function$
declare
  head bigint;
  numbered bigint;
begin
  if not exists (select from event_log where position is null) then return 0; end if;
  select position into head from event_head for update skip locked;
  if head is null then return 0; end if;
  with fresh as (select seq from event_log where position is null order by seq limit most),
    placed as (select seq, row_number() over (order by seq) as place from fresh)
  update event_log set position = head + placed.place from placed where event_log.seq = placed.seq;
  get diagnostics numbered = row_count;
  if numbered > 0 then
    update event_head set position = head + numbered;
    perform pg_notify('vigie_sync', '');
  end if;
  return numbered;
end
$function$;

-- Who changes things: what the service has said in this transaction, else the role that another program signed in with.
create function vigie_actor() returns text language sql stable as $function$
  select left(coalesce(nullif(current_setting('vigie.actor', true), ''), 'database:' || session_user), 300)
$function$;

do $path$
begin
  execute format('alter function vigie_actor() set search_path = pg_catalog, %I, pg_temp', current_schema());
end
$path$;
`;

const DROP_LOG = `
drop function vigie_actor();
drop function vigie_number_events(integer);
drop table event_head;
drop table event_log;
`;

const TELL = `
-- As in 0004_change_capture.sql, and an event for each change. Bulk work that tells of itself in one event sets vigie.row_events to
-- off within its transaction.
create or replace function vigie_capture_change() returns trigger language plpgsql security definer as $function$
declare
  version_now bigint;
  is_told constant boolean := current_setting('vigie.row_events', true) is distinct from 'off';
  verb text := case when tg_op = 'INSERT' then 'created' else 'changed' end;
  payload jsonb := '{}';
begin
  if tg_op = 'DELETE' or (tg_op = 'UPDATE' and old.id <> new.id) then
    insert into sync_changes as known (entity, entity_id, xid, seq, version, deleted, changed_at)
      values (tg_argv[0], old.id::text, pg_current_xact_id(), nextval('sync_changes_seq'), 1, true, clock_timestamp())
      on conflict (entity, entity_id) do update set xid = excluded.xid, seq = excluded.seq,
        version = known.version + 1, deleted = true, changed_at = excluded.changed_at
      returning version into version_now;
    verb := 'created';
    if is_told then
      insert into event_log (type, entity, entity_id, version, actor)
        values (tg_argv[0] || '.removed', tg_argv[0], old.id::text, version_now, vigie_actor());
    end if;
  end if;
  if tg_op <> 'DELETE' then
    insert into sync_changes as known (entity, entity_id, xid, seq, version, deleted, changed_at)
      values (tg_argv[0], new.id::text, pg_current_xact_id(), nextval('sync_changes_seq'), 1, false, clock_timestamp())
      on conflict (entity, entity_id) do update set xid = excluded.xid, seq = excluded.seq,
        version = known.version + 1, deleted = false, changed_at = excluded.changed_at
      returning version into version_now;
    if is_told then
      if tg_argv[0] = 'billing-cycle' and tg_op = 'UPDATE' and to_jsonb(old) -> 'state' <> to_jsonb(new) -> 'state' then
        verb := 'state-changed';
        payload := jsonb_build_object('from', to_jsonb(old) -> 'state', 'to', to_jsonb(new) -> 'state');
      end if;
      insert into event_log (type, entity, entity_id, version, actor, payload)
        values (tg_argv[0] || '.' || verb, tg_argv[0], new.id::text, version_now, vigie_actor(), payload);
    end if;
  end if;
  return null;
end
$function$;

-- As in 0004_change_capture.sql, and one event for the table.
create or replace function vigie_capture_truncate() returns trigger language plpgsql security definer as $function$
declare
  removed bigint;
begin
  update sync_changes set xid = pg_current_xact_id(), seq = nextval('sync_changes_seq'), version = version + 1,
    deleted = true, changed_at = clock_timestamp()
    where entity = tg_argv[0] and not deleted;
  get diagnostics removed = row_count;
  if removed > 0 then
    insert into event_log (type, entity, entity_id, actor, payload)
      values (tg_argv[0] || '.all-removed', tg_argv[0], '*', vigie_actor(), jsonb_build_object('count', removed));
  end if;
  return null;
end
$function$;

do $path$
begin
  execute format('alter function vigie_capture_change() set search_path = pg_catalog, %I, pg_temp', current_schema());
  execute format('alter function vigie_capture_truncate() set search_path = pg_catalog, %I, pg_temp', current_schema());
end
$path$;
`;

const TELL_NO_MORE = `
create or replace function vigie_capture_change() returns trigger language plpgsql security definer as $function$
begin
  if tg_op = 'DELETE' or (tg_op = 'UPDATE' and old.id <> new.id) then
    insert into sync_changes as known (entity, entity_id, xid, seq, version, deleted, changed_at)
      values (tg_argv[0], old.id::text, pg_current_xact_id(), nextval('sync_changes_seq'), 1, true, clock_timestamp())
      on conflict (entity, entity_id) do update set xid = excluded.xid, seq = excluded.seq,
        version = known.version + 1, deleted = true, changed_at = excluded.changed_at;
  end if;
  if tg_op <> 'DELETE' then
    insert into sync_changes as known (entity, entity_id, xid, seq, version, deleted, changed_at)
      values (tg_argv[0], new.id::text, pg_current_xact_id(), nextval('sync_changes_seq'), 1, false, clock_timestamp())
      on conflict (entity, entity_id) do update set xid = excluded.xid, seq = excluded.seq,
        version = known.version + 1, deleted = false, changed_at = excluded.changed_at;
  end if;
  return null;
end
$function$;

create or replace function vigie_capture_truncate() returns trigger language plpgsql security definer as $function$
begin
  update sync_changes set xid = pg_current_xact_id(), seq = nextval('sync_changes_seq'), version = version + 1,
    deleted = true, changed_at = clock_timestamp()
    where entity = tg_argv[0] and not deleted;
  return null;
end
$function$;

do $path$
begin
  execute format('alter function vigie_capture_change() set search_path = pg_catalog, %I, pg_temp', current_schema());
  execute format('alter function vigie_capture_truncate() set search_path = pg_catalog, %I, pg_temp', current_schema());
end
$path$;
`;

export const steps: readonly Step[] = [
  script('log', LOG, DROP_LOG),
  // On the way down: a statement under way still writes into the log, with the function as it was.
  writersEnded(['missions', 'vehicles', 'third_parties', 'billing_cycles', 'geofences']),
  script('events of changes', TELL, TELL_NO_MORE),
];
