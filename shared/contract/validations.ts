import { z } from 'zod';
import { ROLES } from '../domain/role.ts';
import {
  awaitingDecision,
  DECISION_FAULTS,
  delegation,
  INBOX_FOLDERS,
  NOTICE_KINDS,
  validation,
} from '../domain/validation/index.ts';
import { event, method } from '../rpc/index.ts';
import { unsentState } from './edits.ts';
import { rowsOf, searchText, windowOf } from './page.ts';

/** A validation as the person at this desktop finds it in their inbox. */
export const validationRow = validation.extend({
  unsent: unsentState.nullable(),
  /** A decision of this desktop that the server has not answered. */
  awaiting: awaitingDecision.nullable(),
  folders: z.array(z.enum(INBOX_FOLDERS)),
  isOverdue: z.boolean(),
  isUnread: z.boolean(),
  notice: z.enum(NOTICE_KINDS).nullable(),
  /** In whose places the person can decide: null for themselves. None: `fault` says why. */
  places: z.array(z.string().nullable()),
  fault: z.enum(DECISION_FAULTS).nullable(),
  snoozedUntil: z.iso.datetime().nullable(),
});
export type ValidationRow = z.infer<typeof validationRow>;

export const delegationRow = delegation.extend({ unsent: unsentState.nullable() });
export type DelegationRow = z.infer<typeof delegationRow>;

/** What waits for the person: told in every window. */
export const inboxCounts = z.object({
  mine: z.number().int(),
  overdue: z.number().int(),
  unread: z.number().int(),
  snoozed: z.number().int(),
});
export type InboxCounts = z.infer<typeof inboxCounts>;

const nothing = z.strictObject({});

export const validationMethods = {
  /** Who the server takes this desktop's person for; null while that is not known. */
  'validations.me': method(
    nothing,
    z.object({ subject: z.string().nullable(), roles: z.array(z.enum(ROLES)).nullable() }),
  ),
  'validations.page': method(
    z.strictObject({ folder: z.enum(INBOX_FOLDERS), text: searchText.optional(), ...windowOf }),
    rowsOf(validationRow),
  ),
  'validations.get': method(z.strictObject({ id: z.string() }), validationRow),
  /** All rounds of a subject, the newest first. */
  'validations.ofSubject': method(
    z.strictObject({ subjectId: z.string() }),
    z.object({ rows: z.array(validationRow) }),
  ),
  'validations.counts': method(nothing, inboxCounts),
  'delegations.page': method(z.strictObject(windowOf), rowsOf(delegationRow)),
};

export const inboxEvents = {
  /** The person asked for a validation outside of any window, or for the inbox (null): a console shows it. */
  'inbox.show': event(z.object({ id: z.string().nullable() })),
};
