import { z } from 'zod';
import type { FieldValues, RowFields } from '../edit-policy.ts';
import type { Refusal } from '../refusal.ts';
import { thirdPartyStanding, type ThirdPartyStanding } from '../third-party.ts';

/** What can be done with a third party besides editing it. */
export const THIRD_PARTY_ACTIONS = ['archive', 'restore', 'merge', 'unmerge'] as const;
export const thirdPartyAction = z.enum(THIRD_PARTY_ACTIONS);
export type ThirdPartyAction = z.infer<typeof thirdPartyAction>;

const RULES: Readonly<Record<ThirdPartyAction, { from: ThirdPartyStanding; to: ThirdPartyStanding }>> = {
  archive: { from: 'active', to: 'archived' },
  restore: { from: 'archived', to: 'active' },
  merge: { from: 'active', to: 'merged' },
  unmerge: { from: 'merged', to: 'active' },
};

/** The actions that are legal for a third party, whoever asks. */
export function thirdPartyActionsFrom(standing: ThirdPartyStanding): ThirdPartyAction[] {
  return THIRD_PARTY_ACTIONS.filter((action) => RULES[action].from === standing);
}

/** Where a third party is after an action; undefined where the action is not legal for it. */
export function afterThirdPartyAction(
  row: RowFields,
  action: string,
  parameters: FieldValues,
): { standing: ThirdPartyStanding; mergedInto: string | null } | undefined {
  const known = thirdPartyAction.safeParse(action);
  const standing = thirdPartyStanding.safeParse(row['standing'] ?? 'active');
  if (!known.success || !standing.success || RULES[known.data].from !== standing.data) return undefined;
  const { into } = parameters;
  return { standing: RULES[known.data].to, mergedInto: typeof into === 'string' ? into : null };
}

/** A merge must be told into which other; the others are told nothing. */
export function refuseThirdPartyParameters(
  id: string,
  action: ThirdPartyAction,
  parameters: FieldValues,
): Refusal | undefined {
  const unknown = Object.keys(parameters).find((name) => action !== 'merge' || name !== 'into');
  if (unknown !== undefined)
    return { code: 'invalid-value', field: unknown, detail: `${unknown}: ${action} takes no such parameter` };
  if (action !== 'merge') return undefined;
  const { into } = parameters;
  if (!z.guid().safeParse(into).success)
    return { code: 'invalid-value', field: 'into', detail: 'into: say which third party it is the same as' };
  return into === id ? { code: 'invalid-value', field: 'into', detail: 'into: is the same third party' } : undefined;
}

/** The rows that an action names beside its own. */
export function rowsNamedByAction(action: string, parameters: FieldValues): string[] {
  const { into } = parameters;
  return action === 'merge' && typeof into === 'string' ? [into] : [];
}

/** Nothing new may name a third party that is archived. */
export function refuseArchived(field: string, row: RowFields): Refusal | undefined {
  const standing = thirdPartyStanding.safeParse(row['standing']).data ?? 'active';
  if (standing === 'active') return undefined;
  return { code: 'archived', field, detail: `${field}: "${String(row['name'])}" is ${standing}` };
}
