import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import type { ScheduleDiagram } from '../../shared/contract/index.ts';
import { useFormat, useLanguage } from '../i18n/index.ts';
import { useServices } from '../stores/services.tsx';
import { TextButton } from '../ui/button.tsx';
import { CopyText } from '../ui/copy-text.tsx';
import { directionName } from './diagram-part.tsx';
import { JourneyMark } from './diagram-marks.tsx';
import { journeyRows, lastStopOf } from './journey-rows.ts';
import { lateText } from './late-text.ts';
import { journeysCsv } from './schedule-csv.ts';
import type { ScheduleModel } from './schedule-model.ts';

interface ListPartProps {
  model: ScheduleModel;
  diagram: ScheduleDiagram;
  nowMs: number;
}

/** The journeys of the diagram as a table: what it shows, in words. */
export function ListPart({ model, diagram, nowMs }: ListPartProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const format = useFormat();
  const { selection } = useServices();
  const chosen = useStore(model, (view) => view.chosen);
  const rows = useMemo(() => journeyRows(diagram, nowMs), [diagram, nowMs]);
  const time = (atMs: number | undefined) => (atMs === undefined ? '–' : format.time(atMs, nowMs));
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls
    <div className="schedule__body" tabIndex={0} data-takes-focus>
      <table className="schedule-table" data-testid="schedule-list">
        <caption>{t('schedule.journeys-of', { line: diagram.line, direction: directionName(diagram) })}</caption>
        <thead>
          <tr>
            {(['state', 'vehicle', 'trip', 'planned', 'driven', 'late', 'stop', 'match'] as const).map((name) => (
              <th
                key={name}
                scope="col"
                className={name === 'planned' || name === 'driven' || name === 'late' ? '' : 'schedule-table__text'}
              >
                {t(`schedule.column.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} data-state={row.state} data-chosen={row.key === chosen}>
              <td className="schedule-table__text">
                <JourneyMark state={row.state} /> {t(`schedule.state.${row.state}`)}
              </td>
              <th scope="row" className="schedule-table__text">
                {row.driven === null ? (
                  '–'
                ) : (
                  <TextButton
                    quiet
                    onPress={() => {
                      model.setState({ chosen: row.key });
                      selection.select({ panel: 'vehicles', id: row.driven?.vehicleId ?? '' });
                    }}
                  >
                    {row.driven.vehicleCode}
                  </TextButton>
                )}
              </th>
              <td className="schedule-table__text">{row.planned?.label ?? '–'}</td>
              <td>{time(row.planned?.points[0]?.atMs)}</td>
              <td>{time(row.driven?.points[0]?.atMs)}</td>
              <td>{row.driven?.lateMs == null ? '–' : lateText(t, format, row.driven.lateMs)}</td>
              <td className="schedule-table__text">
                {row.driven === null ? '–' : (lastStopOf(diagram, row.driven) ?? '–')}
                {row.driven?.isOffLine === true ? ` · ${t('schedule.off-line')}` : ''}
              </td>
              <td className="schedule-table__text">
                {row.driven?.matchedBy == null ? '–' : t(`schedule.matched.${row.driven.matchedBy}`)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <CopyText
        label={t('schedule.copy')}
        name={t('schedule.part.list')}
        text={() => journeysCsv(t, diagram, rows, language)}
      />
    </div>
  );
}
