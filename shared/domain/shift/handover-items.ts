import { z } from 'zod';
import type { FieldValue } from '../edit-policy.ts';
import { HANDOVER_GROUPS, type Handover, type HandoverItem, handoverItem, type ItemSubject } from './handover.ts';

/** Items of one handover: the row is one that every desktop keeps. */
export const MOST_ITEMS = 1_000;

/** Something that stands now, as it is found: how often it was told before is not known. */
export type FoundItem = Omit<HandoverItem, 'times' | 'settledAt'>;

export interface Gathering {
  /** The newest one that was handed over; undefined: there is none. */
  before: Pick<Handover, 'items' | 'remarks'> | undefined;
  /** All that stands now. */
  found: readonly FoundItem[];
  /** Of what was handed over and is not found: whether it is known to be over. What nobody knows comes back. */
  isOver: (item: HandoverItem) => boolean;
  /** The writer's, of this handover. */
  remarks: Handover['remarks'];
  /** ISO 8601. */
  at: string;
}

/**
 * The items of a handover: what stands now, and all of the one before that was not settled. What is over by now is told once more, as settled, and
 * then no longer; what a person has settled comes back only if it is found again.
 */
export function gatherItems({ before, found, isOver, remarks, at }: Gathering): HandoverItem[] {
  const told = new Map((before?.items ?? []).map((item) => [item.key, item]));
  const items = new Map<string, HandoverItem>();
  for (const item of found) {
    const earlier = told.get(item.key);
    items.set(item.key, { ...item, times: earlier === undefined ? 0 : earlier.times + 1, settledAt: null });
  }
  for (const item of told.values()) {
    if (items.has(item.key) || item.settledAt !== null || before?.remarks[item.key]?.isSettled === true) continue;
    items.set(item.key, { ...item, times: item.times + 1, settledAt: isOver(item) ? at : null });
  }
  // Somebody wrote about it, and it is gone: it is told all the same.
  for (const [key, { group, label }] of Object.entries(remarks)) {
    if (items.has(key)) continue;
    const none = { about: null, priority: null, sinceAt: null, dueAt: null };
    items.set(key, { key, group, label, ...none, times: 0, settledAt: at });
  }
  return [...items.values()].toSorted(compareItems);
}

/**
 * As many items as a handover has room for. Left out are the last ones that are new and about which nobody wrote: they stand, so that the next
 * gathering finds them. What came back, and what has a remark, always has room.
 */
export function roomFor(
  items: readonly HandoverItem[],
  remarks: Handover['remarks'],
): { items: HandoverItem[]; more: number } {
  if (items.length <= MOST_ITEMS) return { items: [...items], more: 0 };
  const isKept = (item: HandoverItem) => item.times > 0 || Object.hasOwn(remarks, item.key);
  let room = MOST_ITEMS - items.filter(isKept).length;
  const chosen = items.filter((item) => isKept(item) || room-- > 0);
  return { items: chosen, more: items.length - chosen.length };
}

const PRIORITIES = ['critical', 'high', 'medium', 'low'];

/** By their part, the gravest first, then what has stood longest. */
function compareItems(one: HandoverItem, other: HandoverItem): number {
  const rank = ({ priority }: HandoverItem) => (priority === null ? PRIORITIES.length : PRIORITIES.indexOf(priority));
  return (
    HANDOVER_GROUPS.indexOf(one.group) - HANDOVER_GROUPS.indexOf(other.group) ||
    rank(one) - rank(other) ||
    (one.sinceAt ?? '9').localeCompare(other.sinceAt ?? '9') ||
    (one.key < other.key ? -1 : 1)
  );
}

export function subjectOfItem({ key }: Pick<HandoverItem, 'key'>): { subject: ItemSubject; id: string } {
  const [subject = '', id = ''] = key.split('/', 2);
  return { subject: subject as ItemSubject, id };
}

/** An edit that a desktop has and the server has not: only that desktop knows of it. */
const unsentEdit = handoverItem.pick({ key: true, label: true, sinceAt: true }).strict();
export type UnsentEdit = z.infer<typeof unsentEdit>;
/** The text of a list is no longer than any value of an edit may be. */
const LONGEST_UNSENT = 20_000;

/** The list as one value of an action, with as many as have room. */
export function unsentText(edits: readonly UnsentEdit[]): string {
  const kept: UnsentEdit[] = [];
  let length = 2;
  for (const { key, label, sinceAt } of edits) {
    const edit = { key, label: label.slice(0, 80), sinceAt };
    length += JSON.stringify(edit).length + 1;
    if (length > LONGEST_UNSENT) break;
    kept.push(edit);
  }
  return JSON.stringify(kept);
}

/** @returns undefined where it is not such a list */
export function readUnsentText(text: FieldValue | undefined): UnsentEdit[] | undefined {
  if (text === null || text === undefined) return [];
  try {
    const parsed = z.array(unsentEdit).safeParse(JSON.parse(String(text)));
    return parsed.success && parsed.data.every(({ key }) => key.startsWith('edit/')) ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

export function foundEdit({ key, label, sinceAt }: UnsentEdit): FoundItem {
  return { key, group: 'edit', label, about: null, priority: null, sinceAt, dueAt: null };
}
