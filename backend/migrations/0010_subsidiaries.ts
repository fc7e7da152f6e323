import type { Step } from '../database/migrations/step.ts';
import { admitEverybody, guardOwn, release, roleName } from '../database/migrations/row-security.ts';
import { script } from '../database/migrations/steps.ts';

/**
 * Whose a row is: the column `subsidiary` of each synchronised table. Who serves a restricted user takes on a role for which row-level
 * security shows only the rows of that user's subsidiaries. Other programs see and write what they always did. Why this way:
 * docs/adr/0072-subsidiaries-by-row-level-security.md.
 */

/** A role of the whole server; its name may be set (vigie.user_role), since several databases of one server may want their own. */
const ROLE = `
do $role$
declare
  role_wanted constant text := coalesce(nullif(current_setting('vigie.user_role', true), ''), 'vigie_user');
  remedy constant text := format('CREATE ROLE %I NOLOGIN; GRANT %I TO %I;', role_wanted, role_wanted, current_user);
begin
  if not exists (select from pg_roles where rolname = role_wanted) then
    begin
      execute format('create role %I nologin', role_wanted);
    exception
      -- Another database of this server makes it at this moment.
      when duplicate_object or unique_violation then null;
      when insufficient_privilege then
        raise exception 'the role % is missing and % may not create it: an administrator of the server must run: %',
          role_wanted, current_user, remedy;
    end;
  end if;
  if (select rolsuper or rolbypassrls from pg_roles where rolname = role_wanted) then
    raise exception 'the role % passes over row-level security: take SUPERUSER and BYPASSRLS from it, or name another in vigie.user_role',
      role_wanted;
  end if;
  if not (select rolsuper from pg_roles where rolname = current_user) then
    begin
      execute format('grant %I to %I', role_wanted, current_user);
    exception when insufficient_privilege then
      if not pg_has_role(current_user, role_wanted, 'member') then
        raise exception '% may not take on the role %: an administrator of the server must run: %', current_user, role_wanted, remedy;
      end if;
    end;
  end if;
end
$role$;
`;

const HISTORY = `
-- What the transaction's user may see, as the service has said; nothing where it has not. An empty name: rows without a subsidiary.
create function vigie_scope() returns text[] language sql stable as $function$
  select coalesce(nullif(current_setting('vigie.subsidiaries', true), '')::text[], '{}')
$function$;

-- An empty name: the row has none.
alter table sync_changes add column subsidiary text not null default '';

-- Rows that have left a subsidiary for another: there they are gone.
create table sync_departures (
  entity text not null,
  entity_id text not null,
  subsidiary text not null,
  xid xid8 not null,
  seq bigint not null,
  -- Of the row when it left.
  version bigint not null,
  changed_at timestamptz not null,
  primary key (entity, entity_id, subsidiary)
);
create unique index sync_departures_order on sync_departures (xid, seq);

-- After the capture of the same change, by the order of the triggers' names. Where the row was until now is what the history says: a key
-- that is used again after a removal may be another's now.
create function vigie_note_subsidiary() returns trigger language plpgsql security definer as $function$
declare
  subsidiary_now constant text := coalesce(new.subsidiary, '');
  known sync_changes%rowtype;
begin
  select * into known from sync_changes where entity = tg_argv[0] and entity_id = new.id::text;
  if known.subsidiary = subsidiary_now then return null; end if;
  -- A row that was never seen before has left nobody.
  if known.version > 1 then
    insert into sync_departures as gone (entity, entity_id, subsidiary, xid, seq, version, changed_at)
      values (known.entity, known.entity_id, known.subsidiary, known.xid, nextval('sync_changes_seq'), known.version, known.changed_at)
      on conflict (entity, entity_id, subsidiary) do update set xid = excluded.xid, seq = excluded.seq,
        version = excluded.version, changed_at = excluded.changed_at;
  end if;
  delete from sync_departures
    where entity = known.entity and entity_id = known.entity_id and subsidiary = subsidiary_now;
  update sync_changes set subsidiary = subsidiary_now
    where entity = known.entity and entity_id = known.entity_id;
  return null;
end
$function$;

do $path$
begin
  execute format('alter function vigie_note_subsidiary() set search_path = pg_catalog, %I, pg_temp', current_schema());
  execute format('grant usage on schema %I to %I', current_schema(), ${roleName()});
end
$path$;
`;

const DROP_HISTORY = `
do $remove$
begin
  execute format('revoke usage on schema %I from %I', current_schema(), ${roleName()});
end
$remove$;
drop function vigie_note_subsidiary();
drop table sync_departures;
alter table sync_changes drop column subsidiary;
drop function vigie_scope();
`;

const MARK = 'Whose the row is; null: the default subsidiary. Created by Vigie';

/** One table at a time: who waits for one of them is not kept from the others. */
function guard(table: string, entity: string): Step {
  return script(
    `subsidiary of ${table}`,
    `do $install$
     declare
       type_found text;
     begin
       select format_type(atttypid, null) into type_found from pg_attribute
         where attrelid = '${table}'::regclass and attname = 'subsidiary' and not attisdropped;
       if type_found is null then
         alter table ${table} add column subsidiary text;
         comment on column ${table}.subsidiary is '${MARK}';
       elsif type_found not in ('text', 'character varying') then
         raise exception 'the column subsidiary of ${table} is of type %, and Vigie needs text: rename it or change its type, then migrate again',
           type_found;
       end if;
       execute format('grant select, insert, update, delete on ${table} to %I', ${roleName()});
       execute format('create policy vigie_subsidiary on ${table} as restrictive to %I
         using (coalesce(subsidiary, %L) = any ((select vigie_scope())::text[]))', ${roleName()}, '');
       update sync_changes set subsidiary = rows.subsidiary from ${table} as rows
         where entity = '${entity}' and entity_id = rows.id::text and rows.subsidiary <> '';
     end
     $install$;
     -- adopts: column subsidiary on ${table}
     -- makes: policy vigie_subsidiary on ${table}
     create trigger vigie_capture_write_subsidiary after insert on ${table}
       for each row execute function vigie_note_subsidiary('${entity}');
     create trigger vigie_capture_zone after update on ${table}
       for each row when (old.subsidiary is distinct from new.subsidiary or old.id is distinct from new.id)
       execute function vigie_note_subsidiary('${entity}');
     ${admitEverybody(table)}`,
    `drop trigger vigie_capture_zone on ${table};
     drop trigger vigie_capture_write_subsidiary on ${table};
     ${release(table)}
     do $remove$
     begin
       if col_description('${table}'::regclass, (select attnum from pg_attribute
           where attrelid = '${table}'::regclass and attname = 'subsidiary' and not attisdropped)) = '${MARK}' then
         alter table ${table} drop column subsidiary;
       end if;
     end
     $remove$;`,
  );
}

const OF_SCOPE = 'using (subsidiary = any ((select vigie_scope())::text[]))';

export const steps: readonly Step[] = [
  // The role belongs to the whole server, and other databases may use it: going down leaves it.
  script('role', ROLE, 'select 1'),
  script('history of subsidiaries', HISTORY, DROP_HISTORY),
  guard('vehicles', 'vehicle'),
  guard('third_parties', 'third-party'),
  guard('billing_cycles', 'billing-cycle'),
  guard('missions', 'mission'),
  guard('geofences', 'geofence'),
  guardOwn('sync_changes', 'select', OF_SCOPE),
  guardOwn('sync_departures', 'select', OF_SCOPE),
  // What became of an edit is known to who made it, and to those who see the row.
  guardOwn(
    'sync_mutations',
    'select, insert, update',
    `using (subject = current_setting('vigie.actor', true) or exists (select from sync_changes as known
       where known.entity = sync_mutations.entity and known.entity_id = sync_mutations.entity_id))
     with check (subject = current_setting('vigie.actor', true))`,
  ),
  script(
    'rights on the epoch',
    `do $rights$ begin execute format('grant select on sync_meta to %I', ${roleName()}); end $rights$`,
    `do $rights$ begin execute format('revoke all on sync_meta from %I', ${roleName()}); end $rights$`,
  ),
];
