import { guardOwn } from '../database/migrations/row-security.ts';
import type { Step } from '../database/migrations/step.ts';
import { script } from '../database/migrations/steps.ts';
import { synchronise } from '../database/migrations/synchronise.ts';

/**
 * Alarms: the rules that raise them, each occurrence, and its journal. What an alarm may never do holds here as well as in the service, since a
 * program that writes SQL must not get round it: docs/alarms.md.
 */

const RULES = `
create table alarm_rules (
  id uuid primary key default gen_random_uuid(),
  -- Null: for vehicles of every subsidiary.
  subsidiary text check (subsidiary <> ''),
  name text not null check (name <> ''),
  priority text not null check (priority in ('critical', 'high', 'medium', 'low')),
  state text not null default 'draft' check (state in ('draft', 'live', 'off')),
  -- What it looks for, and of which vehicles: see shared/domain/alarms/alarm-rule.ts.
  parameters jsonb not null check (jsonb_typeof(parameters) = 'object' and parameters ->> 'kind' in ('silent', 'speed', 'geofence-enter',
    'geofence-exit', 'geofence-dwell', 'long-stop', 'late-mission', 'headway', 'suspect-position', 'feed-down')),
  scope jsonb not null default '{"vehicleKinds": [], "depots": [], "lines": [], "vehicleIds": []}' check (jsonb_typeof(scope) = 'object'),
  on_delay_seconds int not null default 0 check (on_delay_seconds >= 0),
  off_delay_seconds int not null default 0 check (off_delay_seconds >= 0),
  latched boolean not null default false,
  suppression_group text check (suppression_group <> ''),
  suppressed_by_kinds jsonb not null default '[]' check (jsonb_typeof(suppressed_by_kinds) = 'array'),
  guidance jsonb not null default '{"cause": "", "response": ""}' check (jsonb_typeof(guidance) = 'object'),
  created_at timestamptz not null default now()
);
`;

const ALARMS = `
-- Those that stand, and those that were closed lately: what desktops are sent. Older ones are in alarm_archive.
create table alarms (
  id uuid primary key,
  subsidiary text,
  -- No foreign key: a rule may be removed, what it raised stays.
  rule_id uuid not null,
  rule_name text not null,
  kind text not null,
  priority text not null check (priority in ('critical', 'high', 'medium', 'low')),
  subject_kind text not null check (subject_kind in ('vehicle', 'mission', 'line', 'feed', 'rule')),
  subject_id text not null,
  vehicle_id bigint,
  mission_id bigint,
  geofence_id uuid,
  line text,
  raised_at timestamptz not null,
  -- Null: what raised it still holds.
  returned_at timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by text,
  acknowledged_note text,
  latched boolean not null default false,
  reset_at timestamptz,
  reset_by text,
  shelved_until timestamptz,
  shelved_by text,
  shelved_reason text,
  suppressed_by text check (suppressed_by in ('group', 'maintenance', 'cause')),
  suppressed_until timestamptz,
  suppressed_reason text,
  closed_at timestamptz,
  value double precision,
  limit_value double precision,
  longitude double precision,
  latitude double precision,
  cause_id uuid,
  -- Known from fixes that came too late: it was never live, and is closed from the start.
  late boolean not null default false,
  -- So many entries of the journal, so that each of them is a change of the alarm to those who synchronise it.
  journal_count int not null default 0,
  constraint alarms_acknowledged check ((acknowledged_at is null) = (acknowledged_by is null)),
  constraint alarms_reset check ((reset_at is null) = (reset_by is null)),
  constraint alarms_shelved check ((shelved_until is null) = (shelved_by is null)),
  -- Never closed while it is active, or before somebody has acknowledged it.
  constraint alarms_closed check (closed_at is null or late or (returned_at is not null and acknowledged_at is not null and (not latched or reset_at is not null))),
  constraint alarms_place check ((longitude is null) = (latitude is null) and abs(longitude) <= 180 and abs(latitude) <= 90)
);
-- One occurrence of one thing at a time: whoever evaluates, and however often it begins anew.
create unique index alarms_active on alarms (rule_id, subject_kind, subject_id, coalesce(geofence_id, '00000000-0000-0000-0000-000000000000'))
  where returned_at is null and not late;
create index alarms_standing on alarms (rule_id) where closed_at is null;
create index alarms_closed_at on alarms (closed_at) where closed_at is not null;
create index alarms_raised on alarms (raised_at);
create index alarms_until on alarms (least(shelved_until, suppressed_until)) where closed_at is null and coalesce(shelved_until, suppressed_until) is not null;

create table alarm_archive (like alarms including constraints);
alter table alarm_archive add constraint alarm_archive_id primary key (id);
create index alarm_archive_raised on alarm_archive (raised_at);

-- What happened to each alarm, in its order: what the alarm is follows from it.
create table alarm_events (
  id uuid primary key,
  -- No foreign key: the alarm goes to the archive.
  alarm_id uuid not null,
  kind text not null check (kind <> ''),
  at timestamptz not null,
  -- Subject of the one who did it; null: what was measured, the clock, or another alarm.
  by text check (by <> ''),
  note text,
  until timestamptz,
  suppressed_by text,
  cause_id uuid,
  -- In the order of writing.
  seq bigint generated always as identity
);
create index alarm_events_alarm on alarm_events (alarm_id, seq);
create index alarm_events_at on alarm_events (at);

-- Which process evaluates, and until when nobody else does.
create table alarm_evaluator (
  id smallint primary key default 1 check (id = 1),
  holder text,
  held_until timestamptz not null default '-infinity'
);
insert into alarm_evaluator default values;
`;

const GUARDS = `
-- What has happened to an alarm has happened: no program unsays it. Only what holds for a time (shelved, suppressed) comes and goes.
create function vigie_guard_alarm() returns trigger language plpgsql as $function$
begin
  if (new.id, new.rule_id, new.rule_name, new.kind, new.priority, new.subject_kind, new.subject_id, new.geofence_id, new.raised_at, new.latched, new.late)
    is distinct from (old.id, old.rule_id, old.rule_name, old.kind, old.priority, old.subject_kind, old.subject_id, old.geofence_id, old.raised_at, old.latched, old.late)
    or old.returned_at is not null and new.returned_at is distinct from old.returned_at
    or old.acknowledged_at is not null and (new.acknowledged_at, new.acknowledged_by) is distinct from (old.acknowledged_at, old.acknowledged_by)
    or old.reset_at is not null and (new.reset_at, new.reset_by) is distinct from (old.reset_at, old.reset_by)
    or old.closed_at is not null and new.closed_at is distinct from old.closed_at then
    perform vigie_refuse('alarms_kept', 'what has happened to an alarm stays as it was; one that comes back is another alarm');
  end if;
  return new;
end
$function$;
create trigger vigie_guard_alarm before update on alarms for each row execute function vigie_guard_alarm();

-- Only a closed alarm leaves the table, and only for the archive.
create function vigie_guard_standing() returns trigger language plpgsql security definer as $function$
begin
  if old.closed_at is null or not exists (select from alarm_archive where id = old.id) then
    perform vigie_refuse('alarms_kept', 'an alarm is not removed: it is closed, and goes to the archive in its time');
  end if;
  return old;
end
$function$;
create trigger vigie_guard_standing before delete on alarms for each row execute function vigie_guard_standing();

create trigger vigie_append_only before update or delete on alarm_events for each row execute function vigie_refuse_change();
create trigger vigie_no_truncate before truncate on alarm_events for each statement execute function vigie_refuse_change();
create trigger vigie_no_truncate before truncate on alarms for each statement execute function vigie_refuse_change();
create trigger vigie_append_only before update on alarm_archive for each row execute function vigie_refuse_change();

do $path$
declare
  function_name text;
begin
  foreach function_name in array array['vigie_guard_alarm()', 'vigie_guard_standing()'] loop
    execute format('alter function %s set search_path = pg_catalog, %I, pg_temp', function_name, current_schema());
  end loop;
end
$path$;
`;

const DROP_GUARDS = `
drop trigger vigie_append_only on alarm_archive;
drop trigger vigie_no_truncate on alarms;
drop trigger vigie_no_truncate on alarm_events;
drop trigger vigie_append_only on alarm_events;
drop trigger vigie_guard_standing on alarms;
drop trigger vigie_guard_alarm on alarms;
drop function vigie_guard_standing();
drop function vigie_guard_alarm();
`;

const DROP_ALARMS = `
drop table alarm_evaluator, alarm_events, alarm_archive, alarms, alarm_rules;
-- A service without alarms cannot tell them: no desktop may be sent one.
delete from sync_changes where entity in ('alarm', 'alarm-rule');
delete from sync_departures where entity in ('alarm', 'alarm-rule');
`;

const OF_SCOPE = "using (coalesce(subsidiary, '') = any ((select vigie_scope())::text[]))";
/** The journal of an alarm is seen by those who see the alarm. */
const OF_SEEN_ALARM = `using (exists (select from alarms as seen where seen.id = alarm_events.alarm_id)
  or exists (select from alarm_archive as seen where seen.id = alarm_events.alarm_id))`;

export const steps: readonly Step[] = [
  script('tables of alarms', RULES + ALARMS, DROP_ALARMS),
  script('guards of alarms', GUARDS, DROP_GUARDS),
  synchronise('alarm_rules', 'alarm-rule', 'select, insert, update, delete'),
  synchronise('alarms', 'alarm', 'select'),
  guardOwn('alarm_archive', 'select', OF_SCOPE),
  guardOwn('alarm_events', 'select', OF_SEEN_ALARM),
];
