import { useTranslation } from 'react-i18next';
import type { OutboxEntry, OutboxField } from '../../shared/contract/index.ts';
import { useFormat } from '../i18n/index.ts';
import { deedName } from './entry-names.ts';
import { fieldName, fieldText, type Writing } from './field-text.ts';

/** What an entry changes, in one line: each field with the value before and after. */
export function ChangeSummary({ entry }: { entry: OutboxEntry }) {
  const { t } = useTranslation();
  const format = useFormat();
  const writing = { t, format, currency: null };
  const edits = editsOf(entry);
  if (entry.op !== 'patch' || edits.length === 0) return <>{deedName(t, entry)}</>;
  return (
    <>
      {edits.map((field, index) => (
        <span key={field.field}>
          {index === 0 ? '' : ' · '}
          <span className="change__field">{fieldName(t, field.field)}</span>{' '}
          <FieldChange {...{ writing, entry, field }} />
        </span>
      ))}
    </>
  );
}

/** `120,00 → 140,00`, said as “from … to …”. */
export function FieldChange({ writing, entry, field }: { writing: Writing; entry: OutboxEntry; field: OutboxField }) {
  const { t } = writing;
  const base = fieldText(writing, entry.entity, field, field.base);
  const mine = fieldText(writing, entry.entity, field, field.mine);
  if (entry.op === 'create') return <strong className="change__value">{mine}</strong>;
  return (
    <>
      <span className="visually-hidden">{t('outbox.from')} </span>
      <span className="change__value">{base}</span>
      <span aria-hidden="true"> → </span>
      <span className="visually-hidden"> {t('outbox.to')} </span>
      <strong className="change__value">{mine}</strong>
    </>
  );
}

/** The fields that the entry itself changes; others are there because somebody else changed them. */
export function editsOf({ op, fields }: Pick<OutboxEntry, 'op' | 'fields'>): OutboxField[] {
  if (op === 'create') return fields.filter(({ mine }) => mine !== null && mine !== '');
  return op === 'patch' ? fields.filter(({ base, mine }) => base !== mine) : [];
}
