-- The books: what a cycle was priced at, its invoices, and who did what. Why the rules stand here as well as in the service: a program
-- that writes SQL must not get round them either. docs/billing.md.

-- Up Migration

-- Who the operator is and how it bills: see shared/domain/billing/billing-settings.ts.
create table billing_settings (
  -- Whose they are, as in the other tables; the empty name: the default subsidiary's. Each is a seller of its own.
  subsidiary text primary key default '',
  settings jsonb not null check (jsonb_typeof(settings) = 'object'),
  changed_at timestamptz not null default now()
);

create table rate_cards (
  id uuid primary key default gen_random_uuid(),
  subsidiary text not null default '',
  label text not null check (label <> ''),
  -- Null: for every third party without a card of its own.
  third_party_id uuid references third_parties (id),
  currency char(3) not null default 'EUR',
  valid_from date not null,
  -- Null: until further notice.
  valid_to date,
  -- See shared/domain/billing/rate-card.ts.
  vat jsonb not null check (jsonb_typeof(vat) = 'object'),
  terms jsonb not null check (jsonb_typeof(terms) = 'object'),
  created_at timestamptz not null default now(),
  check (valid_to is null or valid_to >= valid_from)
);
create index rate_cards_third_party_id on rate_cards (third_party_id);
create index rate_cards_subsidiary on rate_cards (subsidiary);

alter table billing_cycles
  add column price_by text not null default 'amount' check (price_by in ('amount', 'card')),
  add column transmission text check (transmission in ('deposited', 'rejected', 'refused', 'cashed')),
  add column is_credited boolean not null default false,
  -- Who had a hand in it since it was last opened anew, and who took the last step: subjects of the sign-in.
  add column contributors text[] not null default '{}',
  add column last_step_by text,
  -- Who approved it, and in whose place.
  add column approved_by text[] not null default '{}';
-- Of before these rules: nobody knows who.
update billing_cycles set approved_by = '{unknown}' where state in ('validated', 'invoiced', 'transmitted');
update billing_cycles set transmission = 'deposited' where state = 'transmitted';
alter table billing_cycles
  add constraint billing_cycles_transmission check ((transmission is not null) = (state = 'transmitted')),
  add constraint billing_cycles_approved
    check (cardinality(approved_by) > 0 or state not in ('validated', 'invoiced', 'transmitted')),
  add constraint billing_cycles_four_eyes check (not (approved_by && contributors));

-- No program moves a cycle but along its life, nor takes hands out of it but by opening it anew.
create function vigie_guard_cycle() returns trigger language plpgsql as $function$
declare
  life constant text[] := array['draft', 'open', 'closed', 'in-validation', 'validated', 'invoiced', 'transmitted'];
  step constant int := array_position(life, new.state) - array_position(life, old.state);
  is_opened_anew constant boolean := new.state = 'open' and old.state in ('closed', 'in-validation', 'validated');
begin
  if step not in (0, 1) and not is_opened_anew then
    raise exception 'a billing cycle that is % cannot become %', old.state, new.state
      using errcode = 'check_violation', constraint = 'billing_cycles_life';
  end if;
  if not is_opened_anew and not (old.contributors <@ new.contributors) then
    raise exception 'whoever had a hand in a billing cycle stays named until it is opened anew'
      using errcode = 'check_violation', constraint = 'billing_cycles_contributors';
  end if;
  if is_opened_anew and (cardinality(new.approved_by) > 0) then
    raise exception 'a billing cycle that is opened anew is approved by nobody'
      using errcode = 'check_violation', constraint = 'billing_cycles_approved';
  end if;
  if old.is_credited and not new.is_credited then
    raise exception 'a credit note is never taken back' using errcode = 'check_violation', constraint = 'billing_cycles_credited';
  end if;
  return new;
end
$function$;
create trigger vigie_guard_cycle before update of state, contributors, approved_by, is_credited on billing_cycles
  for each row execute function vigie_guard_cycle();

-- What each mission of a cycle costs, and why, as it was priced last: frozen with the cycle.
create table billing_lines (
  billing_cycle_id uuid not null references billing_cycles (id) on delete cascade,
  mission_id bigint not null,
  third_party_id uuid,
  rate_card_id uuid,
  -- Before tax. Null: nobody knows, and the cycle cannot be submitted.
  amount_cents bigint,
  vat jsonb not null,
  -- Lines of the price, see shared/domain/billing/price-mission.ts; empty where the mission's own amount is charged.
  price_lines jsonb not null default '[]',
  -- What an invoice says of the mission.
  description text not null,
  performed_on date not null,
  primary key (billing_cycle_id, mission_id)
);
create index billing_lines_party on billing_lines (billing_cycle_id, third_party_id, performed_on, mission_id);

-- The last number given of each series; its row is locked until the invoice that takes the next is committed, so there are no gaps.
create table invoice_series (
  subsidiary text not null default '',
  prefix text not null,
  year int not null,
  last_count int not null check (last_count > 0),
  last_issued_on date not null,
  primary key (subsidiary, prefix, year)
);

create table invoices (
  id uuid primary key,
  -- Who sells: each has series of its own.
  subsidiary text not null default '',
  kind text not null check (kind in ('invoice', 'credit-note')),
  number text not null,
  prefix text not null,
  year int not null,
  count int not null check (count > 0),
  billing_cycle_id uuid not null references billing_cycles (id),
  third_party_id uuid not null references third_parties (id),
  corrects_id uuid references invoices (id),
  issued_on date not null,
  issued_by text not null,
  currency char(3) not null,
  -- With tax, as it is to be paid; of a credit note what is given back.
  total_cents bigint not null,
  -- As it was issued, see shared/domain/billing/invoice-document.ts. Everything else is drawn from it.
  document jsonb not null,
  created_at timestamptz not null default now(),
  unique (subsidiary, number),
  unique (subsidiary, prefix, year, count),
  check ((kind = 'credit-note') = (corrects_id is not null))
);
create index invoices_billing_cycle on invoices (billing_cycle_id);
-- One credit note takes back one invoice, once.
create unique index invoices_corrects on invoices (corrects_id) where corrects_id is not null;

-- The trail: appended to, never changed; each entry carries the hash of the one before of its chain. A chain is what is written about one
-- row: `billing-cycle/<id>`, `third-party/<id>`, ...
create table billing_audit (
  chain text not null,
  position int not null,
  at timestamptz not null,
  -- Who: the subject of the sign-in, or `database:<role>` where another program wrote.
  actor text not null,
  on_behalf_of text,
  action text not null,
  details jsonb not null,
  previous_hash bytea not null,
  hash bytea not null,
  primary key (chain, position)
);
create index billing_audit_at on billing_audit (at);
-- Where each chain ends: an entry that is cut off its end is missed. Its row is what writers of one chain wait for.
create table billing_audit_heads (
  chain text primary key,
  position int not null,
  hash bytea not null
);

create function vigie_audit_hash(previous bytea, entry billing_audit) returns bytea language sql immutable as $function$
  select sha256(previous || convert_to(jsonb_build_array(entry.chain, entry.position,
    to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    entry.actor, entry.on_behalf_of, entry.action, entry.details)::text, 'UTF8'))
$function$;

-- The owner's rights: programs that write missions need know nothing of the books.
create function vigie_audit(chain_written text, action_taken text, details_told jsonb) returns void
language plpgsql security definer as $function$
declare
  entry billing_audit;
begin
  -- Rows and their books are brought back together after a rollback. Only for who owns the books, and could rewrite them anyway.
  if current_setting('vigie.books', true) = 'brought-back'
    and pg_has_role(session_user, (select relowner from pg_class where oid = 'billing_audit'::regclass), 'USAGE') then
    return;
  end if;
  insert into billing_audit_heads as heads (chain, position, hash) values (chain_written, 1, ''::bytea)
    on conflict (chain) do update set position = heads.position + 1
    returning heads.position, heads.hash into entry.position, entry.previous_hash;
  entry.chain := chain_written;
  entry.at := clock_timestamp();
  entry.actor := vigie_actor();
  entry.on_behalf_of := nullif(current_setting('vigie.on_behalf_of', true), '');
  entry.action := action_taken;
  entry.details := details_told;
  entry.hash := vigie_audit_hash(entry.previous_hash, entry);
  insert into billing_audit select entry.*;
  update billing_audit_heads set hash = entry.hash where chain = chain_written;
end
$function$;

-- The first entry of a chain that is not as it was written, or 'end' where entries were cut off; null: all is as it was.
create function vigie_audit_fault(chain_read text) returns text language plpgsql stable as $function$
declare
  entry billing_audit;
  previous bytea := ''::bytea;
  seen int := 0;
  head billing_audit_heads;
begin
  for entry in select * from billing_audit where chain = chain_read order by position loop
    if entry.position <> seen + 1 or entry.previous_hash <> previous or entry.hash <> vigie_audit_hash(previous, entry) then
      return entry.position::text;
    end if;
    seen := entry.position;
    previous := entry.hash;
  end loop;
  select * into head from billing_audit_heads where chain = chain_read;
  if head.position is distinct from nullif(seen, 0) or head.hash is distinct from nullif(previous, ''::bytea) then return 'end'; end if;
  return null;
end
$function$;

create function vigie_refuse_change() returns trigger language plpgsql as $function$
declare
  is_empty boolean;
begin
  -- A table that holds nothing may be emptied.
  if tg_op = 'TRUNCATE' then
    execute format('select not exists (select from %I.%I)', tg_table_schema, tg_table_name) into is_empty;
    if is_empty then return null; end if;
  end if;
  raise exception '% is only ever added to', tg_table_name using errcode = 'insufficient_privilege';
end
$function$;
create trigger vigie_append_only before update or delete on billing_audit for each row execute function vigie_refuse_change();
create trigger vigie_no_truncate before truncate on billing_audit for each statement execute function vigie_refuse_change();
create trigger vigie_append_only before update or delete on invoices for each row execute function vigie_refuse_change();
create trigger vigie_no_truncate before truncate on invoices for each statement execute function vigie_refuse_change();

-- What changed of a row, by column: {"column": [before, after]}.
create function vigie_audit_row() returns trigger language plpgsql security definer as $function$
declare
  before jsonb := case when tg_op = 'INSERT' then '{}' else to_jsonb(old) end;
  after jsonb := case when tg_op = 'DELETE' then '{}' else to_jsonb(new) end;
  changed jsonb;
begin
  select jsonb_object_agg(key, jsonb_build_array(before -> key, after -> key)) into changed
    from (select jsonb_object_keys(before || after) as key) as keys
    where before -> key is distinct from after -> key;
  if changed is not null then
    perform vigie_audit(tg_argv[0] || '/' || coalesce(after ->> 'id', before ->> 'id', after ->> 'subsidiary', before ->> 'subsidiary'),
      lower(tg_op), changed);
  end if;
  return null;
end
$function$;

-- A mission that comes to a cycle or leaves it is told in the chain of that cycle.
create function vigie_audit_mission() returns trigger language plpgsql security definer as $function$
begin
  if tg_op <> 'INSERT' and old.billing_cycle is not null then
    perform vigie_audit('billing-cycle/' || old.billing_cycle, 'mission-out', jsonb_build_object('mission', old.id));
  end if;
  if tg_op <> 'DELETE' and new.billing_cycle is not null then
    perform vigie_audit('billing-cycle/' || new.billing_cycle, 'mission-in', jsonb_build_object('mission', new.id));
  end if;
  return null;
end
$function$;

-- makes: trigger vigie_audit on billing_cycles
-- makes: trigger vigie_audit on third_parties
-- makes: trigger vigie_audit on rate_cards
-- makes: trigger vigie_audit on invoices
-- makes: trigger vigie_audit on billing_settings
do $install$
declare
  audited record;
  function_name text;
begin
  foreach function_name in array array['vigie_audit(text, text, jsonb)', 'vigie_audit_row()', 'vigie_audit_mission()',
    'vigie_audit_hash(bytea, billing_audit)', 'vigie_audit_fault(text)'] loop
    execute format('alter function %s set search_path = pg_catalog, %I, pg_temp', function_name, current_schema());
  end loop;
  for audited in
    select * from (values ('billing_cycles', 'billing-cycle'), ('third_parties', 'third-party'), ('rate_cards', 'rate-card'),
      ('invoices', 'invoice'), ('billing_settings', 'billing-settings')) as entities (table_name, entity)
  loop
    execute format('create trigger vigie_audit after insert or update or delete on %I for each row execute function vigie_audit_row(%L)',
      audited.table_name, audited.entity);
  end loop;
end
$install$;

-- Down Migration

drop trigger vigie_audit on third_parties;
drop trigger vigie_audit on billing_cycles;
drop function vigie_audit_mission();
drop table invoices, invoice_series, billing_lines, rate_cards, billing_settings;
drop function vigie_audit_fault(text);
drop function vigie_audit(text, text, jsonb);
drop function vigie_audit_hash(bytea, billing_audit);
drop table billing_audit_heads, billing_audit;
drop function vigie_audit_row();
drop function vigie_refuse_change();
drop trigger vigie_guard_cycle on billing_cycles;
drop function vigie_guard_cycle();
alter table billing_cycles
  drop constraint billing_cycles_four_eyes,
  drop constraint billing_cycles_approved,
  drop constraint billing_cycles_transmission,
  drop column approved_by,
  drop column last_step_by,
  drop column contributors,
  drop column is_credited,
  drop column transmission,
  drop column price_by;
