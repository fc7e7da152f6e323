import type { InboxCounts, ValidationRow, validationMethods } from '../../../shared/contract/index.ts';
import {
  type Clock,
  decisionFault,
  foldersOf,
  type InboxFolder,
  isNews,
  isOverdue,
  markOf,
  type Notice,
  noticeOf,
  placesToDecide,
} from '../../../shared/domain/index.ts';
import type { Me } from '../me.ts';
import type { CacheReads } from '../store/cache.ts';
import type { Store } from '../store/store.ts';
import type { ShownValidation } from '../store/validations.ts';
import { notFound } from './errors.ts';
import type { MethodHandlers } from './method-handlers.ts';

/** The inbox of the person at this desktop, from the cache: the same with and without a server. */
export function createValidationHandlers(
  store: Store,
  clock: Clock,
  me: () => Me,
): MethodHandlers<typeof validationMethods> {
  return {
    'validations.me': () => me(),
    'validations.page': ({ folder, text, offset, limit }) => ({
      ...store.read((cache) => pageOf(cache, me(), inboxOf(cache, me(), clock), { folder, text, offset, limit })),
      revision: store.revision(),
    }),
    'validations.get'({ id }) {
      const row = store.read((cache) => {
        const found = cache.validations.get(id);
        return found && inboxOf(cache, me(), clock)(found);
      });
      if (row === undefined) throw notFound('validation', id);
      return row;
    },
    'validations.ofSubject': ({ subjectId }) =>
      store.read((cache) => ({ rows: cache.validations.ofSubject(subjectId).map(inboxOf(cache, me(), clock)) })),
    'validations.counts': () => store.read((cache) => countInbox(cache, me(), clock)),
    'delegations.page': (query) => ({
      ...store.read((cache) => cache.delegations.page(query)),
      revision: store.revision(),
    }),
  };
}

type ToRow = (validation: ShownValidation) => ValidationRow;

/** How a person finds validations now. */
function inboxOf(cache: CacheReads, { subject, roles }: Me, clock: Pick<Clock, 'nowMs'>): ToRow {
  const nowMs = clock.nowMs();
  // Who is not known can be anybody: the server decides.
  const person = { subject: subject ?? '', roles: roles ?? ['validator' as const] };
  const time = { nowMs, delegations: subject === null ? [] : cache.delegations.to(subject, nowMs) };
  return (row) => ({
    ...row,
    unsent: cache.outbox.unsentOf('validation', row.id),
    awaiting: row.awaiting ?? null,
    folders: foldersOf(row, person, time),
    isOverdue: isOverdue(row, nowMs),
    isUnread: isNews(row, person, time),
    notice: noticeOf(row, person, time)?.kind ?? null,
    places: placesToDecide(row, person, time).map((place) => place ?? null),
    fault: decisionFault(row, person, time) ?? null,
    snoozedUntil: markOf(row, person.subject).snoozedUntil,
  });
}

interface Asked {
  folder: InboxFolder;
  text: string | undefined;
  offset: number;
  limit: number;
}

/** What waits is looked at whole, since a folder depends on who asks and when; what is over is read page by page. */
function pageOf(cache: CacheReads, me: Me, toRow: ToRow, { folder, text, offset, limit }: Asked) {
  if (folder === 'all' || folder === 'archived') {
    const page = { text, subject: me.subject, isArchived: folder === 'archived', offset, limit };
    const { rows, total } = cache.validations.page(page);
    return { rows: rows.map(toRow), total };
  }
  const rows = cache.validations
    .pending(text)
    .map(toRow)
    .filter(({ folders }) => folders.includes(folder));
  return { rows: rows.slice(offset, offset + limit), total: rows.length };
}

/** What waits for a person now. */
export function countInbox(cache: CacheReads, me: Me, clock: Pick<Clock, 'nowMs'>): InboxCounts {
  const rows = cache.validations.pending().map(inboxOf(cache, me, clock));
  const count = (isCounted: (row: ValidationRow) => boolean) => rows.filter(isCounted).length;
  return {
    // One that was decided here waits for the server, and no more for the person.
    mine: count(({ folders, awaiting }) => folders.includes('mine') && awaiting === null),
    overdue: count(
      ({ folders, awaiting, isOverdue: isLate }) => isLate && folders.includes('mine') && awaiting === null,
    ),
    unread: count(({ isUnread }) => isUnread),
    snoozed: count(({ folders }) => folders.includes('snoozed')),
  };
}

/** No more is told at once. */
const MOST_NEWS = 20;

/** What a person has not read, the newest first: of what waits, and of what was decided lately. */
export function newsOf(
  cache: CacheReads,
  me: Me,
  clock: Pick<Clock, 'nowMs'>,
): (Notice & { id: string; label: string })[] {
  const { subject, roles } = me;
  if (subject === null) return [];
  const nowMs = clock.nowMs();
  const person = { subject, roles: roles ?? [] };
  const time = { nowMs, delegations: cache.delegations.to(subject, nowMs) };
  const { rows } = cache.validations.page({ subject, isArchived: false, offset: 0, limit: 200 });
  const looked = new Map([...cache.validations.pending(), ...rows].map((row) => [row.id, row]));
  return [...looked.values()]
    .flatMap((row) => {
      const notice = row.awaiting === undefined && isNews(row, person, time) ? noticeOf(row, person, time) : undefined;
      return notice === undefined ? [] : [{ ...notice, id: row.id, label: row.facts.label }];
    })
    .toSorted((one, other) => other.atMs - one.atMs)
    .slice(0, MOST_NEWS);
}
