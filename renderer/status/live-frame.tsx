import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/index.ts';
import { positionsShown } from './faults.ts';
import { ReplayFrame, useIsReplay } from '../supervision/index.ts';
import { useObserved } from './use-observed.ts';
import './live-frame.css';

/**
 * Round a map: frames what is not live, so that old positions never look like live ones from afar. That frames stop, the map says itself,
 * without React; that a feed is silent though frames go on, is known here only. A map that shows a recording is framed as such instead.
 */
export function LiveFrame({ className, children }: { className: string; children: ReactNode }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { observed } = useObserved();
  const { state, sinceMs } = positionsShown(observed);
  const isReplay = useIsReplay();
  const isOld = !isReplay && (state === 'silent' || state === 'failed');
  const isFeedSilent = isOld && observed.fleet.state === 'live';
  return (
    <div className={`live-frame ${className}`} data-live={!isOld} data-source={isReplay ? 'replay' : 'live'}>
      {children}
      <ReplayFrame />
      {isFeedSilent ? (
        <div className="map-stale" data-testid="feed-not-live">
          <p>{t('watchdog.not-live', { time: format.clock(sinceMs) })}</p>
        </div>
      ) : null}
    </div>
  );
}
