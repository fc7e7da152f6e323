import { admitEverybody, release, roleName } from './row-security.ts';
import type { Step } from './step.ts';
import { script } from './steps.ts';

/**
 * A table of Vigie's own whose rows desktops are sent: changes are captured, and each subsidiary's rows are kept to it, as 0004_change_capture and
 * 0010_subsidiaries do it for the tables before. @param rights of the role of restricted users, as in `select, insert`
 */
export function synchronise(table: string, entity: string, rights: string): Step {
  return script(
    `synchronisation of ${table}`,
    `create trigger vigie_capture_write after insert or delete on ${table}
       for each row execute function vigie_capture_change('${entity}');
     create trigger vigie_capture_update after update on ${table}
       for each row when (old.* operator(pg_catalog.*<>) new.*) execute function vigie_capture_change('${entity}');
     create trigger vigie_capture_truncate after truncate on ${table}
       for each statement execute function vigie_capture_truncate('${entity}');
     create trigger vigie_capture_write_subsidiary after insert on ${table}
       for each row execute function vigie_note_subsidiary('${entity}');
     create trigger vigie_capture_zone after update on ${table}
       for each row when (old.subsidiary is distinct from new.subsidiary or old.id is distinct from new.id)
       execute function vigie_note_subsidiary('${entity}');
     create trigger vigie_poke after insert or update or delete or truncate on ${table}
       for each statement execute function vigie_poke();
     do $install$
     begin
       execute format('grant ${rights} on ${table} to %I', ${roleName()});
       execute format('create policy vigie_subsidiary on ${table} as restrictive to %I
         using (coalesce(subsidiary, %L) = any ((select vigie_scope())::text[]))', ${roleName()}, '');
     end
     $install$;
     -- makes: policy vigie_subsidiary on ${table}
     ${admitEverybody(table)}`,
    `drop trigger vigie_poke on ${table};
     drop trigger vigie_capture_zone on ${table};
     drop trigger vigie_capture_write_subsidiary on ${table};
     drop trigger vigie_capture_truncate on ${table};
     drop trigger vigie_capture_update on ${table};
     drop trigger vigie_capture_write on ${table};
     ${release(table)}`,
  );
}
