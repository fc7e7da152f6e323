import { type Delegation, isInForce } from './delegation.ts';
import type { Decision, DecisionKind, Validation } from './validation.ts';
import { isAmong } from './workflow.ts';

/** Who decides: for themselves, or in somebody's place. */
export interface Decider {
  subject: string;
  roles: readonly string[];
  onBehalfOf?: string | undefined;
}

/**
 * Why somebody may not decide:
 *
 *   closed        it is decided, or was withdrawn
 *   own-work      they, or the one in whose place they would decide, had a hand in it
 *   delegation    the one in whose place they would decide has not delegated it to them, or not for now
 *   decided       one of the two has decided already: nobody counts twice
 *   not-a-decider neither role nor name gives the one who decides a say in this step
 */
export const DECISION_FAULTS = ['closed', 'own-work', 'delegation', 'decided', 'not-a-decider'] as const;
export type DecisionFault = (typeof DECISION_FAULTS)[number];

type Judged = Pick<
  Validation,
  'state' | 'step' | 'steps' | 'subjectKind' | 'contributors' | 'decisions' | 'escalatedAt' | 'dueAt'
>;

/**
 * Why this person may not decide now, or undefined. Four eyes hold for both names of a delegate: neither may have had a hand in the
 * subject, and each counts once. A delegation hands on what its giver may do by themselves, so a chain of them gives nothing.
 */
export function decisionFault(
  validation: Judged,
  decider: Decider,
  { delegations, nowMs }: { delegations: readonly Delegation[]; nowMs: number },
): DecisionFault | undefined {
  const { onBehalfOf } = decider;
  if (validation.state !== 'pending') return 'closed';
  const given =
    onBehalfOf === undefined
      ? undefined
      : delegations.find(
          (each) =>
            each.fromSubject === onBehalfOf &&
            each.toSubject === decider.subject &&
            isInForce(each, validation.subjectKind, nowMs),
        );
  const names = namesOf(decider);
  if (names.some((name) => validation.contributors.includes(name))) return 'own-work';
  if (onBehalfOf !== undefined && given === undefined) return 'delegation';
  if (names.some((name) => namesTaken(validation).has(name))) return 'decided';
  const right = given === undefined ? decider : { subject: given.fromSubject, roles: given.roles };
  return hasSay(validation, right) ? undefined : 'not-a-decider';
}

/** Both names of a decision. */
export function namesOf({
  subject,
  onBehalfOf,
}: {
  subject: string;
  onBehalfOf?: string | null | undefined;
}): string[] {
  return onBehalfOf === undefined || onBehalfOf === null || onBehalfOf === subject ? [subject] : [subject, onBehalfOf];
}

/** In whose places somebody could decide now, themselves first (undefined), each without a fault. */
export function placesToDecide(
  validation: Judged,
  person: { subject: string; roles: readonly string[] },
  against: { delegations: readonly Delegation[]; nowMs: number },
): (string | undefined)[] {
  const givers = against.delegations.filter(({ toSubject }) => toSubject === person.subject);
  return [undefined, ...new Set(givers.map(({ fromSubject }) => fromSubject))].filter(
    (onBehalfOf) => decisionFault(validation, { ...person, onBehalfOf }, against) === undefined,
  );
}

/** A step's own deciders; once it was escalated those as well to whom it was. */
function hasSay({ steps, step, escalatedAt }: Judged, person: { subject: string; roles: readonly string[] }): boolean {
  const now = steps[step];
  if (now === undefined) return false;
  return (
    isAmong(now.deciders, person) ||
    (escalatedAt !== null && now.escalateTo !== null && isAmong(now.escalateTo, person))
  );
}

/** Whoever approved an earlier step has no say in a later one; in its own step whoever decided at all. */
function namesTaken({ decisions, step }: Pick<Judged, 'decisions' | 'step'>): Set<string> {
  return new Set(
    decisions.filter((each) => each.step === step || each.kind === 'approve').flatMap((each) => namesOf(each)),
  );
}

export const LONGEST_REASON = 2000;

/** A rejection tells why; nothing is longer than can be read. */
export function reasonFault(kind: DecisionKind, reason: string | null | undefined): string | undefined {
  const given = reason?.trim() ?? '';
  if (kind === 'reject' && given === '') return 'reason: a rejection needs one, so that it can be mended';
  return given.length > LONGEST_REASON ? `reason: has more than ${LONGEST_REASON} characters` : undefined;
}

/** What a decision makes of a validation: where it stands then. */
export function afterDecision(
  { step, steps, decisions }: Pick<Validation, 'step' | 'steps' | 'decisions'>,
  made: Pick<Decision, 'kind'>,
): { state: 'pending' | 'approved' | 'rejected'; step: number } {
  if (made.kind === 'reject') return { state: 'rejected', step };
  if (made.kind === 'abstain') return { state: 'pending', step };
  const approvals = 1 + decisions.filter((each) => each.step === step && each.kind === 'approve').length;
  if (approvals < (steps[step]?.quorum ?? 1)) return { state: 'pending', step };
  return step + 1 < steps.length ? { state: 'pending', step: step + 1 } : { state: 'approved', step };
}
