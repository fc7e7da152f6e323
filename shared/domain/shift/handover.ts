import { z } from 'zod';
import { alarmPriority } from '../alarms/alarm-rule.ts';
import { utcTime } from '../mission.ts';

export const HANDOVER_STATES = ['draft', 'handed-over', 'signed'] as const;
export const handoverState = z.enum(HANDOVER_STATES);
export type HandoverState = z.infer<typeof handoverState>;

/** The parts of a handover, in their order. */
export const HANDOVER_GROUPS = [
  'alarm-open',
  'alarm-shelved',
  'alarm-suppressed',
  'incident',
  'mission-late',
  'validation',
  'edit',
] as const;
export const handoverGroup = z.enum(HANDOVER_GROUPS);
export type HandoverGroup = z.infer<typeof handoverGroup>;

/** What an item is about: an alarm that is shelved instead of open is the same item. */
export const ITEM_SUBJECTS = ['alarm', 'incident', 'mission', 'validation', 'edit'] as const;
export const itemSubject = z.enum(ITEM_SUBJECTS);
export type ItemSubject = z.infer<typeof itemSubject>;

/** `alarm/0198…`: a subject and its id; of an edit the mutation. */
export const itemKey = z.string().regex(/^(alarm|incident|mission|validation|edit)\/[\w-]{1,100}$/, 'names no item');

/** One thing that the next shift must know of, as it stood when the shift was handed over. */
export const handoverItem = z.object({
  key: itemKey,
  group: handoverGroup,
  /** Of an alarm its rule, of an incident its title, of a mission its reference, of a validation what is validated, of an edit the row that it changes. */
  label: z.string().max(300),
  /** Of an alarm what it is about; of a mission its vehicle; of a validation who asks. */
  about: z.string().max(300).nullable(),
  priority: alarmPriority.nullable(),
  /** Since when it stands, or should have been. */
  sinceAt: utcTime.nullable(),
  /** Until when it is shelved or suppressed, or when it is due. */
  dueAt: utcTime.nullable(),
  /** In how many handovers it was before. */
  times: z.number().int().nonnegative(),
  /** It came back from the one before, and is over by now: it is told once more and then no longer. */
  settledAt: utcTime.nullable(),
});
export type HandoverItem = z.infer<typeof handoverItem>;

/** What the leaving supervisor says of an item. `isSettled`: nothing is left to do, so that it does not come back. */
export const itemRemark = z.object({
  text: z.string(),
  isSettled: z.boolean(),
  /** Enough of the item to tell it where it is gone when the shift is handed over. */
  group: handoverGroup,
  label: z.string(),
});
export type ItemRemark = z.infer<typeof itemRemark>;

/** One change of shift. */
export const handover = z.object({
  id: z.guid(),
  state: handoverState,
  shiftFrom: utcTime,
  shiftTo: utcTime,
  /** Who leaves: subject of the sign-in. */
  leavingBy: z.string(),
  /** Of the shift as a whole. */
  remark: z.string(),
  remarks: z.record(itemKey, itemRemark),
  /** Empty in a draft: what stands is gathered whenever it is looked at. */
  items: z.array(handoverItem),
  /** Items that there was no room for: they stand, and the next one finds them. */
  more: z.number().int().nonnegative(),
  /** In the order in which the server took them over, from 1; null in a draft. */
  number: z.number().int().nullable(),
  createdAt: utcTime,
  handedOverAt: utcTime.nullable(),
  signedAt: utcTime.nullable(),
  signedBy: z.string().nullable(),
  /** What whoever signs has to say. */
  signedNote: z.string().nullable(),
});
export type Handover = z.infer<typeof handover>;

/** A step of this desktop that the server has not answered: it is not shown as taken before. */
export const awaitingStep = z.object({ step: z.enum(['hand-over', 'sign']), at: utcTime });
export type AwaitingStep = z.infer<typeof awaitingStep>;
