import { useTranslation } from 'react-i18next';
import { overallOf, PartLabel, partsOf, useObserved, WallOutbox } from '../status/index.ts';
import { StatusMark } from '../ui/status-mark.tsx';
import { WallInbox } from '../validation/index.ts';

/** The chain from the feed to this screen, each part with its shape. */
export function WallConnection() {
  const { t } = useTranslation();
  const { observed, faults } = useObserved();
  const overall = overallOf(observed, faults);
  return (
    <div className="wall-connection" data-testid="connection-state" data-state={overall}>
      <ul className="wall-connection__parts" aria-label={t('status.title')}>
        <WallInbox />
        <WallOutbox />
        {partsOf(observed).map((shown) =>
          shown.part === 'outbox' ? null : (
            <li
              key={shown.part}
              className={`wall-part wall-part--${shown.severity}`}
              data-part={shown.part}
              data-state={shown.state}
            >
              <StatusMark severity={shown.severity} size="0.8em" />
              <PartLabel part={shown} observed={observed} />
            </li>
          ),
        )}
      </ul>
    </div>
  );
}
