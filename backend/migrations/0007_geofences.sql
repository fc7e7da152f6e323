-- Zones, depots and restricted places, which all operators share.

-- Up Migration

-- Longitude, latitude: WGS 84 degrees.
create function vigie_is_place(place jsonb) returns boolean language plpgsql immutable as $function$
begin
  if jsonb_typeof(place) is distinct from 'array' then return false; end if;
  if jsonb_array_length(place) <> 2 then return false; end if;
  if jsonb_typeof(place -> 0) <> 'number' or jsonb_typeof(place -> 1) <> 'number' then return false; end if;
  return abs((place ->> 0)::numeric) <= 180 and abs((place ->> 1)::numeric) <= 90;
end
$function$;

-- What every desktop can read: a polygon of one closed ring (GeoJSON), or a circle. That a ring does not cross itself is the service's to check.
create function vigie_is_geofence(geometry jsonb) returns boolean language plpgsql immutable as $function$
declare
  ring jsonb;
begin
  -- One question after the other: SQL may ask them in any order, and fail where the answer is no.
  if jsonb_typeof(geometry) is distinct from 'object' then return false; end if;
  if geometry ->> 'type' = 'Circle' then
    if jsonb_typeof(geometry -> 'radiusMetres') is distinct from 'number' then return false; end if;
    return (geometry ->> 'radiusMetres')::numeric > 0 and coalesce(vigie_is_place(geometry -> 'center'), false);
  end if;
  if geometry ->> 'type' is distinct from 'Polygon' then return false; end if;
  if jsonb_typeof(geometry -> 'coordinates') is distinct from 'array' then return false; end if;
  if jsonb_array_length(geometry -> 'coordinates') <> 1 then return false; end if;
  ring := geometry -> 'coordinates' -> 0;
  if jsonb_typeof(ring) is distinct from 'array' then return false; end if;
  if jsonb_array_length(ring) not between 4 and 501 then return false; end if;
  if ring -> 0 <> ring -> -1 then return false; end if;
  return (select bool_and(vigie_is_place(place)) from jsonb_array_elements(ring) as place);
end
$function$;

do $path$
begin
  -- What the check calls is found whatever the search path of the program that writes.
  execute format('alter function vigie_is_geofence(jsonb) set search_path = pg_catalog, %I, pg_temp', current_schema());
end
$path$;

create table geofences (
  id uuid primary key default gen_random_uuid(),
  name text not null check (name <> ''),
  kind text not null default 'zone' check (kind in ('zone', 'depot', 'restricted')),
  geometry jsonb not null check (vigie_is_geofence(geometry)),
  created_at timestamptz not null default now()
);

-- The triggers of 0004_change_capture.ts.
create trigger vigie_capture_write after insert or delete on geofences
  for each row execute function vigie_capture_change('geofence');
create trigger vigie_capture_update after update on geofences
  for each row when (old.* operator(pg_catalog.*<>) new.*) execute function vigie_capture_change('geofence');
create trigger vigie_capture_truncate after truncate on geofences
  for each statement execute function vigie_capture_truncate('geofence');
create trigger vigie_poke after insert or update or delete or truncate on geofences
  for each statement execute function vigie_poke();

-- Down Migration

drop table geofences;
drop function vigie_is_geofence(jsonb);
drop function vigie_is_place(jsonb);
-- A service without geofences cannot tell them: no desktop may be sent one.
delete from sync_changes where entity = 'geofence';
