import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncEntity } from '../../shared/api/index.ts';
import type { ValidationRow } from '../../shared/contract/index.ts';
import { useFormat } from '../i18n/index.ts';
import { Fact, Facts, useRecord } from '../lists/index.ts';
import { useClient } from '../stores/services.tsx';

const ENTITIES: readonly SyncEntity[] = ['validation'];

interface Shown {
  row: ValidationRow;
}

/** What it comes to, by rate of VAT, and by third party. */
export function ValidationTotals({ row: { facts } }: Shown) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = (cents: number) => format.money(cents, facts.currency);
  return (
    <>
      <table className="validation__table" data-testid="vat-totals">
        <caption>{t('validation.totals')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('validation.vat')}</th>
            <th scope="col">{t('validation.before-tax')}</th>
            <th scope="col">{t('validation.tax')}</th>
          </tr>
        </thead>
        <tbody>
          {facts.vat.map(({ category, basisPoints, taxableCents, taxCents }) => (
            <tr key={`${category}/${basisPoints}`}>
              <th scope="row">
                {category === 'S' ? `${basisPoints / 100} %` : t(`validation.vat-category.${category}`)}
              </th>
              <td>{money(taxableCents)}</td>
              <td>{money(taxCents)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('validation.with-tax', { amount: money(facts.taxInclusiveCents) })}</th>
            <td>{money(facts.taxExclusiveCents)}</td>
            <td>{money(facts.taxCents)}</td>
          </tr>
        </tfoot>
      </table>
      <table className="validation__table">
        <caption>{t('validation.parties')}</caption>
        <tbody>
          {facts.parties.map(({ name, missions, taxExclusiveCents }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{t('mission.count', { count: missions })}</td>
              <td>{money(taxExclusiveCents)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {facts.moreParties === 0 ? null : <p>{t('validation.more-parties', { count: facts.moreParties })}</p>}
    </>
  );
}

/** What became other since it was submitted before. */
export function ValidationChanges({ row: { facts } }: Shown) {
  const { t } = useTranslation();
  const format = useFormat();
  const { changes } = facts;
  if (changes === null) return null;
  const difference = facts.taxExclusiveCents - changes.taxExclusiveCentsBefore;
  return (
    <section className="validation__changes" data-testid="changes" aria-label={t('validation.changes')}>
      <h3>{t('validation.changes')}</h3>
      {changes.reason === null ? null : <p>{t('validation.changes-reason', { reason: changes.reason })}</p>}
      <ul>
        <li>
          {t('validation.changes-amount', {
            before: format.money(changes.taxExclusiveCentsBefore, facts.currency),
            difference: `${difference > 0 ? '+' : ''}${format.money(difference, facts.currency)}`,
          })}
        </li>
        {changes.missionsIn === 0 ? null : <li>{t('validation.changes-in', { count: changes.missionsIn })}</li>}
        {changes.missionsOut === 0 ? null : <li>{t('validation.changes-out', { count: changes.missionsOut })}</li>}
        {changes.fields.map(({ field, before, after }) => (
          <li key={field}>
            {t('validation.changed', {
              field: t(`validation.changed-field.${knownField(field)}`),
              before: valueText(before),
              after: valueText(after),
            })}
          </li>
        ))}
      </ul>
    </section>
  );
}

const FIELDS = ['label', 'third_party_id', 'period_start', 'period_end', 'currency', 'price_by'] as const;

function knownField(field: string): (typeof FIELDS)[number] {
  return FIELDS.find((known) => known === field) ?? 'label';
}

/** As the books tell it: texts, days, keys. */
function valueText(value: unknown): string {
  return typeof value === 'string' ? value : value === null || value === undefined ? '–' : JSON.stringify(value);
}

export function ValidationFacts({ row }: Shown) {
  const { t } = useTranslation();
  const format = useFormat();
  const { facts, contributors, openedAt, openedBy, dueAt, state, step, steps } = row;
  const quorum = steps[step]?.quorum ?? 1;
  const approvals = row.decisions.filter((made) => made.step === step && made.kind === 'approve').length;
  return (
    <Facts>
      <Fact name={t('billing-cycle.column.period')}>{format.period(facts.periodStart, facts.periodEnd)}</Fact>
      <Fact name={t('billing-cycle.column.missions')}>{format.integer(facts.missions)}</Fact>
      <Fact name={t('validation.submitted')}>
        {t('validation.submitted-by', { name: openedBy, at: format.dateTime(Date.parse(openedAt)) })}
      </Fact>
      {state === 'pending' ? <Fact name={t('validation.column.due')}>{format.dateTime(Date.parse(dueAt))}</Fact> : null}
      {quorum > 1 ? <Fact name={t('validation.quorum')}>{`${approvals} / ${quorum}`}</Fact> : null}
      <Fact name={t('validation.contributors')} wide>
        {contributors.length === 0 ? t('validation.contributors-unknown') : contributors.join(', ')}
      </Fact>
    </Facts>
  );
}

/** Who decided what, in this round and those before. */
export function ValidationHistory({ row }: Shown) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useClient();
  const { subjectId } = row;
  const read = useCallback(
    (signal: AbortSignal) => client.request('validations.ofSubject', { subjectId }, { signal }),
    [client, subjectId],
  );
  const { record } = useRecord(subjectId, read, ENTITIES);
  const rounds = record.state === 'ready' ? record.value.rows : [row];
  return (
    <section className="validation__history" data-testid="history" aria-label={t('validation.history')}>
      <h3>{t('validation.history')}</h3>
      <ol>
        {rounds.flatMap(({ id, round, openedAt, openedBy, state, closedAt, decisions }) => [
          ...(state === 'withdrawn' && closedAt !== null
            ? [<li key={`${id}/end`}>{t('validation.withdrawn-at', { at: format.dateTime(Date.parse(closedAt)) })}</li>]
            : []),
          ...decisions.toReversed().map(({ id: decisionId, kind, subject, onBehalfOf, at, reason }) => (
            <li key={decisionId}>
              {t(onBehalfOf === null ? 'validation.decided' : 'validation.decided-for', {
                decision: t(`validation.decision.${kind}`),
                name: subject,
                of: onBehalfOf ?? '',
                at: format.dateTime(Date.parse(at)),
              })}
              {reason === null ? null : <q className="validation__reason">{reason}</q>}
            </li>
          )),
          <li key={`${id}/start`}>
            {t('validation.round', { round, name: openedBy, at: format.dateTime(Date.parse(openedAt)) })}
          </li>,
        ])}
      </ol>
    </section>
  );
}
