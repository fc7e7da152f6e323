import { type KeyboardEvent, type ReactNode, useCallback, useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import type { ScheduleDiagram } from '../../shared/contract/index.ts';
import { useFormat } from '../i18n/index.ts';
import { useSelection, useServices } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { Diagram } from './diagram.tsx';
import { JourneyMark } from './diagram-marks.tsx';
import { type JourneyRow, journeyRows, lastStopOf } from './journey-rows.ts';
import { lateText } from './late-text.ts';
import { pan, type ScheduleModel, SPANS_MS, zoom } from './schedule-model.ts';

/** As far as one key press, or one button, moves, of what is shown. */
const PAN_SHARE = 0.25;

interface DiagramPartProps {
  model: ScheduleModel;
  /** Null: it is not there yet, and `children` say so. */
  diagram: ScheduleDiagram | null;
  shown: { fromMs: number; toMs: number; nowMs: number };
  children?: ReactNode;
}

/**
 * The diagram with its keys: arrows move in time and from journey to journey, + and - change how much is shown, Home returns to now. The field
 * is there from the first, so that the key of the panel leads to it.
 */
export function DiagramPart({ model, diagram, shown, children }: DiagramPartProps) {
  const { t } = useTranslation();
  const { selection } = useServices();
  const chosen = useStore(model, (view) => view.chosen);
  const line = useStore(model, (view) => view.line);
  const selected = useSelection((state) => state.selected);
  const vehicleId = selected?.panel === 'vehicles' ? selected.id : null;
  const { nowMs } = shown;
  const help = useId();
  const rows = useMemo(() => (diagram === null ? [] : journeyRows(diagram, nowMs)), [diagram, nowMs]);
  const choose = useCallback(
    (row: JourneyRow) => {
      model.setState({ chosen: row.key });
      if (row.driven !== null) selection.select({ panel: 'vehicles', id: row.driven.vehicleId });
    },
    [model, selection],
  );
  const row = rows.find(({ key }) => key === chosen) ?? null;
  const onKeyDown = (event: KeyboardEvent) => actAt(event, { model, nowMs, rows, chosen, choose });

  return (
    <div className="diagram">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- an application takes its own keys */}
      <div
        className="diagram__field"
        role="application"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- its own keys act in it, and its description says which
        tabIndex={0}
        data-takes-focus
        data-testid="schedule-diagram"
        aria-label={t('schedule.diagram-of', {
          line: line ?? '',
          direction: diagram === null ? '' : directionName(diagram),
        })}
        aria-describedby={help}
        onKeyDown={onKeyDown}
      >
        {diagram === null ? children : <Diagram {...{ diagram, rows, shown, vehicleId, chosen }} onChoose={choose} />}
      </div>
      <p id={help} className="visually-hidden">
        {t('schedule.diagram-keys')}
      </p>
      {diagram === null ? null : (
        <div className="diagram__foot">
          <Moves model={model} nowMs={nowMs} />
          <output className="diagram__said" data-testid="schedule-said">
            {row === null ? null : <Said row={row} diagram={diagram} nowMs={nowMs} />}
          </output>
          <Legend />
        </div>
      )}
    </div>
  );
}

interface Acting {
  model: ScheduleModel;
  nowMs: number;
  rows: readonly JourneyRow[];
  chosen: string | null;
  choose: (row: JourneyRow) => void;
}

function actAt(event: KeyboardEvent, { model, nowMs, rows, chosen, choose }: Acting): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target !== event.currentTarget) return;
  const step = (by: 1 | -1) => {
    const driven = rows.filter((one) => one.driven !== null);
    const at = driven.findIndex(({ key }) => key === chosen);
    const next = driven[at < 0 ? (by > 0 ? 0 : driven.length - 1) : at + by];
    if (next !== undefined) choose(next);
  };
  const keys: Record<string, () => void> = {
    ArrowLeft: () => pan(model, PAN_SHARE, nowMs),
    ArrowRight: () => pan(model, -PAN_SHARE, nowMs),
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    '+': () => zoom(model, -1, nowMs),
    '=': () => zoom(model, -1, nowMs),
    '-': () => zoom(model, 1, nowMs),
    Home: () => model.setState({ fromMs: null }),
  };
  const act = keys[event.key];
  if (act === undefined) return;
  event.preventDefault();
  act();
}

export function directionName({ directions, direction }: ScheduleDiagram): string {
  return directions.find(({ key }) => key === direction)?.name ?? '';
}

function Moves({ model, nowMs }: { model: ScheduleModel; nowMs: number }) {
  const { t } = useTranslation();
  const { spanMs, fromMs } = useStore(model);
  return (
    <fieldset className="diagram__moves" aria-label={t('schedule.moves')}>
      <TextButton aria-label={t('schedule.earlier')} onPress={() => pan(model, PAN_SHARE, nowMs)}>
        ←
      </TextButton>
      <TextButton aria-label={t('schedule.later')} onPress={() => pan(model, -PAN_SHARE, nowMs)}>
        →
      </TextButton>
      <TextButton
        aria-label={t('schedule.less-time')}
        isDisabled={spanMs === SPANS_MS[0]}
        onPress={() => zoom(model, -1, nowMs)}
      >
        +
      </TextButton>
      <TextButton
        aria-label={t('schedule.more-time')}
        isDisabled={spanMs === SPANS_MS.at(-1)}
        onPress={() => zoom(model, 1, nowMs)}
      >
        −
      </TextButton>
      <TextButton isDisabled={fromMs === null} onPress={() => model.setState({ fromMs: null })}>
        {t('schedule.to-now')}
      </TextButton>
    </fieldset>
  );
}

/** What is known of the journey that was chosen. */
function Said({ row, diagram, nowMs }: { row: JourneyRow; diagram: ScheduleDiagram; nowMs: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { driven, planned, state } = row;
  const stop = driven === null ? null : lastStopOf(diagram, driven);
  const parts = [
    driven?.vehicleCode ?? t('schedule.state.to-come'),
    planned === null
      ? t('schedule.state.unplanned')
      : t('schedule.planned-at', { name: planned.label, time: format.time(row.beginsAtMs, nowMs) }),
    driven === null || driven.lateMs === null ? t(`schedule.state.${state}`) : lateText(t, format, driven.lateMs),
    stop === null ? '' : t('schedule.at-stop', { stop }),
    driven?.isOffLine === true ? t('schedule.off-line') : '',
    driven?.matchedBy === 'time' ? t('schedule.inferred') : '',
  ];
  return (
    <>
      <JourneyMark state={state} />
      {parts.filter(Boolean).join(' · ')}
    </>
  );
}

const LEGEND = ['late', 'early', 'on-time', 'missing'] as const;

/** What the lines and shapes of a diagram mean. */
export function Legend() {
  const { t } = useTranslation();
  return (
    <ul className="diagram__legend" aria-label={t('schedule.legend')}>
      <li>
        <svg className="diagram__sample" viewBox="0 0 24 8" aria-hidden="true">
          <path className="course__plan" d="M0 4H24" />
        </svg>
        {t('schedule.planned')}
      </li>
      <li>
        <svg className="diagram__sample" viewBox="0 0 24 8" aria-hidden="true">
          <path className="course__way" d="M0 4H24" />
        </svg>
        {t('schedule.driven')}
      </li>
      {LEGEND.map((state) => (
        <li key={state}>
          <JourneyMark state={state} />
          {t(`schedule.state.${state}`)}
        </li>
      ))}
    </ul>
  );
}
