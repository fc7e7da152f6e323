import type { TFunction } from 'i18next';
import type { OutboxEntry, OutboxState } from '../../shared/contract/index.ts';
import {
  ALARM_ACTIONS,
  cycleAction,
  HANDOVER_ACTIONS,
  INCIDENT_ACTIONS,
  thirdPartyAction,
  VALIDATION_ACTIONS,
} from '../../shared/domain/index.ts';
import { refusalSentence } from '../i18n/index.ts';
import type { Severity } from '../ui/status-mark.tsx';
import { fieldName } from './field-text.ts';

/** Colour is for what waits for a person: to wait for the server is normal. */
const SEVERITIES: Readonly<Record<OutboxState, Severity>> = {
  queued: 'normal',
  sent: 'unknown',
  held: 'unknown',
  conflict: 'warning',
  rejected: 'warning',
  unreadable: 'warning',
  recovered: 'warning',
  'other-server': 'warning',
  cancelling: 'unknown',
  discarded: 'notice',
};

export function severityOf(state: OutboxState): Severity {
  return SEVERITIES[state];
}

/** What people call the row; its kind where even that cannot be told. */
export function titleOf(t: TFunction, entry: Pick<OutboxEntry, 'title' | 'entity'>): string {
  return entry.title === '' ? kindName(t, entry) : entry.title;
}

/** What kind of row it is. */
export function kindName(t: TFunction, { entity }: Pick<OutboxEntry, 'entity'>): string {
  return t(`outbox.kind.${entity ?? 'unknown'}`);
}

const VALIDATION_DEEDS = [...VALIDATION_ACTIONS, 'revoke'] as const;

/** What is done with the row, in a word or two. */
export function deedName(t: TFunction, { op, action, entity }: Pick<OutboxEntry, 'op' | 'action' | 'entity'>): string {
  if (op !== 'action') return t(`outbox.op.${op}`);
  const ofValidation = VALIDATION_DEEDS.find((name) => name === action);
  if ((entity === 'validation' || entity === 'delegation') && ofValidation !== undefined)
    return t(`outbox.validation-action.${ofValidation}`);
  const ofAlarm = ALARM_ACTIONS.find((name) => name === action);
  if (entity === 'alarm' && ofAlarm !== undefined) return t(`outbox.alarm-action.${ofAlarm}`);
  if (entity === 'alarm-rule' && action === 'go-live') return t('outbox.alarm-action.go-live');
  const ofShift = [...INCIDENT_ACTIONS, ...HANDOVER_ACTIONS].find((name) => name === action);
  if ((entity === 'incident' || entity === 'handover') && ofShift !== undefined)
    return t(`outbox.shift-action.${ofShift}`);
  const ofParty = thirdPartyAction.safeParse(action);
  if (entity === 'third-party' && ofParty.success) return t(`outbox.action.${ofParty.data}`);
  const known = cycleAction.safeParse(action);
  return known.success ? t(`outbox.action.${known.data}`) : (action ?? t('outbox.op.unknown'));
}

/** What the state means, and what a person can do about it. */
export function explanation(t: TFunction, entry: OutboxEntry): string {
  const { state, op, isRemoved, reason } = entry;
  if (state === 'rejected') return reason === null ? t('refusal.malformed') : refusedBecause(t, reason);
  if (state !== 'conflict') return t(`outbox.explain.${state}`);
  if (isRemoved) return t('outbox.explain.removed');
  if (op === 'delete') return t('outbox.explain.removal-conflict');
  return op === 'action' ? t('outbox.explain.action-conflict') : t('outbox.explain.conflict');
}

/** The server's reason, with the field that is at fault before it. */
export function refusedBecause(t: TFunction, reason: NonNullable<OutboxEntry['reason']>): string {
  const sentence = refusalSentence(t, reason);
  return reason.field === undefined
    ? sentence
    : t('outbox.refused-field', { field: fieldName(t, reason.field), sentence });
}
