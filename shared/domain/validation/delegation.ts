import { z } from 'zod';
import { utcTime } from '../mission.ts';
import { ROLES } from '../role.ts';
import { type ValidationSubject, validationSubject } from './workflow.ts';

/** Longest time that somebody may be stood in for, ms: who is away for longer gives the role back. */
export const LONGEST_DELEGATION_MS = 92 * 24 * 3_600_000;

/**
 * Somebody decides for another for a time. It hands on the rights that the one who gives it has by themselves, and never what was
 * delegated to them: there are no chains.
 */
export const delegation = z.object({
  id: z.guid(),
  /** Who is away, and who decides in their place: subjects of the sign-in. */
  fromSubject: z.string().min(1),
  toSubject: z.string().min(1),
  /** The roles of the one who is away, as they were when it was given. */
  roles: z.array(z.enum(ROLES)),
  /** For what; null: for all that is validated. */
  subjectKind: validationSubject.nullable(),
  /** From the first moment on, until before the second. */
  startsAt: utcTime,
  endsAt: utcTime,
  note: z.string().nullable(),
  createdAt: utcTime,
  revokedAt: utcTime.nullable(),
});
export type Delegation = z.infer<typeof delegation>;

/** Whether it holds for a kind of subject at a moment. */
export function isInForce(given: Delegation, subjectKind: ValidationSubject, nowMs: number): boolean {
  return (
    (given.subjectKind === null || given.subjectKind === subjectKind) &&
    Date.parse(given.startsAt) <= nowMs &&
    nowMs < Date.parse(given.endsAt) &&
    (given.revokedAt === null || nowMs < Date.parse(given.revokedAt))
  );
}

export type DelegationFault = { field: 'toSubject' | 'startsAt' | 'endsAt'; detail: string };

/** What is wrong with a delegation that is to be given, whoever gives it. */
export function delegationFault(
  wanted: Pick<Delegation, 'fromSubject' | 'toSubject' | 'startsAt' | 'endsAt'>,
  nowMs: number,
): DelegationFault | undefined {
  const startMs = Date.parse(wanted.startsAt);
  const endMs = Date.parse(wanted.endsAt);
  if (wanted.fromSubject === wanted.toSubject)
    return { field: 'toSubject', detail: 'toSubject: nobody stands in for themselves; name another person' };
  if (endMs <= startMs) return { field: 'endsAt', detail: 'endsAt: is not after startsAt' };
  if (endMs <= nowMs) return { field: 'endsAt', detail: 'endsAt: is over already' };
  if (endMs - startMs > LONGEST_DELEGATION_MS)
    return { field: 'endsAt', detail: 'endsAt: is more than 92 days after startsAt' };
  return undefined;
}
