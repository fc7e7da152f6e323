import type { Person } from '../../shared/contract/index.ts';
import {
  type ActorFault,
  actorFault,
  type CycleAction,
  type CyclePlace,
  type Hands,
  isEditable,
  isInvoiced,
  ruleOf,
} from '../../shared/domain/index.ts';

/** A step that a person could take now, or why they must leave it to somebody else. */
export interface OfferedAction {
  readonly name: CycleAction;
  readonly needsReason: boolean;
  /** Undefined: they may. */
  readonly withheld?: Exclude<ActorFault, 'role'>;
}

/**
 * Of the steps that are legal for a cycle those that a person's roles allow. The server decides on each; what it would refuse for four eyes is
 * said before, rather than offered.
 * @param person null: nobody signs in here, and the program's token may do what the server lets it
 */
export function offeredActions(
  cycle: CyclePlace & Hands & { readonly availableActions: readonly CycleAction[] },
  person: Pick<Person, 'account' | 'roles'> | null,
): OfferedAction[] {
  return cycle.availableActions.flatMap((name) => {
    const rule = ruleOf(cycle, name);
    if (rule === undefined) return [];
    const offered = { name, needsReason: rule.needsReason === true };
    if (person === null || person.roles === null) return [offered];
    const fault = actorFault(rule, { subject: person.account, roles: person.roles }, cycle);
    if (fault === 'role') return [];
    return [fault === undefined ? offered : { ...offered, withheld: fault }];
  });
}

/**
 * Why nothing of a cycle can be edited or removed now, which is said where the buttons would be.
 * @returns undefined: it can
 */
export function whyNotEditable({
  state,
  isCredited,
}: Pick<CyclePlace, 'state' | 'isCredited'>): 'closed' | 'invoiced' | 'credited' | undefined {
  if (isEditable(state)) return undefined;
  if (isCredited) return 'credited';
  return isInvoiced(state) ? 'invoiced' : 'closed';
}
