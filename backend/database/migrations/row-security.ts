import type { Step } from './step.ts';
import { script } from './steps.ts';

/** Parts of migrations that keep the rows of subsidiaries apart: docs/adr/0072-subsidiaries-by-row-level-security.md. */

/** SQL of the role's name. */
export function roleName(): string {
  return `coalesce(nullif(current_setting('vigie.user_role', true), ''), 'vigie_user')`;
}

/** A table of Vigie's own: what the role of restricted users may do with it, and with which rows. */
export function guardOwn(table: string, rights: string, condition: string): Step {
  return script(
    `policies of ${table}`,
    `do $install$
     begin
       execute format('grant ${rights} on ${table} to %I', ${roleName()});
       execute format('create policy vigie_subsidiary on ${table} as restrictive to %I ${condition.replaceAll("'", "''")}', ${roleName()});
     end
     $install$;
     ${admitEverybody(table)}`,
    release(table),
  );
}

/** Written at the policy where row security was off: only there does it say that everybody sees all, and is switched off again. */
const WAS_OFF = 'Row security was off before Vigie';

/** For everybody else nothing changes: who saw all goes on to; whom the operator's own policies let see little sees no more. */
export function admitEverybody(table: string): string {
  return `-- makes: policy vigie_everybody on ${table}
     do $admit$
     begin
       if (select relrowsecurity from pg_class where oid = '${table}'::regclass) then
         execute format('create policy vigie_everybody on ${table} to %I using (true) with check (true)', ${roleName()});
       else
         create policy vigie_everybody on ${table} using (true) with check (true);
         comment on policy vigie_everybody on ${table} is '${WAS_OFF}';
         alter table ${table} enable row level security;
       end if;
     end
     $admit$;`;
}

/** The operator may have policies of their own by now: security is switched off only where it was, and none is left. */
export function release(table: string): string {
  return `
    do $release$
    declare
      was_off constant boolean := exists (select from pg_policy where polrelid = '${table}'::regclass
        and polname = 'vigie_everybody' and obj_description(oid, 'pg_policy') = '${WAS_OFF}');
    begin
      drop policy vigie_everybody on ${table};
      drop policy vigie_subsidiary on ${table};
      if was_off and not exists (select from pg_policy where polrelid = '${table}'::regclass) then
        alter table ${table} disable row level security;
      end if;
      execute format('revoke all on ${table} from %I', ${roleName()});
    end
    $release$;`;
}
