import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/index.ts';
import { Missing } from '../../lists/index.ts';
import { useNow } from '../../stores/services.tsx';
import type { SlotOf } from '../../stores/selection.ts';
import { POSITION_FLAGS } from '../../../shared/domain/index.ts';
import { NewsMark, type NewsState } from '../../ui/news-mark.tsx';
import { type LiveVehicle, useElsewhere, useLiveVehicle } from '../fleet-context.tsx';
import { useShownPlace } from '../replay/index.ts';
import { useIsLive } from '../use-is-live.ts';
import './live-cells.css';

/** What the list and the detail say of a vehicle's news: silence counts before suspicion, which is of a fix. */
export function newsOf(live: LiveVehicle | undefined): NewsState {
  if (live === undefined) return 'never';
  if (live.ageClass !== 'heard') return live.ageClass;
  return (live.record.flags & POSITION_FLAGS.suspect) === 0 ? 'heard' : 'suspect';
}

/** What a vehicle does is known while it is heard and the stream is live; after that it is what it did. */
function Doing({ live, children }: { live: LiveVehicle; children: ReactNode }) {
  const isLive = useIsLive();
  return <span className={isLive && live.ageClass === 'heard' ? undefined : 'live--stale'}>{children}</span>;
}

interface LiveCellProps {
  /** Of the vehicle. */
  id: string;
  place: SlotOf | null;
}

export function NewsCell({ id, place: livePlace }: LiveCellProps) {
  const place = useShownPlace(id, livePlace);
  const { t } = useTranslation();
  const news = newsOf(useLiveVehicle(place));
  // For a moment: it has been asked for. Never heard would be another thing.
  if (useElsewhere(place)) return <Missing label={t('detail.unknown')} />;
  return <NewsMark news={news} label={t(`vehicle.news.${news}`)} />;
}

export function AgeCell({ id, place: livePlace }: LiveCellProps) {
  const place = useShownPlace(id, livePlace);
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const live = useLiveVehicle(place);
  const isElsewhere = useElsewhere(place);
  if (live === undefined) return <Missing label={t(isElsewhere ? 'detail.unknown' : 'vehicle.news.never')} />;
  return <span className={`live--${newsOf(live)}`}>{format.age(now - live.ageMs, now)}</span>;
}

/** A speed is shown while it is of now: a vehicle that is not heard is not known to move. */
export function SpeedCell({ id, place: livePlace }: LiveCellProps) {
  const place = useShownPlace(id, livePlace);
  const { t } = useTranslation();
  const format = useFormat();
  const live = useLiveVehicle(place);
  if (live === undefined || live.ageClass === 'silent') return <Missing label={t('detail.unknown')} />;
  return <Doing live={live}>{format.speed(live.speedMetresPerSecond)}</Doing>;
}

export function StateCell({ id, place: livePlace }: LiveCellProps) {
  const place = useShownPlace(id, livePlace);
  const { t } = useTranslation();
  const live = useLiveVehicle(place);
  if (live === undefined) return <Missing label={t('detail.unknown')} />;
  return <Doing live={live}>{t(`vehicle.state.${live.state}`)}</Doing>;
}
