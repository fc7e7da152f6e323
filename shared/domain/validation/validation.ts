import { z } from 'zod';
import { utcTime } from '../mission.ts';
import { cycleFacts } from './facts.ts';
import { validationSubject, workflowStep } from './workflow.ts';

/**
 * Where a validation stands:
 *
 *   pending    waits for decisions of its step
 *   approved   the last step has all its approvals
 *   rejected   somebody rejected it, with a reason
 *   withdrawn  its subject was taken back before it was decided
 */
export const VALIDATION_STATES = ['pending', 'approved', 'rejected', 'withdrawn'] as const;
export const validationState = z.enum(VALIDATION_STATES);
export type ValidationState = z.infer<typeof validationState>;

/** To abstain says that others must decide: it counts for nothing, and whoever abstains is asked no more in that step. */
export const DECISIONS = ['approve', 'reject', 'abstain'] as const;
export const decisionKind = z.enum(DECISIONS);
export type DecisionKind = z.infer<typeof decisionKind>;

/** A decision that the server took: never changed, never removed. */
export const decision = z.object({
  id: z.guid(),
  /** Index of the step, from 0. */
  step: z.number().int().nonnegative(),
  kind: decisionKind,
  /** Who decided, and in whose place. */
  subject: z.string(),
  onBehalfOf: z.string().nullable(),
  reason: z.string().nullable(),
  at: utcTime,
});
export type Decision = z.infer<typeof decision>;

/** What one person did with the entry in their inbox. */
export const mark = z.object({
  readAt: utcTime.nullable(),
  snoozedUntil: utcTime.nullable(),
  archivedAt: utcTime.nullable(),
});
export type Mark = z.infer<typeof mark>;
export const NO_MARK: Mark = { readAt: null, snoozedUntil: null, archivedAt: null };

/** Something that was submitted, the people who have to decide on it, and what they decided. */
export const validation = z.object({
  id: z.guid(),
  subjectKind: validationSubject,
  subjectId: z.guid(),
  /** How often this subject was submitted, from 1. */
  round: z.number().int().positive(),
  state: validationState,
  /** Index of the step that waits, or was decided last. */
  step: z.number().int().nonnegative(),
  steps: z.array(workflowStep).min(1),
  openedAt: utcTime,
  openedBy: z.string(),
  /** Of the present step. */
  stepOpenedAt: utcTime,
  dueAt: utcTime,
  remindedAt: utcTime.nullable(),
  escalatedAt: utcTime.nullable(),
  closedAt: utcTime.nullable(),
  /** Who had a hand in the subject: none of them decides, nor anybody for them. */
  contributors: z.array(z.string()),
  facts: cycleFacts,
  decisions: z.array(decision),
  /** By subject of the sign-in. Whoever sees the validation sees who has read it. */
  marks: z.record(z.string(), mark),
});
export type Validation = z.infer<typeof validation>;

/** A decision that this desktop has not heard of yet from the server: shown beside the row, and no part of it. */
export const awaitingDecision = z.object({
  kind: decisionKind,
  reason: z.string().nullable(),
  onBehalfOf: z.string().nullable(),
  at: utcTime,
});
export type AwaitingDecision = z.infer<typeof awaitingDecision>;
