import { placesToDecide } from './decision-rules.ts';
import type { Delegation } from './delegation.ts';
import { isOverdue } from './due.ts';
import { type Mark, NO_MARK, type Validation } from './validation.ts';

/**
 * What a person is told of a validation:
 *
 *   asked      it waits for their decision        approved, rejected   what became of what they had a hand in
 *   reminded   it is due soon                     overdue              it waits for them, and should be decided
 */
export const NOTICE_KINDS = ['asked', 'reminded', 'overdue', 'approved', 'rejected'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

export interface Notice {
  /** The same for ever: a notice that was shown is not shown again. */
  key: string;
  kind: NoticeKind;
  /** UTC ms. */
  atMs: number;
}

export interface Inboxed {
  subject: string;
  roles: readonly string[];
}

export interface InboxTime {
  delegations: readonly Delegation[];
  nowMs: number;
}

/** The newest thing that a person is to be told of a validation, or undefined. The server tells it and a desktop offline alike. */
export function noticeOf(validation: Validation, person: Inboxed, time: InboxTime): Notice | undefined {
  const { id, step, state, contributors, openedBy } = validation;
  const notice = (kind: NoticeKind, at: string): Notice => ({
    key: `${id}/${step}/${kind}`,
    kind,
    atMs: Date.parse(at),
  });
  if (state === 'approved' || state === 'rejected') {
    const isTheirs = openedBy === person.subject || contributors.includes(person.subject);
    return isTheirs && validation.closedAt !== null ? notice(state, validation.closedAt) : undefined;
  }
  if (placesToDecide(validation, person, time).length === 0) return undefined;
  if (validation.escalatedAt !== null) return notice('overdue', validation.escalatedAt);
  if (validation.remindedAt !== null) return notice('reminded', validation.remindedAt);
  return notice('asked', validation.stepOpenedAt);
}

/** Where somebody finds a validation in their inbox. */
export const INBOX_FOLDERS = ['mine', 'overdue', 'all', 'snoozed', 'archived'] as const;
export type InboxFolder = (typeof INBOX_FOLDERS)[number];

export function markOf({ marks }: Pick<Validation, 'marks'>, subject: string): Mark {
  return Object.hasOwn(marks, subject) ? (marks[subject] ?? NO_MARK) : NO_MARK;
}

/** The folders that a validation is in. What is put off or away is found there alone, until its time comes. */
export function foldersOf(validation: Validation, person: Inboxed, time: InboxTime): InboxFolder[] {
  const { archivedAt, snoozedUntil } = markOf(validation, person.subject);
  if (archivedAt !== null) return ['archived'];
  if (validation.state === 'pending' && snoozedUntil !== null && time.nowMs < Date.parse(snoozedUntil))
    return ['snoozed'];
  const folders: InboxFolder[] = ['all'];
  if (isOverdue(validation, time.nowMs)) folders.unshift('overdue');
  if (validation.state === 'pending' && placesToDecide(validation, person, time).length > 0) folders.unshift('mine');
  return folders;
}

/** Whether the notice is news: not read since, not put off, not away. */
export function isNews(validation: Validation, person: Inboxed, time: InboxTime): boolean {
  const notice = noticeOf(validation, person, time);
  const folders = foldersOf(validation, person, time);
  const { readAt } = markOf(validation, person.subject);
  return notice !== undefined && folders.includes('all') && (readAt === null || Date.parse(readAt) < notice.atMs);
}
