import type { CycleRule } from './cycle-machine.ts';

/** Who asks: one person, or one for another (a delegate): then the rules hold for both of them. */
export interface Actor {
  subject: string;
  /** In whose place. */
  onBehalfOf?: string;
  roles: readonly string[];
}

/** Who had a hand in it. */
export interface Hands {
  /** Everyone who made, edited, closed or submitted it, or brought missions in or out, since it was last opened anew. */
  contributors: readonly string[];
  /** Who took the last step. Null: another program. */
  lastStepBy: string | null;
}

export type ActorFault = 'role' | 'own-work' | 'own-step';

/**
 * Why this person may not, or undefined. Neither delegation nor a second role gets round it: of a delegate both names are looked at, and an
 * administrator's role changes nothing.
 */
export function actorFault(rule: CycleRule, actor: Actor, { contributors, lastStepBy }: Hands): ActorFault | undefined {
  if (!rule.roles.some((role) => actor.roles.includes(role))) return 'role';
  const names = [actor.subject, ...(actor.onBehalfOf === undefined ? [] : [actor.onBehalfOf])];
  if (rule.second === 'contributor' && names.some((name) => contributors.includes(name))) return 'own-work';
  if (rule.second === 'last-step' && lastStepBy !== null && names.includes(lastStepBy)) return 'own-step';
  return undefined;
}
