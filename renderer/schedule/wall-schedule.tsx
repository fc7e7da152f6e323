import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScheduleDiagram } from '../../shared/contract/index.ts';
import { errorSentence, useFormat } from '../i18n/index.ts';
import { useFreshness, useSelection } from '../stores/services.tsx';
import { ReplayMark, useIsLive, useIsReplay } from '../supervision/index.ts';
import { StatusMark } from '../ui/status-mark.tsx';
import { Diagram } from './diagram.tsx';
import { JourneyMark } from './diagram-marks.tsx';
import { directionName, Legend } from './diagram-part.tsx';
import { journeyRows, type JourneyState } from './journey-rows.ts';
import { firstLine } from './line-combo.tsx';
import { createScheduleModel } from './schedule-model.ts';
import { type ShownDiagram, useDiagramOf, useLines } from './use-schedule.ts';
import './schedule.css';
import './wall-schedule.css';

/** As a wall shows it: it follows now, and shows what a panel shows at first. */
const VIEW = createScheduleModel().getState();
/** Nothing is chosen on a wall. */
const NOTHING = () => undefined;

/** A line as time and distance on a wall: it follows now, and nobody touches it. */
export function WallSchedule({ line: wanted, direction }: { line: string | null; direction: string | null }) {
  const { record: lines } = useLines();
  const all = lines.state === 'ready' ? lines.value : null;
  const line = wanted ?? (all === null ? null : firstLine(all));
  const shown = useDiagramOf({ ...VIEW, line, direction });
  const { t } = useTranslation();
  const diagram = shown.record.state === 'ready' ? shown.record.value : null;
  const failure = shown.record.state === 'error' ? shown.record.error : lines.state === 'error' ? lines.error : null;
  return (
    <div
      className="wall-schedule"
      data-testid="schedule-cell"
      data-state={failure === null ? (diagram === null ? 'loading' : 'ready') : 'error'}
      data-line={line}
    >
      <h2 className="wall-view__title">
        <span>
          {line === null ? t('panel.schedule') : t('schedule.wall.title', { line })}
          {diagram === null ? '' : ` → ${directionName(diagram)}`}
        </span>
        <ReplayMark />
        {diagram === null ? null : <Counts diagram={diagram} nowMs={shown.nowMs} />}
      </h2>
      {diagram === null ? null : <Drawn diagram={diagram} shown={shown} />}
      {failure !== null ? (
        <p className="wall-view__none">
          <StatusMark severity="warning" /> {t('schedule.failed')} {errorSentence(t, failure.code).sentence}
        </p>
      ) : all?.length === 0 && line === null ? (
        <p className="wall-view__none">{t('schedule.no-line')}</p>
      ) : diagram === null ? (
        <p className="wall-view__none">{t('schedule.loading')}</p>
      ) : null}
    </div>
  );
}

function Drawn({ diagram, shown }: { diagram: ScheduleDiagram; shown: ShownDiagram }) {
  const { t } = useTranslation();
  const rows = useMemo(() => journeyRows(diagram, shown.nowMs), [diagram, shown.nowMs]);
  const sent = useSelection(({ selected }) => (selected?.panel === 'vehicles' ? selected.id : null));
  return (
    <>
      <figure
        className="wall-schedule__field"
        aria-label={t('schedule.diagram-of', { line: diagram.line, direction: directionName(diagram) })}
      >
        <Diagram {...{ diagram, rows, shown }} vehicleId={sent} chosen={null} onChoose={NOTHING} />
      </figure>
      <footer className="wall-schedule__foot">
        <Missing diagram={diagram} nowMs={shown.nowMs} />
        <Legend />
      </footer>
    </>
  );
}

const COUNTED = ['late', 'early', 'missing'] as const satisfies readonly JourneyState[];

/** How many journeys that are under way or due are not as planned; each with its shape. */
function Counts({ diagram, nowMs }: { diagram: ScheduleDiagram; nowMs: number }) {
  const { t } = useTranslation();
  const rows = journeyRows(diagram, nowMs);
  const now = rows.filter(({ driven, state }) => state === 'missing' || driven?.isUnderWay === true);
  return (
    <span className="wall-schedule__counts">
      {COUNTED.map((state) => {
        const count = now.filter((row) => row.state === state).length;
        return count === 0 ? null : (
          <span key={state} data-state={state} data-count={count}>
            <JourneyMark state={state} />
            {t(`schedule.wall.count.${state}`, { count })}
          </span>
        );
      })}
    </span>
  );
}

/** Whether it is of now, and the first of what is missing: there is room for no more. */
function Missing({ diagram, nowMs }: { diagram: ScheduleDiagram; nowMs: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const isLive = useIsLive();
  const isReplay = useIsReplay();
  const { offline, lastSyncAtMs } = useFreshness();
  if (!isReplay && (!isLive || offline))
    return (
      <p className="wall-schedule__said" data-testid="schedule-not-live">
        <StatusMark severity="warning" />
        {lastSyncAtMs === null
          ? t('schedule.not-live')
          : t('schedule.not-live-since', { time: format.time(lastSyncAtMs, nowMs) })}
      </p>
    );
  const [gap] = diagram.gaps.filter((one) => one !== 'recorded-later' || diagram.knownFromMs === null);
  if (gap === undefined) return null;
  return (
    <p className="wall-schedule__said" data-gap={gap}>
      <StatusMark severity="notice" />
      {gap === 'recorded-later' ? t('schedule.nothing-recorded') : t(`schedule.gap.${gap}`, { time: '' })}
    </p>
  );
}
