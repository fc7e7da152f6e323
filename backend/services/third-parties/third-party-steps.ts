import type { FieldValues, MergeReport, Refusal, ThirdPartyAction } from '../../../shared/domain/index.ts';
import { mergeReport } from '../../../shared/domain/index.ts';
import type { Sql } from '../../database/database.ts';
import { lockMerge, lockUnmerge } from './merge-locks.ts';
import { moveBack, moveUses } from './move-uses.ts';
import { refuseMerge } from './refuse-merge.ts';

/** An action on a third party, as somebody asks for it. */
export interface AskedPartyStep {
  id: string;
  action: ThirdPartyAction;
  parameters: FieldValues;
}

export interface PartyStepTaken {
  refusal: Refusal | undefined;
  /** Billing cycles that it had to do with: whoever does it has a hand in them. */
  cycleIds: readonly string[];
}

const DONE: PartyStepTaken = { refusal: undefined, cycleIds: [] };
const refused = (refusal: Refusal): PartyStepTaken => ({ refusal, cycleIds: [] });

/**
 * Locks what an action will change, before the third party itself is locked to be looked at: in the order in which everybody locks.
 * @param survivorId of a merge the one that stays; of its undo the one that the row points to
 */
export async function lockForStep(
  sql: Sql,
  { id, action }: AskedPartyStep,
  survivorId: string | null,
): Promise<string[]> {
  if (survivorId === null) return [];
  if (action === 'merge') return (await lockMerge(sql, id, survivorId)).cycleIds;
  return action === 'unmerge' ? (await lockUnmerge(sql, id, survivorId)).cycleIds : [];
}

/** Carries out an action on a third party that is locked, and whose standing allows it. */
export async function takePartyStep(sql: Sql, asked: AskedPartyStep, cycleIds: string[]): Promise<PartyStepTaken> {
  const { id, action, parameters } = asked;
  switch (action) {
    case 'archive':
      return write(sql, 'archived_at = now()', [id]);
    case 'restore':
      return write(sql, 'archived_at = null', [id]);
    case 'merge':
      return merge(sql, id, String(parameters['into']), cycleIds);
    case 'unmerge':
      return unmerge(sql, id, cycleIds);
  }
}

async function merge(sql: Sql, id: string, survivorId: string, cycleIds: string[]): Promise<PartyStepTaken> {
  const refusal = await refuseMerge(sql, id, survivorId);
  if (refusal !== undefined) return refused(refusal);
  const moved = await moveUses(sql, id, survivorId);
  const report = {
    into: survivorId,
    moved: { missions: moved.mission, billingCycles: moved['billing-cycle'], rateCards: moved['rate-card'] },
    ...{ undoneAt: null, keptCount: 0, kept: [] },
  };
  const taken = await write(
    sql,
    `archived_at = now(), merged_into = $2::uuid,
     last_merge = $3::jsonb || jsonb_build_object('mergedAt', to_char(now() at time zone 'UTC', '${UTC}'))`,
    [id, survivorId, JSON.stringify(report)],
  );
  return { ...taken, cycleIds };
}

async function unmerge(sql: Sql, id: string, cycleIds: string[]): Promise<PartyStepTaken> {
  const [known] = await sql.query<{ into: string; report: unknown }>(
    'select merged_into::text as into, last_merge as report from third_parties where id = $1::uuid',
    [id],
  );
  if (known === undefined) return refused({ code: 'not-found', detail: `there is no third party ${id}` });
  const { keptCount, kept } = await moveBack(sql, id, known.into);
  const before: MergeReport | undefined = mergeReport.safeParse(known.report).data;
  const report = { ...before, keptCount, kept };
  const taken = await write(
    sql,
    `archived_at = null, merged_into = null,
     last_merge = $2::jsonb || jsonb_build_object('undoneAt', to_char(now() at time zone 'UTC', '${UTC}'))`,
    [id, JSON.stringify(report)],
  );
  return { ...taken, cycleIds };
}

const UTC = 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"';

async function write(sql: Sql, assignments: string, values: readonly string[]): Promise<PartyStepTaken> {
  const changed = await sql.query(`update third_parties set ${assignments} where id = $1::uuid returning id`, [
    ...values,
  ]);
  if (changed.length === 1) return DONE;
  return refused({ code: 'not-editable', detail: 'the database left the third party as it was' });
}
