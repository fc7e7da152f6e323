import type { TFunction } from 'i18next';
import type { OutboxEntry } from '../../shared/contract/index.ts';
import type { Format } from '../i18n/index.ts';
import { deedName, kindName, titleOf } from './entry-names.ts';
import { fieldName, fieldText } from './field-text.ts';

/** An entry as text that a person can keep, and enter anew from: what it is about, and each value before and after. */
export function entryText(t: TFunction, format: Format, entry: OutboxEntry): string {
  const { entity, madeAtMs, fields, reason, op } = entry;
  const writing = { t, format, currency: null };
  const lines = [
    `${kindName(t, entry)} · ${deedName(t, entry)}: ${titleOf(t, entry)}`,
    t('outbox.text.made', { time: format.dateTime(madeAtMs) }),
  ];
  for (const field of fields) {
    const mine = fieldText(writing, entity, field, field.mine);
    const base = op === 'create' ? '' : `${fieldText(writing, entity, field, field.base)} → `;
    lines.push(`${fieldName(t, field.field)}: ${base}${mine}`);
  }
  // English, but it may hold the only trace of what was entered.
  if (reason !== null) lines.push(t('outbox.text.reason', { reason: reason.detail }));
  if (entry.raw !== undefined) lines.push('', entry.raw);
  return lines.join('\n');
}
