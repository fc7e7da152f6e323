import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import type { ScheduleDiagram, ScheduleLine } from '../../shared/contract/index.ts';
import { errorSentence, useFormat } from '../i18n/index.ts';
import { useFreshness } from '../stores/services.tsx';
import { useIsLive, useIsReplay } from '../supervision/index.ts';
import { TextButton } from '../ui/button.tsx';
import { ChoiceGroup } from '../ui/choice-group.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { StateMessage } from '../ui/state-message.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { DiagramPart } from './diagram-part.tsx';
import { HeadwaysPart } from './headways-part.tsx';
import { firstLine, LineCombo } from './line-combo.tsx';
import { ListPart } from './list-part.tsx';
import { PunctualityPart } from './punctuality-part.tsx';
import { SCHEDULE_PARTS, type ScheduleModel } from './schedule-model.ts';
import { type ShownDiagram, useDiagram, useLines } from './use-schedule.ts';
import './schedule.css';

/** A line against its plan: as time and distance, as a list, by headways; and how punctual missions are. */
export function SchedulePanel({ model }: { model: ScheduleModel }) {
  const { t } = useTranslation();
  const { part, line } = useStore(model);
  const { record: lines, retry } = useLines();
  const shown = useDiagram(model);
  const all = lines.state === 'ready' ? lines.value : null;
  useFirstLine(model, all);
  const diagram = shown.record.state === 'ready' ? shown.record.value : null;
  return (
    <section
      className="schedule"
      aria-label={t('panel.schedule')}
      data-testid="schedule"
      data-state={stateOf(shown, line)}
    >
      <div className="schedule__tools">
        <ChoiceGroup
          label={t('schedule.parts')}
          choices={SCHEDULE_PARTS.map((value) => ({ value, label: t(`schedule.part.${value}`) }))}
          value={part}
          onChange={(next) => model.setState({ part: next })}
        />
        {all === null ? null : (
          <LineCombo
            lines={all}
            value={line}
            onChange={(next) => model.setState({ line: next, direction: null, chosen: null, stopMetres: null })}
          />
        )}
        {diagram === null || part === 'punctuality' ? null : <DirectionField model={model} diagram={diagram} />}
      </div>
      {part === 'punctuality' ? (
        <PunctualityPart line={line} />
      ) : (
        <Line model={model} shown={shown}>
          {lines.state === 'error' ? <Failed code={lines.error.code} onRetry={retry} /> : null}
          {all?.length === 0 ? (
            <StateMessage
              severity="normal"
              icon="route"
              title={t('schedule.no-line')}
              detail={t('schedule.no-line-detail')}
            />
          ) : null}
        </Line>
      )}
    </section>
  );
}

function stateOf({ record }: ShownDiagram, line: string | null): string {
  return line === null || (record.state === 'ready' && record.value === null) ? 'idle' : record.state;
}

/** A line to begin with, before anybody has chosen. */
function useFirstLine(model: ScheduleModel, lines: readonly ScheduleLine[] | null): void {
  useEffect(() => {
    if (lines === null || model.getState().line !== null) return;
    const line = firstLine(lines);
    if (line !== null) model.setState({ line });
  }, [model, lines]);
}

function DirectionField({ model, diagram }: { model: ScheduleModel; diagram: ScheduleDiagram }) {
  const { t } = useTranslation();
  if (diagram.directions.length === 0) return null;
  return (
    <SelectField
      field="direction"
      label={t('schedule.direction')}
      choices={diagram.directions.map(({ key, name }) => ({ value: key, label: name }))}
      value={diagram.direction}
      onChange={(direction) => model.setState({ direction, chosen: null, stopMetres: null })}
    />
  );
}

/** @param props.children what is said where there is no line */
function Line({ model, shown, children }: { model: ScheduleModel; shown: ShownDiagram; children: ReactNode }) {
  const { t } = useTranslation();
  const { part, line } = useStore(model);
  const { record, retry, nowMs } = shown;
  const diagram = record.state === 'ready' ? record.value : null;
  const message =
    record.state === 'error' ? (
      <Failed code={record.error.code} onRetry={retry} />
    ) : record.state === 'loading' && line !== null ? (
      <StateMessage severity="unknown" title={t('schedule.loading')} />
    ) : (
      children
    );
  return (
    <>
      {diagram === null ? null : <Notices diagram={diagram} nowMs={nowMs} />}
      {part === 'diagram' ? (
        <DiagramPart model={model} diagram={diagram} shown={shown}>
          {message}
        </DiagramPart>
      ) : null}
      {part !== 'diagram' && diagram === null ? message : null}
      {part === 'list' && diagram !== null ? <ListPart model={model} diagram={diagram} nowMs={nowMs} /> : null}
      {part === 'headways' && diagram !== null ? <HeadwaysPart model={model} diagram={diagram} nowMs={nowMs} /> : null}
    </>
  );
}

function Failed({ code, onRetry }: { code: string; onRetry: () => void }) {
  const { t } = useTranslation();
  const { sentence, remedy } = errorSentence(t, code);
  return (
    <StateMessage
      severity="warning"
      title={t('schedule.failed')}
      detail={`${sentence} ${remedy}`}
      action={<TextButton onPress={onRetry}>{t('list.retry')}</TextButton>}
    />
  );
}

/** What of the diagram is missing, and whether it is of now. */
function Notices({ diagram, nowMs }: { diagram: ScheduleDiagram; nowMs: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const isLive = useIsLive();
  const isReplay = useIsReplay();
  const { offline, lastSyncAtMs } = useFreshness();
  const gaps = diagram.gaps.map((gap) =>
    gap === 'recorded-later' && diagram.knownFromMs === null
      ? t('schedule.nothing-recorded')
      : t(`schedule.gap.${gap}`, { time: diagram.knownFromMs === null ? '' : format.time(diagram.knownFromMs, nowMs) }),
  );
  return (
    <>
      {isReplay || (isLive && !offline) ? null : (
        <p className="list-panel__notice" data-testid="schedule-not-live">
          <StatusMark severity="warning" />
          {lastSyncAtMs === null
            ? t('schedule.not-live')
            : t('schedule.not-live-since', { time: format.time(lastSyncAtMs, nowMs) })}
        </p>
      )}
      {gaps.length === 0 ? null : (
        <ul className="schedule__gaps" data-testid="schedule-gaps">
          {gaps.map((gap) => (
            <li key={gap}>
              <StatusMark severity="notice" />
              {gap}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
