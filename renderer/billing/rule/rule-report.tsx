import { useTranslation } from 'react-i18next';
import type { AssignPreview, AssignResult, ErrorCode } from '../../../shared/contract/index.ts';
import { errorSentence, refusalSentence, useFormat } from '../../i18n/index.ts';
import { useFreshness } from '../../stores/services.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import type { RulePreviewState } from './use-rule.ts';

/** What a rule would do: how many come in, what they come to, and which stay out, and why. */
export function RulePreview({
  preview,
  currency,
  failure,
}: {
  preview: RulePreviewState;
  currency: string;
  failure: ErrorCode | null;
}) {
  const { t } = useTranslation();
  const { offline } = useFreshness();
  const code = failure ?? (preview.state === 'failed' ? preview.code : null);
  return (
    <section className="rule__preview" data-testid="rule-preview" data-state={preview.state} aria-live="polite">
      {code === null ? null : (
        <p className="rule__line">
          <StatusMark severity="warning" />
          {t('rule.failed', { sentence: errorSentence(t, code).sentence })}
        </p>
      )}
      {preview.state === 'counting' ? <p>{t('rule.counting')}</p> : null}
      {preview.state === 'ready' ? (
        <>
          <ComesIn figures={preview.value} currency={currency} />
          {preview.value.how === 'server' ? <Note text={t('rule.by-server')} /> : null}
          {preview.value.how === 'outbox' && offline ? <Note text={t('rule.by-outbox-offline')} /> : null}
          <StaysOut leftOut={preview.value.leftOut} />
        </>
      ) : null}
    </section>
  );
}

function ComesIn({ figures, currency }: { figures: AssignPreview; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { missions, amountCents, withoutAmount } = figures;
  if (missions === 0) return <p className="rule__count">{t('rule.none')}</p>;
  const amount = format.money(amountCents, currency);
  return (
    <>
      <p className="rule__count" data-count={missions}>
        {t('rule.comes-in', { count: missions })}
      </p>
      <p>{withoutAmount === 0 ? t('rule.sum', { amount }) : t('rule.sum-without', { amount, count: withoutAmount })}</p>
    </>
  );
}

function StaysOut({ leftOut }: Pick<AssignPreview, 'leftOut'>) {
  const { t } = useTranslation();
  if (leftOut.length === 0) return null;
  return (
    <>
      <p className="rule__heading">{t('rule.stays-out')}</p>
      <ul className="rule__list">
        {leftOut.map(({ why, missions, references }) => (
          <li key={why} data-why={why} data-count={missions}>
            {t(`rule.why.${why}`, { count: missions })}
            <span className="rule__examples">{t('rule.examples', { references: references.join(', ') })}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** What a rule did, and to which missions it could not. */
export function RuleDone({ result, currency }: { result: AssignResult; currency: string }) {
  const { t } = useTranslation();
  return (
    <output className="rule__preview" data-testid="rule-done" data-count={result.missions}>
      <p className="rule__count">{t('rule.done', { count: result.missions })}</p>
      {result.missions === 0 ? null : <Sum result={result} currency={currency} />}
      {result.refusedCount === 0 ? null : (
        <>
          <p className="rule__line" data-refused={result.refusedCount}>
            <StatusMark severity="warning" />
            {t('rule.refused', { count: result.refusedCount })}
          </p>
          <ul className="rule__list">
            {result.refused.map(({ missionId, reference, reason }) => (
              <li key={missionId}>
                {reference}
                <span className="rule__examples">{refusalSentence(t, reason)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <StaysOut leftOut={result.leftOut} />
    </output>
  );
}

function Sum({ result, currency }: { result: AssignResult; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  return <p>{t('rule.sum', { amount: format.money(result.amountCents, currency) })}</p>;
}

function Note({ text }: { text: string }) {
  return (
    <p className="rule__line">
      <StatusMark severity="notice" />
      {text}
    </p>
  );
}
