import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import type { ScheduleDiagram } from '../../shared/contract/index.ts';
import { type HeadwayCourse, headwaysAt, type StopHeadways } from '../../shared/domain/index.ts';
import { useFormat } from '../i18n/index.ts';
import { TextButton } from '../ui/button.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { directionName } from './diagram-part.tsx';
import type { ScheduleModel } from './schedule-model.ts';

interface HeadwaysPartProps {
  model: ScheduleModel;
  diagram: ScheduleDiagram;
  nowMs: number;
}

/** How far apart vehicles are at each stop, against the plan; and one stop in full. */
export function HeadwaysPart({ model, diagram, nowMs }: HeadwaysPartProps) {
  const { t } = useTranslation();
  const wanted = useStore(model, (view) => view.stopMetres);
  const stops = useMemo(() => headwaysOf(diagram, nowMs), [diagram, nowMs]);
  const middle = stops[Math.floor(stops.length / 2)];
  const shown = stops.find(({ metres }) => metres === wanted) ?? middle;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls
    <div className="schedule__body schedule__two" tabIndex={0} data-takes-focus data-testid="headways">
      <table className="schedule-table">
        <caption>{t('schedule.headways-of', { line: diagram.line, direction: directionName(diagram) })}</caption>
        <thead>
          <tr>
            <th scope="col" className="schedule-table__text">
              {t('schedule.column.stop')}
            </th>
            {(['since', 'plan', 'bunched', 'gap'] as const).map((name) => (
              <th key={name} scope="col">
                {t(`schedule.column.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {stops.map((stop) => (
            <StopRow key={`${stop.name} ${stop.metres}`} stop={stop} isShown={stop === shown} model={model} />
          ))}
        </tbody>
      </table>
      {shown === undefined ? null : <Passages stop={shown} diagram={diagram} nowMs={nowMs} />}
    </div>
  );
}

type Stop = StopHeadways & { name: string; metres: number };

function headwaysOf({ stops, planned, driven }: ScheduleDiagram, nowMs: number): Stop[] {
  const plan: HeadwayCourse[] = planned.map(({ key, points }) => ({ id: key, points, plannedId: null }));
  const ways: HeadwayCourse[] = driven.map(({ key, points, plannedKey }) => ({
    id: key,
    points,
    plannedId: plannedKey,
  }));
  return stops.map(({ name, metres }) => ({ name, metres, ...headwaysAt(metres, plan, ways, nowMs) }));
}

function StopRow({ stop, isShown, model }: { stop: Stop; isShown: boolean; model: ScheduleModel }) {
  const { t } = useTranslation();
  const format = useFormat();
  const count = (state: 'bunched' | 'gap') => stop.passed.filter((one) => one.state === state).length;
  const { since } = stop;
  const counted = (number: number) => (
    <td>
      {number > 0 ? <StatusMark severity="warning" /> : null} {format.integer(number)}
    </td>
  );
  return (
    <tr data-chosen={isShown}>
      <th scope="row" className="schedule-table__text">
        <TextButton quiet aria-pressed={isShown} onPress={() => model.setState({ stopMetres: stop.metres })}>
          {stop.name}
        </TextButton>
      </th>
      <td>
        {since?.state === 'gap' ? <StatusMark severity="warning" label={t('schedule.headway.gap')} /> : null}{' '}
        {since === null ? '–' : format.duration(since.sinceMs)}
      </td>
      <td>{since?.plannedMs == null ? '–' : format.duration(since.plannedMs)}</td>
      {counted(count('bunched'))}
      {counted(count('gap'))}
    </tr>
  );
}

/** Each vehicle that passed a stop, and how long after the one before it. */
function Passages({ stop, diagram, nowMs }: { stop: Stop; diagram: ScheduleDiagram; nowMs: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const codeOf = new Map(diagram.driven.map(({ key, vehicleCode }) => [key, vehicleCode]));
  const most = Math.max(1, ...stop.passed.flatMap(({ headwayMs, plannedMs }) => [headwayMs, plannedMs ?? 0]));
  return (
    <table className="schedule-table" data-testid="passages">
      <caption>{t('schedule.passages-at', { stop: stop.name })}</caption>
      <thead>
        <tr>
          {(['passed', 'vehicle', 'headway', 'plan'] as const).map((name) => (
            <th key={name} scope="col">
              {t(`schedule.column.${name}`)}
            </th>
          ))}
          <th scope="col" className="schedule-table__text">
            {t('schedule.column.state')}
          </th>
          <th scope="col">
            <span className="visually-hidden">{t('schedule.column.bar')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {stop.passed.toReversed().map(({ id, atMs, headwayMs, plannedMs, state }) => (
          <tr key={id} data-state={state ?? 'unknown'}>
            <td>{format.time(atMs, nowMs)}</td>
            <td>{codeOf.get(id) ?? '–'}</td>
            <td>{format.duration(headwayMs)}</td>
            <td>{plannedMs === null ? '–' : format.duration(plannedMs)}</td>
            <td className="schedule-table__text">
              {state === 'bunched' || state === 'gap' ? <StatusMark severity="warning" /> : null}{' '}
              {t(`schedule.headway.${state ?? 'unknown'}`)}
            </td>
            <td className="schedule-bar" aria-hidden="true">
              <span data-state={state ?? 'unknown'} style={{ width: `${(headwayMs / most) * 100}%` }} />
              {plannedMs === null ? null : <i style={{ left: `${(plannedMs / most) * 100}%` }} />}
            </td>
          </tr>
        ))}
        {stop.passed.length === 0 ? (
          <tr>
            <td colSpan={6} className="schedule-table__text">
              {t('schedule.no-headway')}
            </td>
          </tr>
        ) : null}
      </tbody>
    </table>
  );
}
