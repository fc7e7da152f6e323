import { useTranslation } from 'react-i18next';
import { MOST_AT_ONCE } from '../../../shared/domain/index.ts';
import { errorSentence, refusalSentence, useFormat } from '../../i18n/index.ts';
import { StatusMark } from '../../ui/status-mark.tsx';
import type { TrialState } from './use-trial.ts';

/** "This rule would have raised 14 alarms": what came of the trial, or why there is none. */
export function TrialAnswer({ answer, withAtOnce = true }: { answer: TrialState; withAtOnce?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <output className="trial" data-testid="trial" data-state={answer.state}>
      {answer.state === 'trying' ? <p>{t('alarm.trial.trying')}</p> : null}
      {answer.state === 'failed' ? (
        <p className="trial__warning">
          <StatusMark severity="warning" />
          {t('alarm.trial.failed')} {errorSentence(t, answer.code).sentence}
        </p>
      ) : null}
      {answer.state === 'refused' ? (
        <p className="trial__warning">
          <StatusMark severity="warning" />
          {refusalSentence(t, answer.reason)}
        </p>
      ) : null}
      {answer.state === 'tried' ? (
        <>
          <p className="trial__raised" data-raised={answer.trial.raised}>
            <strong>{t('alarm.trial.raised', { count: answer.trial.raised })}</strong>{' '}
            {t('alarm.trial.span', {
              from: format.dateTime(answer.trial.fromMs),
              to: format.dateTime(answer.trial.toMs),
            })}
          </p>
          <p data-source={answer.source}>
            {t(`alarm.trial.source.${answer.source}`)}
            {answer.recordedMs < 0.98 * (answer.trial.toMs - answer.trial.fromMs)
              ? ` ${t('alarm.trial.with-gaps', { recorded: format.duration(answer.recordedMs) })}`
              : ''}
          </p>
          <p>
            {t('alarm.trial.more', {
              subjects: answer.trial.subjects,
              most: answer.trial.mostInTenMinutes,
              standing: answer.trial.standing,
              fixes: answer.trial.fixes,
            })}
          </p>
          {withAtOnce ? (
            <p className={answer.trial.atOnce > MOST_AT_ONCE ? 'trial__warning' : undefined}>
              {answer.trial.atOnce > MOST_AT_ONCE ? <StatusMark severity="warning" /> : null}
              {t('alarm.trial.at-once', { count: answer.trial.atOnce })}
            </p>
          ) : null}
        </>
      ) : null}
    </output>
  );
}
