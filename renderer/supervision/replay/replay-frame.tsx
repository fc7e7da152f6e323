import { useTranslation } from 'react-i18next';
import { useFleetStatus, useIsReplay } from '../fleet-context.tsx';
import { ReplayMark } from './replay-mark.tsx';

/** Over a map whose vehicles are of a recording: hatched all over, framed, and with the instant. Nothing over a live one. */
export function ReplayFrame() {
  const isReplay = useIsReplay();
  return isReplay ? <Frame /> : null;
}

function Frame() {
  const { t } = useTranslation();
  const isNothing = useFleetStatus((status) => status.fault === 'not-found');
  return (
    <div className="replay-over" data-testid="replay-frame">
      {isNothing ? (
        <div className="replay-nothing">
          <p>{t('replay.nothing')}</p>
        </div>
      ) : null}
      <div className="replay-veil" />
      <div className="replay-frame" />
      <div className="replay-stamp">
        <ReplayMark large />
      </div>
    </div>
  );
}
