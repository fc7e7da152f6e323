import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { MissionSummary } from '../billing/index.ts';
import { GroundNotice } from '../ground/index.ts';
import {
  FaultBanner,
  LiveFrame,
  overallOf,
  PartLabel,
  partsOf,
  StateAnnouncer,
  useObserved,
  WallOutbox,
} from '../status/index.ts';
import { FleetSummary, SupervisionMap, useFleetStatus } from '../supervision/index.ts';
import { Clock } from '../ui/clock.tsx';
import { Logo } from '../ui/icons.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import './wall.css';

/** One screen of a wall: the map over all of it, and what must be read from three metres. Nothing to click. */
export function Wall({ id }: { id: string | null }) {
  const { t } = useTranslation();
  const hasFrame = useFleetStatus((status) => status.sequence > 0);
  useEffect(() => {
    document.title = id === null ? t('wall.title') : t('wall.title-of', { id });
  }, [t, id]);
  useEffect(() => {
    if (hasFrame) document.documentElement.dataset['ready'] = 'true';
  }, [hasFrame]);
  return (
    <div className="wall">
      <header className="wall__top">
        <h1 className="wall__name">
          <Logo size="1.5em" />
          Vigie
          {id === null ? null : <span className="wall__id">{id}</span>}
        </h1>
        <FleetSummary />
        <Clock />
      </header>
      <FaultBanner quiet />
      <main className="wall__map" aria-label={t('map.title')}>
        <LiveFrame className="wall__map-view">
          <SupervisionMap className="wall__map-view" interactive={false} />
        </LiveFrame>
        <GroundNotice />
      </main>
      <footer className="wall__bottom">
        <MissionSummary />
        <WallConnection />
      </footer>
      <StateAnnouncer />
    </div>
  );
}

/** The chain from the feed to this screen, each part with its shape. */
function WallConnection() {
  const { t } = useTranslation();
  const { observed, faults } = useObserved();
  const overall = overallOf(observed, faults);
  return (
    <div className="wall-connection" data-testid="connection-state" data-state={overall}>
      <ul className="wall-connection__parts" aria-label={t('status.title')}>
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
