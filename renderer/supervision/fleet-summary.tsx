import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/index.ts';
import { NewsMark, type NewsState } from '../ui/news-mark.tsx';
import { useFleetStatus, useIsReplay } from './fleet-context.tsx';
import { ReplayMark } from './replay/index.ts';
import { useIsLive } from './use-is-live.ts';
import './fleet-summary.css';

const COUNTS = ['heard', 'late', 'silent', 'suspect'] as const satisfies readonly NewsState[];

/** How many vehicles there are, and how many are heard, late, silent and suspect. What is nought stays grey. */
export function FleetSummary() {
  const { t } = useTranslation();
  const format = useFormat();
  const counts = useFleetStatus((status) => status.counts);
  const isLive = useIsLive();
  const isReplay = useIsReplay();
  return (
    <dl className="fleet-summary" data-live={isLive} data-replay={isReplay} aria-label={t('fleet.title')}>
      {isReplay ? (
        <div className="fleet-count fleet-count--replay">
          <dt className="visually-hidden">{t('replay.title')}</dt>
          <dd>
            <ReplayMark />
          </dd>
        </div>
      ) : null}
      <div className="fleet-count">
        <dt className="fleet-count__name">{t('fleet.total')}</dt>
        <dd className="fleet-count__value" data-testid="vehicle-count" data-value={counts.total}>
          {format.integer(counts.total)}
        </dd>
      </div>
      {COUNTS.map((name) => {
        const isNotable = counts[name] > 0 && name !== 'heard';
        return (
          <div key={name} className={isNotable ? `fleet-count fleet-count--${name}` : 'fleet-count'} data-count={name}>
            <dt className="fleet-count__name">
              {isNotable || name === 'heard' ? <NewsMark news={name} size="1.15em" /> : null}
              {t(`fleet.${name}`)}
            </dt>
            <dd className="fleet-count__value" data-value={counts[name]}>
              {format.integer(counts[name])}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
