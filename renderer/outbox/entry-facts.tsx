import { useTranslation } from 'react-i18next';
import type { OutboxEntry } from '../../shared/contract/index.ts';
import { useFormat } from '../i18n/index.ts';
import { Fact, Facts } from '../lists/index.ts';
import { useNow } from '../stores/services.tsx';
import { editsOf, FieldChange } from './change-summary.tsx';
import { fieldName } from './field-text.ts';
import { linesOf } from './settlement.ts';
import { ContextLine } from './settlement-lines.tsx';
import { useCurrency } from './use-currency.ts';

/** What an entry changes, and how far it has come. */
export function EntryFacts({ entry }: { entry: OutboxEntry }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nowMs = useNow();
  const currency = useCurrency(entry);
  const writing = { t, format, currency };
  const edits = editsOf(entry);
  const { entity, madeAtMs, attempts, lastAttemptAtMs } = entry;
  const lastTime = format.time(lastAttemptAtMs ?? madeAtMs, nowMs);
  return (
    <>
      {edits.length === 0 ? null : (
        <dl className="changes" aria-label={t('outbox.changes')}>
          {edits.map((field) => (
            <div key={field.field} className="changes__line" data-field={field.field}>
              <dt className="changes__name">{fieldName(t, field.field)}</dt>
              <dd>
                <FieldChange {...{ writing, entry, field }} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {entity === null || entry.state !== 'conflict'
        ? null
        : linesOf(entry).map(({ kind, field }) =>
            kind === 'context' ? (
              <ContextLine
                key={field.field}
                {...{ field, writing }}
                entry={{ ...entry, entity }}
                label={fieldName(t, field.field)}
              />
            ) : null,
          )}
      <Facts>
        <Fact name={t('outbox.made')}>{format.dateTime(madeAtMs)}</Fact>
        <Fact name={t('outbox.attempts')}>
          {attempts === 0
            ? t('outbox.attempts-never')
            : t('outbox.attempts-count', { count: attempts, time: lastTime })}
        </Fact>
      </Facts>
    </>
  );
}
