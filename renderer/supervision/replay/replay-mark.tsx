import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/index.ts';
import { useNow } from '../../stores/services.tsx';
import { useFleetStatus, useIsReplay } from '../fleet-context.tsx';
import { useInstant } from './use-instant.ts';
import './replay-mark.css';

/**
 * REPLAY, and the instant that is shown: in every part of a window that shows vehicles, so that none of them is taken for live. Nothing
 * where the fleet is live. Small ones say the day where it is not today's. The hatching and the two arrows say it without a colour.
 */
export function ReplayMark({ large = false }: { large?: boolean }) {
  const isReplay = useIsReplay();
  return isReplay ? <Mark large={large} /> : null;
}

function Mark({ large }: { large: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const instant = useInstant();
  const now = useNow();
  const hasFrame = useFleetStatus((status) => status.sequence > 0);
  return (
    <span className={large ? 'replay-mark replay-mark--large' : 'replay-mark'} data-testid="replay-mark">
      <svg viewBox="0 0 16 16" width="1em" height="1em" aria-hidden="true">
        <path d="M8 3v10L1.5 8ZM14.5 3v10L8 8Z" fill="currentColor" />
      </svg>
      <strong>{t('replay.mark')}</strong>
      {hasFrame ? (
        <time dateTime={new Date(instant).toISOString()} data-instant={instant}>
          {large ? `${format.dayOf(instant)} ${format.clock(instant)}` : format.preciseTime(instant, now)}
        </time>
      ) : null}
    </span>
  );
}
