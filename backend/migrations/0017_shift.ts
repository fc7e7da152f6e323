import { guardOwn } from '../database/migrations/row-security.ts';
import type { Step } from '../database/migrations/step.ts';
import { script, writersEnded } from '../database/migrations/steps.ts';
import { synchronise } from '../database/migrations/synchronise.ts';

/**
 * The shift: incidents with their timelines, and handovers. What was written or signed stays as it was, whichever program writes SQL: docs/shift.md.
 */

const INCIDENTS = `
create table incidents (
  id uuid primary key default gen_random_uuid(),
  subsidiary text,
  title text not null check (title <> ''),
  status text not null default 'open' check (status in ('open', 'watched', 'closed')),
  priority text not null check (priority in ('critical', 'high', 'medium', 'low')),
  owner text check (owner <> ''),
  deadline timestamptz,
  opened_at timestamptz not null default now(),
  opened_by text not null default vigie_actor(),
  closed_at timestamptz,
  -- So many entries of the timeline, so that each of them is a change of the incident to those who synchronise it.
  entry_count int not null default 0,
  constraint incidents_closed check ((closed_at is null) = (status <> 'closed'))
);
create index incidents_current on incidents (opened_at) where status <> 'closed';

-- What belongs to an incident now. No foreign keys: an alarm goes to the archive, a mission is another program's to remove.
create table incident_subjects (
  incident_id uuid not null references incidents (id),
  kind text not null check (kind in ('alarm', 'vehicle', 'mission')),
  subject_id text not null check (subject_id <> ''),
  attached_at timestamptz not null default clock_timestamp(),
  primary key (incident_id, kind, subject_id)
);
create index incident_subjects_of on incident_subjects (kind, subject_id);

create table incident_entries (
  id uuid primary key default gen_random_uuid(),
  incident_id uuid not null references incidents (id),
  kind text not null check (kind <> ''),
  -- When it was so, or was written, by the clock of whoever wrote it; and when it came.
  at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  -- Null: it came by itself.
  by text,
  text text,
  subject_kind text,
  subject_id text,
  what text,
  view jsonb check (jsonb_typeof(view) = 'object'),
  -- In the order of writing.
  seq bigint generated always as identity
);
create index incident_entries_incident on incident_entries (incident_id, at, seq);
`;

const HANDOVERS = `
create table handovers (
  id uuid primary key default gen_random_uuid(),
  subsidiary text,
  state text not null default 'draft' check (state in ('draft', 'handed-over', 'signed')),
  shift_from timestamptz not null,
  shift_to timestamptz not null,
  leaving_by text not null check (leaving_by <> ''),
  remark text not null default '',
  -- By item: see shared/domain/shift/handover.ts.
  remarks jsonb not null default '{}' check (jsonb_typeof(remarks) = 'object'),
  items jsonb not null default '[]' check (jsonb_typeof(items) = 'array'),
  more int not null default 0 check (more >= 0),
  number int check (number > 0),
  created_at timestamptz not null default now(),
  handed_over_at timestamptz,
  signed_at timestamptz,
  signed_by text check (signed_by <> ''),
  signed_note text,
  constraint handovers_shift check (shift_to > shift_from),
  constraint handovers_handed_over check ((state = 'draft') = (handed_over_at is null) and (state = 'draft') = (number is null)),
  constraint handovers_signed check ((state = 'signed') = (signed_at is not null) and (state = 'signed') = (signed_by is not null)),
  constraint handovers_four_eyes check (signed_by <> leaving_by)
);
create unique index handovers_number on handovers (coalesce(subsidiary, ''), number);
`;

const DROP_TABLES = `
drop table handovers, incident_entries, incident_subjects, incidents;
-- A service without them cannot tell them: no desktop may be sent one.
delete from sync_changes where entity in ('incident', 'handover');
delete from sync_departures where entity in ('incident', 'handover');
`;

const RULES = `
create function vigie_guard_incident() returns trigger language plpgsql as $function$
begin
  if (new.id, new.opened_at, new.opened_by) is distinct from (old.id, old.opened_at, old.opened_by)
    or old.status = 'closed' and new.status = 'watched' then
    perform vigie_refuse('incidents_kept', 'an incident stays what was opened, and a closed one is opened again before it is watched');
  end if;
  return new;
end
$function$;
create trigger vigie_guard_incident before update on incidents for each row execute function vigie_guard_incident();
create trigger vigie_append_only before delete on incidents for each row execute function vigie_refuse_change();
create trigger vigie_no_truncate before truncate on incidents for each statement execute function vigie_refuse_change();
create trigger vigie_append_only before update or delete on incident_entries for each row execute function vigie_refuse_change();
create trigger vigie_no_truncate before truncate on incident_entries for each statement execute function vigie_refuse_change();

-- The timeline fills itself: with the opening, and with what is changed of the incident, whoever does it.
create function vigie_note_incident() returns trigger language plpgsql security definer as $function$
begin
  if tg_op = 'INSERT' then
    insert into incident_entries (incident_id, kind, at, by, text) values (new.id, 'opened', new.opened_at, new.opened_by, new.title);
    return null;
  end if;
  insert into incident_entries (incident_id, kind, at, by, what, text)
    select new.id, 'changed', clock_timestamp(), vigie_actor(), field, after
    from (values ('title', old.title, new.title), ('priority', old.priority, new.priority), ('owner', old.owner, new.owner),
      ('deadline', to_char(old.deadline at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        to_char(new.deadline at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) as changed (field, before, after)
    where before is distinct from after;
  return null;
end
$function$;
create trigger vigie_note_incident after insert on incidents for each row execute function vigie_note_incident();
create trigger vigie_note_incident_change after update of title, priority, owner, deadline on incidents
  for each row execute function vigie_note_incident();

-- Each entry is a change of its incident.
create function vigie_note_entries() returns trigger language plpgsql security definer as $function$
begin
  update incidents set entry_count = entry_count + counted.n
    from (select incident_id, count(*)::int as n from added group by incident_id) as counted where incidents.id = counted.incident_id;
  return null;
end
$function$;
create trigger vigie_note_entries after insert on incident_entries referencing new table as added
  for each statement execute function vigie_note_entries();

-- With what happens to its alarms, while it is not closed.
create function vigie_note_alarms() returns trigger language plpgsql security definer as $function$
begin
  insert into incident_entries (incident_id, kind, at, by, text, subject_kind, subject_id, what)
    select incident_id, 'alarm', line.at, line.by, line.note, 'alarm', subject_id, line.kind
    from added as line join incident_subjects on incident_subjects.kind = 'alarm' and subject_id = line.alarm_id::text
      join incidents on incidents.id = incident_id and status <> 'closed'
    order by line.seq;
  return null;
end
$function$;
create trigger vigie_note_alarms after insert on alarm_events referencing new table as added
  for each statement execute function vigie_note_alarms();

create trigger vigie_no_truncate before truncate on handovers for each statement execute function vigie_refuse_change();

create function vigie_guard_handover() returns trigger language plpgsql as $function$
begin
  if tg_op = 'DELETE' then
    if old.state <> 'draft' then
      perform vigie_refuse('handovers_kept', 'a shift that was handed over stays in the history');
    end if;
    return old;
  end if;
  if (new.id, new.shift_from, new.shift_to, new.leaving_by, new.created_at)
      is distinct from (old.id, old.shift_from, old.shift_to, old.leaving_by, old.created_at)
    or old.state <> 'draft' and (new.remark, new.remarks, new.items, new.more, new.number, new.handed_over_at)
      is distinct from (old.remark, old.remarks, old.items, old.more, old.number, old.handed_over_at)
    or old.state = 'draft' and new.state = 'signed' or old.state = 'handed-over' and new.state = 'draft' or old.state = 'signed' then
    perform vigie_refuse('handovers_kept', 'what was handed over stays as it was, and what was signed for good');
  end if;
  return new;
end
$function$;
create trigger vigie_guard_handover before update or delete on handovers for each row execute function vigie_guard_handover();

do $path$
declare
  function_name text;
begin
  foreach function_name in array array['vigie_guard_incident()', 'vigie_note_incident()', 'vigie_note_entries()', 'vigie_note_alarms()',
    'vigie_guard_handover()'] loop
    execute format('alter function %s set search_path = pg_catalog, %I, pg_temp', function_name, current_schema());
  end loop;
end
$path$;
`;

const DROP_RULES = `
drop trigger vigie_guard_handover on handovers;
drop trigger vigie_no_truncate on handovers;
drop trigger vigie_note_alarms on alarm_events;
drop trigger vigie_note_entries on incident_entries;
drop trigger vigie_note_incident_change on incidents;
drop trigger vigie_note_incident on incidents;
drop trigger vigie_no_truncate on incident_entries;
drop trigger vigie_append_only on incident_entries;
drop trigger vigie_no_truncate on incidents;
drop trigger vigie_append_only on incidents;
drop trigger vigie_guard_incident on incidents;
drop function vigie_guard_handover();
drop function vigie_note_alarms();
drop function vigie_note_entries();
drop function vigie_note_incident();
drop function vigie_guard_incident();
`;

/** With what becomes of its missions: a step of its own, since the table is the operator's. */
const MISSION_FUNCTION = `
create function vigie_note_mission() returns trigger language plpgsql security definer as $function$
begin
  insert into incident_entries (incident_id, kind, at, subject_kind, subject_id, what, text)
    select incident_id, 'mission', clock_timestamp(), 'mission', subject_id, new.status::text, new.reference::text
    from incident_subjects join incidents on incidents.id = incident_id and status <> 'closed'
    where kind = 'mission' and subject_id = new.id::text;
  return null;
end
$function$;
do $path$
begin
  execute format('alter function vigie_note_mission() set search_path = pg_catalog, %I, pg_temp', current_schema());
end
$path$;
`;

/** The timeline is seen by those who see its incident. */
const OF_SEEN_INCIDENT = 'using (exists (select from incidents as seen where seen.id = incident_id))';

export const steps: readonly Step[] = [
  script('tables of the shift', INCIDENTS + HANDOVERS, DROP_TABLES),
  script('rules of the shift', RULES, DROP_RULES),
  synchronise('incidents', 'incident', 'select, insert, update'),
  synchronise('handovers', 'handover', 'select, insert, update, delete'),
  guardOwn('incident_subjects', 'select', OF_SEEN_INCIDENT),
  guardOwn('incident_entries', 'select', OF_SEEN_INCIDENT),
  script('notes of missions', MISSION_FUNCTION, 'drop function vigie_note_mission();'),
  // On the way down: a statement under way still calls the function.
  writersEnded(['missions']),
  script(
    'missions in timelines',
    `create trigger vigie_note_mission after update of status on missions
       for each row when (old.status is distinct from new.status) execute function vigie_note_mission();`,
    'drop trigger vigie_note_mission on missions;',
  ),
];
