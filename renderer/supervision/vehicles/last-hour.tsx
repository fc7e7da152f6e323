import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DELAY_TOLERANCE_MS, punctualityOver } from '../../../shared/domain/index.ts';
import type { MissionRow } from '../../../shared/contract/index.ts';
import { useFormat } from '../../i18n/index.ts';
import { useMissionTime } from '../../stores/mission-clock.ts';
import { useIsReplay } from '../fleet-context.tsx';
import { MOST_GAP_MS, punctualityFigures, speedFigures } from './past-figures.ts';
import { TimeChart } from './time-chart.tsx';
import { PAST_MINUTES, type ReadTrack } from './use-vehicle-past.ts';
import './vehicle-past.css';

const MINUTE = 60_000;
const HOUR = PAST_MINUTES * MINUTE;
/** Charts have a scale of whole steps, so that they do not breathe with each sample: 20 km/h, in metres a second. */
const SPEED_STEP = 20 / 3.6;

export function PastPart({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="past" aria-label={title}>
      {/* The region has it as its name. */}
      <p className="past__title" aria-hidden="true">
        {title}
      </p>
      {children}
    </section>
  );
}

/** How fast the vehicle was over the last hour: a curve, and the same in words. */
export function SpeedChart({ track }: { track: ReadTrack }) {
  const { t } = useTranslation();
  const format = useFormat();
  const isReplay = useIsReplay();
  const { samples, timeScale, fromMs, toMs } = track;
  const figures = speedFigures(samples, timeScale);
  if (figures === null) return <p className="past__none">{t('past.speed-none')}</p>;
  const words = [
    t('past.speed-words', { highest: format.speed(figures.highest), mean: format.speed(figures.mean) }),
    figures.stoodMs >= MINUTE ? t('past.stood', { duration: format.duration(figures.stoodMs) }) : null,
    figures.unheardMs > 0 ? t('past.unheard', { duration: format.duration(figures.unheardMs) }) : null,
  ];
  const most = Math.max(SPEED_STEP, Math.ceil(figures.highest / SPEED_STEP) * SPEED_STEP);
  const text = words.filter((word) => word !== null).join(' ');
  return (
    <>
      <TimeChart
        label={`${t('past.speed')}. ${text}`}
        points={samples.map(({ observedAtMs, speedMetresPerSecond }) => ({
          atMs: observedAtMs,
          value: speedMetresPerSecond,
        }))}
        span={{ fromMs, toMs }}
        range={{ least: 0, most }}
        mostGapMs={MOST_GAP_MS / timeScale}
        marks={samples.filter((sample) => sample.suspectKilometres !== null).map((sample) => sample.observedAtMs)}
        captions={{
          most: format.speed(most),
          least: format.speed(0),
          from: t('past.ago', { duration: format.duration((toMs - fromMs) * timeScale) }),
          to: isReplay ? format.clock(toMs) : t('past.now'),
        }}
      />
      <p className="past__words">{text}</p>
    </>
  );
}

/** How late the vehicle's missions were over the last hour: from the plan and what was noted of them, which the cache has. */
export function PunctualityChart({ missions }: { missions: readonly MissionRow[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  // By the whole minute: the curve is the same until the next.
  const toMs = Math.floor(useMissionTime() / MINUTE) * MINUTE;
  const span = { fromMs: toMs - HOUR, toMs };
  const points = punctualityOver(missions, { ...span, stepMs: MINUTE });
  const figures = punctualityFigures(points, MINUTE);
  if (figures === null) return <p className="past__none">{t('past.punctuality-none')}</p>;
  const words = [
    figures.highest < DELAY_TOLERANCE_MS
      ? t('past.always-on-time')
      : t('past.late-words', {
          highest: format.duration(figures.highest),
          share: format.percent((100 * figures.onTimeMs) / figures.boundMs),
        }),
    figures.now !== null && figures.now >= MINUTE ? t('past.late-now', { late: format.duration(figures.now) }) : null,
  ];
  const text = words.filter((word) => word !== null).join(' ');
  const most = Math.max(10, Math.ceil(figures.highest / MINUTE / 10) * 10) * MINUTE;
  const least = points.some(({ lateMs }) => lateMs !== null && lateMs < -MINUTE) ? -10 * MINUTE : 0;
  return (
    <>
      <TimeChart
        label={`${t('past.punctuality')}. ${text}`}
        points={points.map(({ atMs, lateMs }) => ({ atMs, value: lateMs === null ? null : Math.max(least, lateMs) }))}
        span={span}
        range={{ least, most }}
        mostGapMs={MINUTE}
        abnormalFrom={DELAY_TOLERANCE_MS}
        captions={{
          most: t('board.late-by', { duration: format.duration(most) }),
          least: least === 0 ? t('past.on-plan') : t('past.early', { duration: format.duration(-least) }),
          from: t('past.ago', { duration: format.duration(HOUR) }),
          to: t('past.now'),
        }}
      />
      <p className="past__words">{text}</p>
    </>
  );
}
