import type { Actor } from '../billing/four-eyes.ts';
import type { FieldValues } from '../edit-policy.ts';
import type { Refusal } from '../refusal.ts';
import type { Role } from '../role.ts';
import { textOf } from '../validation/actions.ts';
import { type Handover, handoverGroup, itemKey, type ItemRemark } from './handover.ts';

/**
 * What people do with a handover, and what each is told with: `describe` {text} writes the general remark, `remark` {key, text, group, label,
 * isSettled} that of an item, `hand-over` {unsent}, `sign` {text}.
 */
export const HANDOVER_ACTIONS = ['describe', 'remark', 'hand-over', 'sign'] as const;
export type HandoverAction = (typeof HANDOVER_ACTIONS)[number];

/** Who hands over and takes over. */
export const HANDOVER_KEEPERS: readonly Role[] = ['supervisor', 'dispatcher', 'administrator'];

export const LONGEST_REMARK = 4_000;
/** No shift is longer, ms. */
export const LONGEST_SHIFT_MS = 36 * 3_600_000;
/** Remarks of one handover. */
export const MOST_REMARKS = 500;

export function isHandoverAction(action: string): action is HandoverAction {
  return HANDOVER_ACTIONS.some((known) => known === action);
}

/** The steps of the way that make the server write something down: a desktop shows them as awaiting its answer. */
export function isHandoverStep(action: string): action is 'hand-over' | 'sign' {
  return action === 'hand-over' || action === 'sign';
}

/** What is wrong with a shift of these times; who enters them is not looked at. */
export function shiftFault({ shiftFrom, shiftTo }: { shiftFrom: string; shiftTo: string }): Refusal | undefined {
  const lasts = Date.parse(shiftTo) - Date.parse(shiftFrom);
  if (lasts > 0 && lasts <= LONGEST_SHIFT_MS) return undefined;
  const detail =
    lasts <= 0
      ? 'shiftTo: is not after shiftFrom'
      : `shiftTo: is more than ${LONGEST_SHIFT_MS / 3_600_000} hours after shiftFrom`;
  return { code: lasts <= 0 ? 'period-reversed' : 'invalid-value', field: 'shiftTo', detail };
}

type Standing = Pick<Handover, 'state' | 'leavingBy' | 'remarks' | 'signedBy'>;

/**
 * Refuses an action on a handover as it is: only who leaves writes and hands over, only another signs, and what is signed stays.
 * @param actor undefined: nobody has said who it is, and the server decides
 */
export function refuseHandoverAction(
  handover: Standing,
  action: string,
  parameters: FieldValues,
  actor: Pick<Actor, 'subject'> | undefined,
): Refusal | undefined {
  if (!isHandoverAction(action)) return { code: 'illegal-action', detail: `a handover knows no action ${action}` };
  return parametersFault(action, parameters) ?? refuseNow(handover, action, parameters, actor);
}

function refuseNow(
  { state, leavingBy, remarks, signedBy }: Standing,
  action: HandoverAction,
  parameters: FieldValues,
  actor: Pick<Actor, 'subject'> | undefined,
): Refusal | undefined {
  if (action === 'sign') {
    if (state === 'draft') return { code: 'illegal-action', detail: `${leavingBy} has not handed over yet` };
    if (state === 'signed') return { code: 'decided', detail: `it was signed by ${signedBy ?? 'somebody'} already` };
    if (actor?.subject === leavingBy)
      return { code: 'four-eyes', detail: `${leavingBy} hands over: somebody else must sign` };
    return undefined;
  }
  if (state !== 'draft') return { code: 'frozen', detail: 'the shift is handed over: what was written stays' };
  if (actor !== undefined && actor.subject !== leavingBy)
    return { code: 'forbidden', detail: `only ${leavingBy} writes in their own handover` };
  const isNew = action === 'remark' && !Object.hasOwn(remarks, String(parameters['key']));
  if (isNew && Object.keys(remarks).length >= MOST_REMARKS)
    return { code: 'too-large', field: 'key', detail: `key: there are ${MOST_REMARKS} remarks: use the general one` };
  return undefined;
}

/** The handover after what its writer entered; a step is the server's to take. The action was not refused. */
export function handoverWritten<Row extends Pick<Handover, 'remark' | 'remarks'>>(
  row: Row,
  action: HandoverAction,
  parameters: FieldValues,
): Row {
  const text = textOf(parameters, 'text');
  if (action === 'describe') return { ...row, remark: text ?? '' };
  if (action !== 'remark') return row;
  const key = String(parameters['key']);
  const { [key]: _, ...others } = row.remarks;
  if (text === null) return { ...row, remarks: others };
  const remark: ItemRemark = {
    ...{ text, isSettled: parameters['isSettled'] === true },
    ...{ group: handoverGroup.parse(parameters['group']), label: String(parameters['label']) },
  };
  return { ...row, remarks: { ...others, [key]: remark } };
}

const PARAMETERS: Readonly<Record<HandoverAction, readonly string[]>> = {
  describe: ['text'],
  remark: ['key', 'text', 'group', 'label', 'isSettled'],
  'hand-over': ['unsent'],
  sign: ['text'],
};

function parametersFault(action: HandoverAction, parameters: FieldValues): Refusal | undefined {
  const invalid = (field: string, detail: string): Refusal => ({
    ...{ code: 'invalid-value', field },
    detail: `${field}: ${detail}`,
  });
  const unknown = Object.keys(parameters).find((name) => !PARAMETERS[action].includes(name));
  if (unknown !== undefined) return invalid(unknown, `${action} takes no such parameter`);
  const { text = null, key, group, label, isSettled = false, unsent = null } = parameters;
  if (text !== null && typeof text !== 'string') return invalid('text', 'must be a text');
  if (text !== null && text.length > LONGEST_REMARK)
    return invalid('text', `has more than ${LONGEST_REMARK} characters`);
  if (unsent !== null && typeof unsent !== 'string') return invalid('unsent', 'must be the text of a list');
  if (action !== 'remark') return undefined;
  if (!itemKey.safeParse(key).success) return invalid('key', 'must name an item, such as alarm/0198c9c2-…');
  if (!handoverGroup.safeParse(group).success)
    return invalid('group', 'must be the part of the handover that it is in');
  if (typeof label !== 'string' || label.length > 300)
    return invalid('label', 'must be a text of at most 300 characters');
  if (typeof isSettled !== 'boolean') return invalid('isSettled', 'must be true or false');
  if (isSettled && textOf(parameters, 'text') === null) return invalid('text', 'is missing: say how it was settled');
  return undefined;
}
