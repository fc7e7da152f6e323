import { type Actor, ruleOf } from '../../../shared/domain/billing/index.ts';
import type { FieldValues, Refusal } from '../../../shared/domain/index.ts';
import type { Sql } from '../../database/database.ts';
import { decideOn, type SubjectRules } from '../validation/decide-validation.ts';
import { openValidation } from '../validation/open-validation.ts';
import { pendingOf } from '../validation/validation-rows.ts';
import { type CycleRow, lockCycle } from './cycle-row.ts';
import { moveCycle } from './move-cycle.ts';

/** A cycle as the subject of a validation: approved it is validated, rejected it is open again. */
export const CYCLE_SUBJECT: SubjectRules = {
  lock: async (sql, id) => (await lockCycle(sql, id)) !== undefined,
  async conclude(sql, { subjectId, outcome, actor, approvers }) {
    const cycle = await lockCycle(sql, subjectId);
    const action = outcome === 'approved' ? 'approve' : 'reject';
    const rule = cycle && ruleOf(cycle, action);
    if (cycle === undefined || rule === undefined)
      return {
        code: 'illegal-action',
        detail: `the billing cycle is ${cycle?.state ?? 'gone'}, and not in validation`,
      };
    return moveCycle(sql, cycle, rule, { action, actor, approvers });
  },
};

/** The cycle's own actions are decisions on its validation: there is one way, and one truth. */
export async function decideOnCycle(
  sql: Sql,
  { id, subsidiary, contributors, lastStepBy }: CycleRow,
  { actor, parameters, nowMs }: { actor: Actor; parameters: FieldValues; nowMs: number },
  kind: 'approve' | 'reject',
): Promise<Refusal | undefined> {
  const validationId =
    (await pendingOf(sql, 'billing-cycle', id)) ??
    // Another program has put it into validation, and it was not looked after yet.
    (await openValidation(sql, { cycleId: id, subsidiary, contributors, by: lastStepBy ?? 'database', nowMs }));
  const reason = typeof parameters['reason'] === 'string' ? parameters['reason'] : null;
  return decideOn(sql, { validationId, kind, reason, actor, nowMs }, { 'billing-cycle': CYCLE_SUBJECT });
}
