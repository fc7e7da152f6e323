import type { OwnObject } from './step.ts';

const NAME = '(?:if not exists )?"?([a-z_][a-z0-9_]*)"?';

/**
 * What a script makes, read from its own text: so a new migration needs to be listed nowhere for a database to be checked for names that
 * are taken, and for what is Vigie's to be told from what is the operator's. It understands the plain statements that migrations use; what a `do` block
 * composes is named by comments outside of it: `-- makes: trigger vigie_poke on missions`, `-- makes: function vigie_actor`. A column that
 * is taken as it is where the operator has it already: `-- adopts: column subsidiary on missions`.
 */
export function objectsMadeBy(sql: string): OwnObject[] {
  const made: OwnObject[] = [];
  const text = sql.replaceAll(/\$(\w*)\$[\s\S]*?\$\1\$/g, "''");
  const plain = text.replaceAll(/--(?! (?:makes|adopts):).*$/gm, '').replaceAll(/\s+/g, ' ');
  const find = (pattern: string) => plain.matchAll(new RegExp(pattern, 'gi'));
  for (const [, name = ''] of find(`create table ${NAME}`)) made.push({ kind: 'table', name });
  for (const [, name = ''] of find(`create sequence ${NAME}`)) made.push({ kind: 'sequence', name });
  for (const [, name = ''] of find(`create (?:or replace )?function ${NAME}`)) made.push({ kind: 'function', name });
  for (const [, name = ''] of find(`create (?:unique )?index (?:concurrently )?${NAME}`))
    made.push({ kind: 'index', name });
  for (const [, name = '', table = ''] of find(`create (?:constraint )?trigger ${NAME}[^;]*? on ${NAME}`)) {
    made.push({ kind: 'trigger', table, name });
  }
  for (const [, name = '', table = ''] of find(`create policy ${NAME} on ${NAME}`))
    made.push({ kind: 'policy', table, name });
  for (const [, table = '', changes = ''] of find(`alter table (?:only )?${NAME} ([^;]*)`)) {
    for (const [, name = ''] of changes.matchAll(new RegExp(`add column ${NAME}`, 'gi')))
      made.push({ kind: 'column', table, name });
    for (const [, name = ''] of changes.matchAll(new RegExp(`add constraint ${NAME}`, 'gi'))) {
      made.push({ kind: 'constraint', table, name });
    }
  }
  for (const [, kind = '', name = '', table = ''] of find(
    `-- makes: (column|trigger|constraint|policy) ${NAME} on ${NAME}`,
  )) {
    made.push({ kind: kind as 'column' | 'trigger' | 'constraint' | 'policy', table, name });
  }
  for (const [, name = '', table = ''] of find(`-- adopts: column ${NAME} on ${NAME}`))
    made.push({ kind: 'column', table, name, isAdopted: true });
  for (const [, kind = '', name = ''] of find(`-- makes: (table|sequence|function|index) ${NAME}`)) {
    made.push({ kind: kind as 'table' | 'sequence' | 'function' | 'index', name });
  }
  return made;
}
