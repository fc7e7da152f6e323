import type { Mutation } from '../../../shared/api/index.ts';
import {
  afterThirdPartyAction,
  refuseThirdPartyParameters,
  type RowFields,
  thirdPartyAction,
} from '../../../shared/domain/index.ts';
import { changedSince } from '../../../shared/sync/index.ts';
import type { Reader } from '../../database/scope.ts';
import { lockForStep, takePartyStep } from '../third-parties/third-party-steps.ts';
import { APPLIED, conflict, type Outcome, rejected } from './outcome.ts';
import { lockRow } from './rows.ts';

type Action = Extract<Mutation, { op: 'action' }>;

/**
 * Archives, restores, merges or parts a third party, judged by how it stands now.
 * @param noteHands is told of the billing cycles that it had to do with
 */
export async function actOnThirdParty(
  sql: Reader,
  mutation: Action,
  noteHands: (cycleIds: readonly string[]) => Promise<void>,
): Promise<Outcome> {
  const { id, parameters, seen } = mutation;
  const action = thirdPartyAction.safeParse(mutation.action).data;
  if (action === undefined)
    return rejected({ code: 'illegal-action', detail: `a third-party knows no action ${mutation.action}` });
  const toldWrongly = refuseThirdPartyParameters(id, action, parameters);
  if (toldWrongly !== undefined) return rejected(toldWrongly);
  const wanted = afterThirdPartyAction(seen, action, parameters);
  if (wanted === undefined)
    return rejected({ code: 'illegal-action', detail: `a ${String(seen['standing'])} third party cannot ${action}` });
  const asked = { id, action, parameters };
  const cycleIds = await lockForStep(
    sql,
    asked,
    survivorOf(action === 'merge' ? parameters['into'] : seen['mergedInto']),
  );
  const { row, isRemoved } = await lockRow(sql, mutation, 'change');
  if (row === undefined)
    return isRemoved ? conflict([]) : rejected({ code: 'not-found', detail: `there is no third-party ${id}` });
  // By value, as edits are merged: one that stands as it is to stand already is no conflict.
  if (stands(row, wanted)) return APPLIED;
  const changed = changedSince(row, seen);
  if (changed.length > 0) return conflict(changed);
  const taken = await takePartyStep(sql, asked, cycleIds);
  if (taken.refusal !== undefined) return rejected(taken.refusal);
  await noteHands(taken.cycleIds);
  return APPLIED;
}

function survivorOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function stands(row: RowFields, { standing, mergedInto }: { standing: string; mergedInto: string | null }): boolean {
  return row['standing'] === standing && row['mergedInto'] === mergedInto;
}
