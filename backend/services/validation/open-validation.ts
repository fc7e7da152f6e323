import { dueAtOf, stepsFor, type WorkflowDefinition } from '../../../shared/domain/index.ts';
import { publish } from '../../bus/index.ts';
import type { Sql } from '../../database/database.ts';
import { cycleFacts } from './cycle-facts.ts';
import { timeOf } from './validation-rows.ts';
import { readWorkflows } from './workflows.ts';

export interface Submitted {
  cycleId: string;
  /** Whose it is; the empty name: the default one's. */
  subsidiary: string;
  contributors: readonly string[];
  by: string;
  nowMs: number;
}

/** Opens the validation of a cycle that was submitted, in the same transaction. Its workflow is the one that is defined now, to its end. */
export async function openValidation(
  sql: Sql,
  { cycleId, subsidiary, contributors, by, nowMs }: Submitted,
): Promise<string> {
  const facts = await cycleFacts(sql, cycleId);
  const definitions: WorkflowDefinition[] = await readWorkflows(sql);
  const steps = stepsFor(definitions, {
    subjectKind: 'billing-cycle',
    subsidiary: subsidiary === '' ? null : subsidiary,
    amountCents: facts.taxInclusiveCents,
  });
  const [first] = steps;
  if (first === undefined) throw new Error('a workflow has at least one step');
  const [opened] = await sql.query<{ id: string; round: number }>(
    `insert into validations (subsidiary, subject_kind, subject_id, round, steps, opened_at, opened_by, step_opened_at, due_at, contributors, facts)
     select nullif($1, ''), 'billing-cycle', $2::uuid, 1 + coalesce(max(round), 0), $3::jsonb, ${timeOf('$4')}, $5, ${timeOf('$4')}, ${timeOf('$6')},
       $7::text[], $8::jsonb
     from validations where subject_kind = 'billing-cycle' and subject_id = $2::uuid returning id, round`,
    [
      ...[subsidiary, cycleId, JSON.stringify(steps), nowMs, by, dueAtOf(first, nowMs), [...contributors]],
      JSON.stringify(facts),
    ],
  );
  const { id = '', round = 0 } = opened ?? {};
  const payload = { subjectKind: 'billing-cycle', subjectId: cycleId, round, steps: steps.length };
  await publish(sql, { type: 'validation.requested', entity: 'validation', id, payload });
  return id;
}
