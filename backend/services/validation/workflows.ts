import type { WorkflowDefinition } from '../../../shared/domain/index.ts';
import type { Sql } from '../../database/database.ts';

/** How things are validated: the operator's definitions, the smallest amounts first. */
export function readWorkflows(sql: Sql): Promise<WorkflowDefinition[]> {
  return sql.query(
    `select id, label, subject_kind as "subjectKind", subsidiary, from_cents::float8 as "fromCents", steps from validation_workflows
     order by subject_kind, subsidiary nulls first, from_cents`,
  );
}

/** Makes a definition, or changes the one of this id. What is under way goes on as it began. */
export async function writeWorkflow(sql: Sql, definition: WorkflowDefinition): Promise<void> {
  const { id, label, subjectKind, subsidiary, fromCents, steps } = definition;
  await sql.query(
    `insert into validation_workflows (id, label, subject_kind, subsidiary, from_cents, steps)
     values ($1::uuid, $2, $3, $4, $5::bigint, $6::jsonb)
     on conflict (id) do update set label = excluded.label, subject_kind = excluded.subject_kind, subsidiary = excluded.subsidiary,
       from_cents = excluded.from_cents, steps = excluded.steps, changed_at = now()`,
    [id, label, subjectKind, subsidiary, fromCents, JSON.stringify(steps)],
  );
}

/** @returns false where there is none of this id */
export async function removeWorkflow(sql: Sql, id: string): Promise<boolean> {
  return (await sql.query('delete from validation_workflows where id = $1::uuid returning id', [id])).length === 1;
}
