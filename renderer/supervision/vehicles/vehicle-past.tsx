import { useTranslation } from 'react-i18next';
import { errorSentence, useFormat } from '../../i18n/index.ts';
import { useNow } from '../../stores/services.tsx';
import { TextButton } from '../../ui/button.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { useIsReplay } from '../fleet-context.tsx';
import { LastMessages } from './last-messages.tsx';
import { PastPart, PunctualityChart, SpeedChart } from './last-hour.tsx';
import { PERIOD_MS, type ReadTrack, useTrack, useVehicleMissions } from './use-vehicle-past.ts';
import { NextMissions } from './vehicle-missions.tsx';

/**
 * What a vehicle did in the last hour, and what it does next. Says what cannot be shown without the server. Of a recording, what it did in the
 * hour before: missions are known as they are now.
 */
export function VehiclePast({ id }: { id: string }) {
  const isReplay = useIsReplay();
  return (
    <>
      {isReplay ? null : <MissionParts id={id} />}
      <TrackParts id={id} />
    </>
  );
}

function MissionParts({ id }: { id: string }) {
  const { t } = useTranslation();
  const { record: missions } = useVehicleMissions(id);
  return (
    <>
      <PastPart title={t('past.next')}>
        {missions.state === 'ready' ? <NextMissions missions={missions.value.next} /> : <Waiting of={missions.state} />}
      </PastPart>
      <PastPart title={t('past.punctuality')}>
        {missions.state === 'ready' ? (
          <PunctualityChart missions={missions.value.around} />
        ) : (
          <Waiting of={missions.state} />
        )}
      </PastPart>
    </>
  );
}

function TrackParts({ id }: { id: string }) {
  const { t } = useTranslation();
  const { record, retry } = useTrack(id);
  if (record.state === 'error') {
    return (
      <PastPart title={t('past.speed')}>
        <output className="past__fault" data-testid="track-fault" data-code={record.error.code}>
          <StatusMark severity="warning" />
          <span>
            {t('past.not-here')} {errorSentence(t, record.error.code).sentence}
          </span>
          <TextButton quiet onPress={retry}>
            {t('list.retry')}
          </TextButton>
        </output>
      </PastPart>
    );
  }
  if (record.state === 'loading') {
    return (
      <PastPart title={t('past.speed')}>
        <Waiting of="loading" />
      </PastPart>
    );
  }
  const track = record.value;
  if (track.keptMinutes === 0) {
    return (
      <PastPart title={t('past.speed')}>
        <p className="past__none">{t('past.not-kept')}</p>
      </PastPart>
    );
  }
  return (
    <>
      <PastPart title={t('past.speed')}>
        <NotRenewed track={track} />
        <SpeedChart track={track} />
      </PastPart>
      <PastPart title={t('past.messages')}>
        <LastMessages samples={track.samples} />
      </PastPart>
    </>
  );
}

/** What was read once stays, and says since when it has not been read again. */
function NotRenewed({ track }: { track: ReadTrack }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  if (now - track.readAtMs < 2 * PERIOD_MS) return null;
  return (
    <output className="past__fault" data-testid="track-stale">
      <StatusMark severity="warning" />
      {t('past.not-renewed', { time: format.preciseTime(track.readAtMs, now) })}
    </output>
  );
}

function Waiting({ of }: { of: 'loading' | 'error' }) {
  const { t } = useTranslation();
  if (of === 'loading') return <span className="skeleton" />;
  return <p className="past__none">{t('list.some-unread')}</p>;
}
