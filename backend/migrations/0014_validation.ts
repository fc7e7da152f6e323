import { guardOwn } from '../database/migrations/row-security.ts';
import type { Step } from '../database/migrations/step.ts';
import { script } from '../database/migrations/steps.ts';
import { synchronise } from '../database/migrations/synchronise.ts';

/**
 * Validations: what was submitted, who has to decide, and what they decided. The rules stand here as well as in the service, since a program that
 * writes SQL must not get round them: docs/validation.md.
 */

const TABLES = `
-- How something is validated: see shared/domain/validation/workflow.ts.
create table validation_workflows (
  id uuid primary key default gen_random_uuid(),
  label text not null check (label <> ''),
  subject_kind text not null check (subject_kind in ('billing-cycle')),
  -- Null: for every subsidiary that has none of its own.
  subsidiary text check (subsidiary <> ''),
  from_cents bigint not null check (from_cents >= 0),
  steps jsonb not null check (jsonb_typeof(steps) = 'array'),
  changed_at timestamptz not null default now()
);
create unique index validation_workflows_case on validation_workflows (subject_kind, coalesce(subsidiary, ''), from_cents);

-- Who decides for whom, and when. The roles are those of the one who is away: of what was delegated to them nothing is handed on.
create table validation_delegations (
  id uuid primary key default gen_random_uuid(),
  subsidiary text,
  from_subject text not null check (from_subject <> ''),
  to_subject text not null check (to_subject <> ''),
  roles text[] not null,
  subject_kind text check (subject_kind in ('billing-cycle')),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  note text,
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  constraint validation_delegations_other check (from_subject <> to_subject),
  constraint validation_delegations_time check (ends_at > starts_at and ends_at <= starts_at + interval '92 days')
);
create index validation_delegations_to on validation_delegations (to_subject, ends_at);

create table validations (
  id uuid primary key default gen_random_uuid(),
  subsidiary text,
  subject_kind text not null check (subject_kind in ('billing-cycle')),
  subject_id uuid not null,
  -- How often this subject was submitted.
  round int not null check (round > 0),
  state text not null default 'pending' check (state in ('pending', 'approved', 'rejected', 'withdrawn')),
  -- Index of the step that waits, or was decided last.
  step int not null default 0 check (step >= 0),
  steps jsonb not null check (jsonb_typeof(steps) = 'array' and jsonb_array_length(steps) > 0),
  opened_at timestamptz not null,
  opened_by text not null,
  step_opened_at timestamptz not null,
  due_at timestamptz not null,
  reminded_at timestamptz,
  escalated_at timestamptz,
  closed_at timestamptz,
  -- Who had a hand in the subject.
  contributors text[] not null default '{}',
  -- What the validator has beside the decision, as it was then.
  facts jsonb not null check (jsonb_typeof(facts) = 'object'),
  decision_count int not null default 0,
  -- What each person did with the entry in their inbox, by subject of the sign-in.
  marks jsonb not null default '{}' check (jsonb_typeof(marks) = 'object'),
  unique (subject_kind, subject_id, round),
  constraint validations_closed check ((closed_at is null) = (state = 'pending')),
  constraint validations_step check (step < jsonb_array_length(steps))
);
create unique index validations_pending on validations (subject_kind, subject_id) where state = 'pending';
create index validations_due on validations (due_at) where state = 'pending';

create table validation_decisions (
  id uuid primary key,
  validation_id uuid not null references validations (id),
  step int not null,
  kind text not null check (kind in ('approve', 'reject', 'abstain')),
  subject text not null check (subject <> ''),
  on_behalf_of text check (on_behalf_of <> ''),
  delegation_id uuid references validation_delegations (id),
  reason text,
  -- Version of the validation that it was taken on; null: told by no desktop.
  base_version bigint,
  at timestamptz not null,
  constraint validation_decisions_reason check (kind <> 'reject' or length(trim(coalesce(reason, ''))) > 0),
  constraint validation_decisions_delegated check ((on_behalf_of is null) = (delegation_id is null)),
  constraint validation_decisions_once unique (validation_id, step, subject)
);
create index validation_decisions_delegation on validation_decisions (delegation_id);
`;

const DROP_TABLES = `
drop table validation_decisions, validations, validation_delegations, validation_workflows;
-- A service without validations cannot tell them: no desktop may be sent one.
delete from sync_changes where entity in ('validation', 'delegation');
delete from sync_departures where entity in ('validation', 'delegation');
`;

const RULES = `
create function vigie_refuse(constraint_broken text, sentence text) returns void language plpgsql as $function$
begin
  raise exception '%', sentence using errcode = 'check_violation', constraint = constraint_broken;
end
$function$;

-- A decision is of the step that was open at its time, by somebody who had no hand in the subject nor decides for one who had, and nobody counts
-- twice. Also one that is brought back from an export is judged, by its own time.
create function vigie_guard_decision() returns trigger language plpgsql security definer as $function$
declare
  judged validations;
  delegated validation_delegations;
  names constant text[] := array_remove(array[new.subject, new.on_behalf_of], null);
  hands text[];
begin
  select * into judged from validations where id = new.validation_id for no key update;
  if new.at < judged.opened_at or new.step not between 0 and judged.step or new.at > judged.closed_at
    or judged.state = 'pending' and new.step < judged.step and new.at >= judged.step_opened_at then
    perform vigie_refuse('validation_decisions_open', 'this step of the validation is not open');
  end if;
  hands := judged.contributors;
  if judged.subject_kind = 'billing-cycle' and judged.state = 'pending' then
    hands := hands || coalesce((select contributors from billing_cycles where id = judged.subject_id), '{}');
  end if;
  if names && hands then
    perform vigie_refuse('validation_decisions_four_eyes', 'whoever had a hand in it does not decide on it, nor anybody for them');
  end if;
  if new.on_behalf_of is not null then
    select * into delegated from validation_delegations where id = new.delegation_id for share;
    if delegated.from_subject is distinct from new.on_behalf_of or delegated.to_subject is distinct from new.subject
      or coalesce(delegated.subject_kind, judged.subject_kind) <> judged.subject_kind
      or new.at < delegated.starts_at or new.at >= least(delegated.ends_at, delegated.revoked_at) then
      perform vigie_refuse('validation_decisions_delegation', 'nothing was delegated by the one to the other for this, at that time');
    end if;
  end if;
  if exists (select from validation_decisions as other where other.validation_id = new.validation_id and other.id <> new.id
      and (other.step = new.step or other.kind = 'approve' and new.kind = 'approve')
      and (other.subject = any (names) or other.on_behalf_of = any (names))) then
    perform vigie_refuse('validation_decisions_once', 'one of the two has decided already, and nobody counts twice');
  end if;
  return new;
end
$function$;
create trigger vigie_guard_decision before insert on validation_decisions
  for each row execute function vigie_guard_decision();
create trigger vigie_append_only before update or delete on validation_decisions for each row execute function vigie_refuse_change();
create trigger vigie_no_truncate before truncate on validation_decisions for each statement execute function vigie_refuse_change();

-- The decision is told in the books of the subject, and the validation is a changed row to those who synchronise it.
create function vigie_note_decision() returns trigger language plpgsql security definer as $function$
begin
  perform vigie_audit(subject_kind || '/' || subject_id, 'decision', jsonb_build_object('validation', id, 'round', round, 'step', new.step,
    'decision', new.kind, 'by', new.subject, 'onBehalfOf', new.on_behalf_of, 'reason', new.reason)) from validations where id = new.validation_id;
  update validations set decision_count = counted.n
    from (select count(*)::int as n from validation_decisions where validation_id = new.validation_id) as counted
    where id = new.validation_id and decision_count <> counted.n;
  return null;
end
$function$;
create trigger vigie_note_decision after insert on validation_decisions for each row execute function vigie_note_decision();

-- How many approvals of a step are lacking; below 1: none.
create function vigie_approvals_lacking(judged validations, of_step int) returns int language sql stable as $function$
  select (judged.steps -> of_step ->> 'quorum')::int - count(*)::int from validation_decisions
    where validation_id = judged.id and step = of_step and kind = 'approve'
$function$;

-- No program moves a validation but by decisions, nor changes what was submitted.
create function vigie_guard_validation() returns trigger language plpgsql security definer as $function$
begin
  if (new.id, new.subject_kind, new.subject_id, new.round, new.steps, new.opened_at, new.opened_by, new.contributors, new.facts)
    is distinct from (old.id, old.subject_kind, old.subject_id, old.round, old.steps, old.opened_at, old.opened_by, old.contributors, old.facts)
    or old.state <> 'pending' and (new.state, new.step, new.closed_at) is distinct from (old.state, old.step, old.closed_at) then
    perform vigie_refuse('validations_kept', 'what was submitted and what was decided stays as it was');
  end if;
  if new.step not in (old.step, old.step + 1) or new.step > old.step and vigie_approvals_lacking(new, old.step) > 0
    or new.state = 'approved' and old.state = 'pending'
      and (new.step + 1 < jsonb_array_length(new.steps) or vigie_approvals_lacking(new, new.step) > 0)
    or new.state = 'rejected' and old.state = 'pending'
      and not exists (select from validation_decisions where validation_id = new.id and kind = 'reject') then
    perform vigie_refuse('validations_decided', 'a validation goes on by the decisions of those who may take them, and by nothing else');
  end if;
  return new;
end
$function$;
create trigger vigie_guard_validation before update on validations for each row execute function vigie_guard_validation();
create trigger vigie_append_only before delete on validations for each row execute function vigie_refuse_change();
create trigger vigie_no_truncate before truncate on validations for each statement execute function vigie_refuse_change();

create function vigie_note_validation() returns trigger language plpgsql security definer as $function$
begin
  perform vigie_audit(new.subject_kind || '/' || new.subject_id, 'validation-' || case when new.state = 'pending' then 'requested' else new.state end,
    jsonb_build_object('validation', new.id, 'round', new.round));
  return null;
end
$function$;
create trigger vigie_note_validation after insert on validations for each row execute function vigie_note_validation();
create trigger vigie_note_validation_state after update of state on validations
  for each row when (old.state <> new.state) execute function vigie_note_validation();

-- A delegation is given once, and can be taken back.
create function vigie_guard_delegation() returns trigger language plpgsql as $function$
begin
  if tg_op = 'DELETE' or old.revoked_at is not null or to_jsonb(new) - 'revoked_at' <> to_jsonb(old) - 'revoked_at' then
    perform vigie_refuse('validation_delegations_kept', 'a delegation can be revoked, once, and not be changed otherwise');
  end if;
  return new;
end
$function$;
create trigger vigie_guard_delegation before update or delete on validation_delegations
  for each row execute function vigie_guard_delegation();

create trigger vigie_audit after insert or update or delete on validation_delegations
  for each row execute function vigie_audit_row('delegation');
create trigger vigie_audit after insert or update or delete on validation_workflows
  for each row execute function vigie_audit_row('validation-workflow');

-- A cycle is validated by its validation alone; taken back before, it withdraws it.
create function vigie_guard_validated() returns trigger language plpgsql security definer as $function$
declare
  last validations;
begin
  if new.state <> 'validated' then
    update validations set state = 'withdrawn', closed_at = greatest(clock_timestamp(), opened_at)
      where subject_kind = 'billing-cycle' and subject_id = new.id and state = 'pending';
    return null;
  end if;
  select * into last from validations where subject_kind = 'billing-cycle' and subject_id = new.id order by round desc limit 1;
  if last.state is distinct from 'approved' or not (new.approved_by <@ (select array_agg(name) from validation_decisions as made,
      unnest(array[made.subject, made.on_behalf_of]) as name where made.validation_id = last.id and made.kind = 'approve')) then
    perform vigie_refuse('billing_cycles_validation', 'a billing cycle is validated by those who approve its validation');
  end if;
  return null;
end
$function$;
create trigger vigie_guard_validated after update of state on billing_cycles
  for each row when (old.state = 'in-validation' and new.state <> 'in-validation') execute function vigie_guard_validated();

do $path$
declare
  function_name text;
begin
  foreach function_name in array array['vigie_refuse(text, text)', 'vigie_guard_decision()', 'vigie_note_decision()', 'vigie_guard_delegation()',
    'vigie_approvals_lacking(validations, int)', 'vigie_guard_validation()', 'vigie_note_validation()', 'vigie_guard_validated()'] loop
    execute format('alter function %s set search_path = pg_catalog, %I, pg_temp', function_name, current_schema());
  end loop;
end
$path$;
`;

const DROP_RULES = `
drop trigger vigie_guard_validated on billing_cycles;
drop trigger vigie_audit on validation_workflows;
drop trigger vigie_audit on validation_delegations;
drop trigger vigie_guard_delegation on validation_delegations;
drop trigger vigie_note_validation_state on validations;
drop trigger vigie_note_validation on validations;
drop trigger vigie_no_truncate on validations;
drop trigger vigie_append_only on validations;
drop trigger vigie_guard_validation on validations;
drop trigger vigie_note_decision on validation_decisions;
drop trigger vigie_no_truncate on validation_decisions;
drop trigger vigie_append_only on validation_decisions;
drop trigger vigie_guard_decision on validation_decisions;
drop function vigie_guard_validated();
drop function vigie_guard_delegation();
drop function vigie_note_validation();
drop function vigie_guard_validation();
drop function vigie_approvals_lacking(validations, int);
drop function vigie_note_decision();
drop function vigie_guard_decision();
drop function vigie_refuse(text, text);
`;

export const steps: readonly Step[] = [
  script('tables of validations', TABLES, DROP_TABLES),
  script('rules of validations', RULES, DROP_RULES),
  synchronise('validations', 'validation', 'select'),
  synchronise('validation_delegations', 'delegation', 'select, insert, update'),
  guardOwn(
    'validation_decisions',
    'select',
    'using (exists (select from validations as judged where judged.id = validation_decisions.validation_id))',
  ),
  guardOwn(
    'validation_workflows',
    'select',
    'using (subsidiary is null or subsidiary = any ((select vigie_scope())::text[]))',
  ),
];
