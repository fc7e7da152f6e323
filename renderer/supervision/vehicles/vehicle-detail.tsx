import { type ReactNode, useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncEntity } from '../../../shared/api/index.ts';
import { POSITION_FLAGS } from '../../../shared/domain/index.ts';
import { useFormat } from '../../i18n/index.ts';
import { Detail, Fact, Facts, useRecord } from '../../lists/index.ts';
import type { SlotOf } from '../../stores/selection.ts';
import { useClient, useNow, useServices } from '../../stores/services.tsx';
import { TextButton } from '../../ui/button.tsx';
import { NewsMark } from '../../ui/news-mark.tsx';
import { useElsewhere, useFleetStatus, useIsReplay, useLiveVehicle } from '../fleet-context.tsx';
import { ReplayMark, useInstant, useShownPlace } from '../replay/index.ts';
import { newsOf } from './live-cells.tsx';
import { PastPart } from './last-hour.tsx';
import { placeOf } from './vehicle-list-model.ts';
import { CurrentMission } from './vehicle-missions.tsx';
import { VehiclePast } from './vehicle-past.tsx';

const ENTITIES: readonly SyncEntity[] = ['vehicle', 'mission'];

interface VehicleDetailProps {
  id: string;
  /** Shows the list of all its missions, where there is one. */
  onShowMissions?: (scope: { by: 'vehicleId'; id: string; label: string }) => void;
  /** What else is known of it, under where it is. */
  children?: ReactNode;
}

/** All that is known of one vehicle: what it is, where its news stands, and what it is doing. */
export function VehicleDetail({ id, onShowMissions, children }: VehicleDetailProps) {
  const { t } = useTranslation();
  const { selection } = useServices();
  const isReplay = useIsReplay();
  const { handle, place: livePlace } = useVehicle(id);
  const place = useShownPlace(id, livePlace);
  useEffect(() => selection.markSlot(place), [selection, place]);
  return (
    <Detail
      kind={t('vehicle.kind-of-record')}
      handle={handle}
      onClose={() => selection.select(null)}
      renderTitle={({ code }) => (
        <>
          <LiveMark place={place} />
          {code}
        </>
      )}
    >
      {(vehicle) => (
        <>
          <ReplayMark />
          <LiveFacts place={place} />
          {children}
          <Facts>
            <Fact name={t('vehicle.column.label')}>{vehicle.label}</Fact>
            <Fact name={t('vehicle.column.kind')}>{t(`vehicle.kind.${vehicle.kind}`)}</Fact>
            <Fact name={t('vehicle.column.line')}>{vehicle.line}</Fact>
            <Fact name={t('vehicle.column.depot')}>{vehicle.depot}</Fact>
          </Facts>
          <PastPart title={t(isReplay ? 'replay.current-mission' : 'vehicle.current-mission')}>
            {vehicle.currentMission === null ? (
              <p className="past__none">{t('vehicle.no-mission')}</p>
            ) : (
              <CurrentMission mission={vehicle.currentMission} />
            )}
          </PastPart>
          <VehiclePast id={id} />
          {onShowMissions === undefined ? null : (
            <div className="detail__actions">
              <TextButton onPress={() => onShowMissions({ by: 'vehicleId', id, label: vehicle.code })}>
                {t('vehicle.show-missions')}
              </TextButton>
            </div>
          )}
        </>
      )}
    </Detail>
  );
}

/** Reads a vehicle, and again when the stream is another one: its place in the frames is then another too. */
function useVehicle(id: string) {
  const client = useClient();
  const streamId = useFleetStatus((status) => status.streamId);
  const read = useCallback(
    async (signal: AbortSignal) => {
      const vehicle = await client.request('vehicles.get', { id }, { signal });
      return { ...vehicle, place: placeOf(vehicle, vehicle.streamId), readInStream: streamId };
    },
    [client, id, streamId],
  );
  const handle = useRecord(id, read, ENTITIES);
  const place = handle.record.state === 'ready' ? handle.record.value.place : null;
  return { handle, place };
}

function LiveMark({ place }: { place: SlotOf | null }) {
  const { t } = useTranslation();
  const news = newsOf(useLiveVehicle(place));
  if (useElsewhere(place)) return null;
  return <NewsMark news={news} label={t(`vehicle.news.${news}`)} />;
}

function LiveFacts({ place }: { place: SlotOf | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const machineMs = useNow();
  const instantMs = useInstant();
  const isReplay = useIsReplay();
  // Of a recording, times are those of the instant that is shown.
  const now = isReplay ? instantMs : machineMs;
  const live = useLiveVehicle(place);
  const news = newsOf(live);
  const isElsewhere = useElsewhere(place);
  if (live === undefined) {
    return <p className="live-news">{t(isElsewhere ? 'detail.unknown' : 'vehicle.news.never')}</p>;
  }
  const { record, ageMs, ageClass } = live;
  const hasHeading = (record.flags & POSITION_FLAGS.hasHeading) !== 0;
  return (
    <>
      <p className={`live-news live--${news}`} data-testid="vehicle-news" data-state={news}>
        {t(`vehicle.news-detail.${news}`, {
          age: format.age(now - ageMs, now),
          time: format.preciseTime(now - ageMs, now),
        })}
      </p>
      <Facts>
        <Fact name={t('vehicle.column.state')}>{t(`vehicle.state.${live.state}`)}</Fact>
        <Fact name={t('vehicle.column.speed')}>
          {ageClass === 'silent' ? null : format.speed(live.speedMetresPerSecond)}
        </Fact>
        <Fact name={t('vehicle.heading')}>{hasHeading ? `${Math.round(record.headingDegrees)}°` : null}</Fact>
        <Fact name={t('vehicle.position')}>{`${record.latitude.toFixed(5)}, ${record.longitude.toFixed(5)}`}</Fact>
      </Facts>
    </>
  );
}
