import { fillChanges } from '../database/migrations/fill-changes.ts';
import type { Step } from '../database/migrations/step.ts';
import { script } from '../database/migrations/steps.ts';

/**
 * One row for each entity that was ever synchronised: when it last changed, in the order in which pulls read changes. Triggers keep it, so
 * that what other programs write straight into the tables counts as well. Why (xid, seq) never skips a change:
 * docs/adr/0011-change-order.md.
 */
const HISTORY = `
create table sync_meta (
  id smallint primary key default 1 check (id = 1),
  -- Identity of this history of changes. A cursor of another epoch starts again.
  epoch uuid not null,
  -- Which database this history belongs to, see vigie_fingerprint().
  fingerprint text not null,
  renewed_at timestamptz not null default now()
);

create sequence sync_changes_seq;

create table sync_changes (
  entity text not null,
  entity_id text not null,
  -- The transaction that made the last change.
  xid xid8 not null,
  seq bigint not null,
  version bigint not null,
  deleted boolean not null,
  changed_at timestamptz not null,
  primary key (entity, entity_id)
);
create unique index sync_changes_order on sync_changes (xid, seq);

-- Restored from a dump, or promoted after a failover, a database has another system, timeline, database or table
-- identity: what its clients have cached may then be newer than what it holds.
create function vigie_fingerprint() returns text language sql as $function$
  select concat_ws('/',
    (select system_identifier from pg_control_system()),
    left(pg_walfile_name(pg_current_wal_lsn()), 8),
    (select oid from pg_database where datname = current_database()),
    'sync_meta'::regclass::oid)
$function$;

insert into sync_meta (epoch, fingerprint) values (gen_random_uuid(), vigie_fingerprint());

-- The owner's rights and search path: programs that write missions need know nothing of the tables behind this.
create function vigie_capture_change() returns trigger language plpgsql security definer as $function$
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

create function vigie_capture_truncate() returns trigger language plpgsql security definer as $function$
begin
  update sync_changes set xid = pg_current_xact_id(), seq = nextval('sync_changes_seq'), version = version + 1,
    deleted = true, changed_at = clock_timestamp()
    where entity = tg_argv[0] and not deleted;
  return null;
end
$function$;

-- Tells the service that there is something new, once a transaction and only where something did change.
create function vigie_poke() returns trigger language plpgsql security definer as $function$
begin
  if exists (select from sync_changes where xid = pg_current_xact_id_if_assigned()) then
    perform pg_notify('vigie_sync', '');
  end if;
  return null;
end
$function$;

-- How far the rows that were there before the triggers have been entered.
create table sync_fill (
  entity text primary key,
  -- The last key, and how many.
  after text not null,
  rows bigint not null
);

do $path$
begin
  execute format('alter function vigie_capture_change() set search_path = pg_catalog, %I, pg_temp', current_schema());
  execute format('alter function vigie_capture_truncate() set search_path = pg_catalog, %I, pg_temp', current_schema());
  execute format('alter function vigie_poke() set search_path = pg_catalog, %I, pg_temp', current_schema());
end
$path$;
`;

const DROP_HISTORY = `
drop function vigie_poke();
drop function vigie_capture_truncate();
drop function vigie_capture_change();
drop function vigie_fingerprint();
drop table sync_fill;
drop table sync_changes;
drop sequence sync_changes_seq;
drop table sync_meta;
`;

/** One table at a time: who waits for one of them is not kept from the others. */
function capture(table: string, entity: string): Step {
  return script(
    `triggers of ${table}`,
    `create trigger vigie_capture_write after insert or delete on ${table}
       for each row execute function vigie_capture_change('${entity}');
     -- Compared as images: works for columns of any type. An update that changes nothing makes no change.
     create trigger vigie_capture_update after update on ${table}
       for each row when (old.* operator(pg_catalog.*<>) new.*) execute function vigie_capture_change('${entity}');
     create trigger vigie_capture_truncate after truncate on ${table}
       for each statement execute function vigie_capture_truncate('${entity}');
     -- Triggers on one event fire in the order of their names: this one after the captures.
     create trigger vigie_poke after insert or update or delete or truncate on ${table}
       for each statement execute function vigie_poke();`,
    `drop trigger vigie_poke on ${table};
     drop trigger vigie_capture_truncate on ${table};
     drop trigger vigie_capture_update on ${table};
     drop trigger vigie_capture_write on ${table};`,
  );
}

export const steps: readonly Step[] = [
  script('history of changes', HISTORY, DROP_HISTORY),
  capture('vehicles', 'vehicle'),
  capture('third_parties', 'third-party'),
  capture('billing_cycles', 'billing-cycle'),
  capture('missions', 'mission'),
  fillChanges({ entity: 'vehicle', table: 'vehicles', key: 'bigint' }),
  fillChanges({ entity: 'third-party', table: 'third_parties', key: 'uuid' }),
  fillChanges({ entity: 'billing-cycle', table: 'billing_cycles', key: 'uuid' }),
  fillChanges({ entity: 'mission', table: 'missions', key: 'bigint' }),
];
