import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncEntity } from '../../shared/api/index.ts';
import type { AlarmRow } from '../../shared/contract/index.ts';
import { useFormat } from '../i18n/index.ts';
import { Fact, Facts, useRecord } from '../lists/index.ts';
import { useClient, useNow } from '../stores/services.tsx';
import { measureText } from './alarm-text.ts';

const RULES: readonly SyncEntity[] = ['alarm-rule'];

interface Shown {
  row: AlarmRow;
}

/** What the rule tells whoever has the alarm before them: what may be the cause, and what to do. */
export function AlarmGuidance({ row: { ruleId } }: Shown) {
  const { t } = useTranslation();
  const client = useClient();
  const read = useCallback(
    (signal: AbortSignal) => client.request('alarmRules.get', { id: ruleId }, { signal }),
    [client, ruleId],
  );
  const { record } = useRecord(ruleId, read, RULES);
  if (record.state === 'loading') return null;
  const { cause, response } = record.state === 'ready' ? record.value.guidance : { cause: '', response: '' };
  return (
    <section className="alarm__guidance" data-testid="guidance" aria-label={t('alarm.guidance')}>
      <h3>{t('alarm.guidance')}</h3>
      {cause === '' && response === '' ? <p>{t('alarm.guidance.none')}</p> : null}
      <dl>
        {response === '' ? null : (
          <>
            <dt>{t('alarm.guidance.response')}</dt>
            <dd>{response}</dd>
          </>
        )}
        {cause === '' ? null : (
          <>
            <dt>{t('alarm.guidance.cause')}</dt>
            <dd>{cause}</dd>
          </>
        )}
      </dl>
    </section>
  );
}

export function AlarmFacts({ row }: Shown) {
  const { t } = useTranslation();
  const format = useFormat();
  const texts = { t, format };
  const { longitude, latitude, geofenceName, acknowledgedAt, acknowledgedBy, acknowledgedNote } = row;
  const { shelvedUntil, shelvedBy, shelvedReason, isShelved, isSuppressed, suppressedBy } = row;
  const when = (at: string | null) => (at === null ? '' : format.dateTime(Date.parse(at)));
  const measured = measureText(texts, row, row.value);
  const limit = measureText(texts, row, row.limit);
  const nameOf = (by: string | null) => (by === null || by === '' ? t('alarm.journal.you') : by);
  return (
    <Facts>
      <Fact name={t('alarm.column.rule')}>{row.ruleName}</Fact>
      <Fact name={t('alarm.column.raised')}>{when(row.raisedAt)}</Fact>
      <Lasted row={row} />
      {measured === null ? null : <Fact name={t('alarm.fact.value')}>{measured}</Fact>}
      {limit === null ? null : <Fact name={t('alarm.fact.limit')}>{limit}</Fact>}
      {geofenceName === null ? null : <Fact name={t('alarm.fact.fence')}>{geofenceName}</Fact>}
      {longitude === null || latitude === null ? null : (
        <Fact name={t('alarm.fact.place')}>{`${latitude.toFixed(5)}, ${longitude.toFixed(5)}`}</Fact>
      )}
      {acknowledgedAt === null ? null : (
        <Fact name={t('alarm.fact.acknowledged')} wide>
          {t('alarm.fact.by-at', { at: when(acknowledgedAt), name: nameOf(acknowledgedBy) })}
          {acknowledgedNote === null ? null : <q className="alarm__words">{acknowledgedNote}</q>}
        </Fact>
      )}
      {isShelved ? (
        <Fact name={t('alarm.fact.shelved')} wide>
          {t('alarm.fact.until-by', {
            until: when(shelvedUntil),
            name: nameOf(shelvedBy),
            reason: shelvedReason ?? '',
          })}
        </Fact>
      ) : null}
      {isSuppressed && suppressedBy !== null ? (
        <Fact name={t('alarm.fact.suppressed')} wide>
          {t(`alarm.suppressed-by.${suppressedBy}`, {
            until: when(row.suppressedUntil),
            reason: row.suppressedReason ?? '',
          })}
        </Fact>
      ) : null}
    </Facts>
  );
}

function Lasted({ row: { raisedAt, returnedAt } }: Shown) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const fromMs = Date.parse(raisedAt);
  return (
    <Fact name={t(returnedAt === null ? 'alarm.fact.standing-for' : 'alarm.fact.lasted')}>
      {format.duration((returnedAt === null ? now : Date.parse(returnedAt)) - fromMs)}
    </Fact>
  );
}

/** All that happened to it, in the order in which it was written; the newest on top. */
export function AlarmJournal({ row: { journal, unsent } }: Shown) {
  const { t } = useTranslation();
  const format = useFormat();
  const when = (at: string) => format.dateTime(Date.parse(at));
  return (
    <section className="alarm__journal" data-testid="journal" aria-label={t('alarm.journal')}>
      <h3>{t('alarm.journal')}</h3>
      <ol>
        {journal.toReversed().map(({ kind, at, by, note, until, suppressedBy }) => (
          <li key={`${kind} ${at} ${by ?? ''} ${note ?? ''}`} data-event={kind}>
            {t(by === null ? 'alarm.journal.line' : 'alarm.journal.line-by', {
              what: t(`alarm.event.${kind}`),
              name: by === null || by === '' ? t('alarm.journal.you') : by,
              at: when(at),
            })}
            {by === '' && unsent !== null ? ` (${t('alarm.awaiting')})` : null}
            {until === null || kind === 'recorded' ? null : `, ${t('alarm.journal.until', { until: when(until) })}`}
            {suppressedBy === 'group' || suppressedBy === 'cause'
              ? `: ${t(`alarm.suppressed-by.${suppressedBy}`)}`
              : null}
            {note === null ? null : <q className="alarm__words">{note}</q>}
          </li>
        ))}
      </ol>
    </section>
  );
}
