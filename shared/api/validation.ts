import { z } from 'zod';
import {
  decisionKind,
  delegation,
  INBOX_FOLDERS,
  LONGEST_REASON,
  MARKINGS,
  NOTICE_KINDS,
  refusal,
  validation,
  validationState,
  validationSubject,
  workflowDefinition,
} from '../domain/index.ts';
import { utcTime } from '../domain/mission.ts';
import { page, pageQuery } from './page.ts';

/** `GET /api/v2/validations`. A folder is the asker's own inbox. */
export const validationsQuery = pageQuery.extend({
  state: validationState.optional(),
  subjectId: z.guid().optional(),
  folder: z.enum(INBOX_FOLDERS).optional(),
});
export type ValidationsQuery = z.output<typeof validationsQuery>;
export const validationsPage = page(validation);

const person = z.string().trim().min(1).max(300);

export const askedDecision = z.strictObject({
  decision: decisionKind,
  /** Required to reject. */
  reason: z.string().trim().max(LONGEST_REASON).optional(),
  /** In whose place, where they have delegated it. */
  onBehalfOf: person.optional(),
  /** Index of the step that was looked at: of another one nothing is decided. */
  step: z.number().int().nonnegative().optional(),
});

/** Each is answered by itself: one that is refused stops none of the others. */
export const bulkDecisions = z.strictObject({
  decisions: z
    .array(askedDecision.extend({ id: z.guid() }))
    .min(1)
    .max(200),
});
export const bulkDecisionAnswers = z.object({
  items: z.array(
    z.discriminatedUnion('result', [
      z.object({ id: z.guid(), result: z.literal('taken') }),
      z.object({ id: z.guid(), result: z.literal('refused'), reason: refusal }),
    ]),
  ),
});

/** What the asker does with the entry in their own inbox. */
export const askedMark = z.strictObject({
  mark: z.enum(MARKINGS),
  /** Of `snooze`: until when. */
  until: utcTime.optional(),
});

export const newDelegation = z.strictObject({
  toSubject: person,
  /** Left out: for all that is validated. */
  subjectKind: validationSubject.optional(),
  startsAt: utcTime,
  endsAt: utcTime,
  note: z.string().trim().max(500).optional(),
});
export type NewDelegation = z.output<typeof newDelegation>;
export const delegationsPage = page(delegation);

export const workflowList = z.object({ items: z.array(workflowDefinition) });

/** What the asker is to be told of validations, the newest first. */
export const notificationList = z.object({
  items: z.array(
    z.object({
      /** The same for ever. */
      key: z.string(),
      kind: z.enum(NOTICE_KINDS),
      at: utcTime,
      validationId: z.guid(),
      subjectKind: validationSubject,
      subjectId: z.guid(),
      label: z.string(),
      isRead: z.boolean(),
      snoozedUntil: utcTime.nullable(),
      isArchived: z.boolean(),
    }),
  ),
});
export type NotificationList = z.infer<typeof notificationList>;
