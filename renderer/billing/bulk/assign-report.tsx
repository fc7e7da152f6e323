import { useTranslation } from 'react-i18next';
import { ProgressBar } from 'react-aria-components';
import type { MissionRow } from '../../../shared/contract/index.ts';
import { TextButton } from '../../ui/button.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { reasonSentence } from '../editing/reason-sentence.ts';
import type { AssignReport, NotAssigned } from './assign.ts';

export function AssignProgress({ done, count }: { done: number; count: number }) {
  const { t } = useTranslation();
  const text = t('bulk.progress', { done, count });
  return (
    <ProgressBar className="assign__progress" aria-label={text} value={done} maxValue={count} valueLabel={text}>
      {({ percentage }) => (
        <>
          <span>{text}</span>
          <span className="assign__bar">
            <span className="assign__bar-done" style={{ display: 'block', width: `${percentage ?? 0}%` }} />
          </span>
        </>
      )}
    </ProgressBar>
  );
}

/** What became of each mission, in figures; those that are as they were, with the reason. */
export function AssignSummary({
  report: { kept, same, left, refused },
  onShow,
}: {
  report: AssignReport;
  /** Where the mission can be shown from here. */
  onShow?: (mission: MissionRow) => void;
}) {
  const { t } = useTranslation();
  return (
    <output className="assign__report" data-testid="assign-report">
      {kept > 0 ? (
        <p data-kept={kept}>
          <StatusMark severity="notice" />
          {t('bulk.kept', { count: kept })}
        </p>
      ) : null}
      {same > 0 ? <p data-same={same}>{t('bulk.same', { count: same })}</p> : null}
      {left > 0 ? <p data-left={left}>{t('bulk.left', { count: left })}</p> : null}
      {refused.length > 0 ? (
        <>
          <p data-refused={refused.length}>
            <StatusMark severity="warning" />
            {t('bulk.refused', { count: refused.length })}
          </p>
          <ul className="assign__refused" aria-label={t('bulk.refused', { count: refused.length })}>
            {refused.map(({ mission, why }) => (
              <li key={mission.id}>
                {onShow === undefined ? (
                  <strong>{mission.reference} </strong>
                ) : (
                  <TextButton quiet onPress={() => onShow(mission)}>
                    {mission.reference}
                  </TextButton>
                )}
                {why.result === 'stale' ? t('bulk.stale') : reasonSentence(t, why)}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </output>
  );
}

/** References that are told; the others are counted. */
const NAMED = 8;

/** What would be refused, before anything is changed. Said as soon as it is known. */
export function Foreseen({ refused }: { refused: readonly NotAssigned[] | null }) {
  const { t } = useTranslation();
  return (
    <output className="assign__foreseen" data-testid="foreseen" data-refused={refused?.length}>
      {refused === null || refused.length === 0 ? null : (
        <>
          <p>
            <StatusMark severity="warning" />
            {t('bulk.foreseen', { count: refused.length })}
          </p>
          <ul className="assign__refused">
            {refused.slice(0, NAMED).map(({ mission, why }) => (
              <li key={mission.id}>
                <strong>{mission.reference} </strong>
                {why.result === 'stale' ? t('bulk.stale') : reasonSentence(t, why)}
              </li>
            ))}
          </ul>
          {refused.length > NAMED ? <p>{t('bulk.present-others', { count: refused.length - NAMED })}</p> : null}
        </>
      )}
    </output>
  );
}
