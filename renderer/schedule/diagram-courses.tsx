import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/index.ts';
import { JourneyShape } from './diagram-marks.tsx';
import { type DiagramScale, pathsOf } from './diagram-scale.ts';
import type { JourneyRow } from './journey-rows.ts';
import { lateText } from './late-text.ts';

interface CoursesProps {
  rows: readonly JourneyRow[];
  scale: DiagramScale;
  em: number;
  /** The vehicle that is selected in this window. */
  vehicleId: string | null;
  chosen: string | null;
  onChoose: (row: JourneyRow) => void;
}

/** The journeys of a diagram: what is planned beneath, what was driven upon it, what is chosen on top. */
export const Courses = memo(function Courses({ rows, scale, em, vehicleId, chosen, onChoose }: CoursesProps) {
  const isMeant = (row: JourneyRow) =>
    row.key === chosen || (row.driven !== null && row.driven.vehicleId === vehicleId);
  const driven = rows.filter((row) => row.driven !== null);
  return (
    <>
      {rows.map((row) =>
        row.planned === null ? null : <Planned key={row.key} row={row} scale={scale} size={em / 16} />,
      )}
      {[...driven]
        .sort((a, b) => Number(isMeant(a)) - Number(isMeant(b)))
        .map((row) => (
          <Driven key={row.key} row={row} scale={scale} em={em} isChosen={isMeant(row)} onChoose={onChoose} />
        ))}
    </>
  );
});

function Planned({ row, scale, size }: { row: JourneyRow; scale: DiagramScale; size: number }) {
  const points = row.planned?.points ?? [];
  const [first] = points;
  return (
    <g className="course course--planned" data-state={row.state}>
      <path className="course__plan" d={pathsOf(points, scale, true).known} />
      {row.state === 'missing' && first !== undefined ? (
        <g transform={`translate(${scale.x(first.atMs)} ${scale.y(first.metres)})`}>
          <JourneyShape state="missing" size={size} />
        </g>
      ) : null}
    </g>
  );
}

function Driven(props: {
  row: JourneyRow;
  scale: DiagramScale;
  em: number;
  isChosen: boolean;
  onChoose: (row: JourneyRow) => void;
}) {
  const { row, scale, em, isChosen, onChoose } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const { driven, state } = row;
  const last = driven?.points.at(-1);
  if (driven === null || last === undefined) return null;
  const { known, gaps } = pathsOf(driven.points, scale, false);
  const isAbnormal = state === 'late' || state === 'early' || driven.isOffLine;
  const late = driven.lateMs === null ? '' : lateText(t, format, driven.lateMs);
  const isNamed = isChosen || (driven.isUnderWay && isAbnormal);
  return (
    <g
      className="course course--driven"
      data-state={state}
      data-chosen={isChosen}
      data-under-way={driven.isUnderWay}
      data-testid="driven-course"
      onClick={() => onChoose(row)}
    >
      <title>{[driven.vehicleCode, row.planned?.label, late].filter(Boolean).join(' · ')}</title>
      <path className="course__reach" d={known} />
      {isChosen ? <path className="course__halo" d={known} /> : null}
      {gaps === '' ? null : <path className="course__gap" d={gaps} />}
      <path className="course__way" d={known} />
      {driven.isUnderWay || isAbnormal ? (
        <g transform={`translate(${scale.x(last.atMs)} ${scale.y(last.metres)})`}>
          <JourneyShape state={state} size={em / 13} />
          {isNamed ? (
            <text className="course__name" x={em * 0.7} y={em * 0.35}>
              {driven.vehicleCode}
              {state === 'late' || state === 'early' ? ` ${late}` : ''}
              {driven.isOffLine ? ` · ${t('schedule.off-line')}` : ''}
            </text>
          ) : null}
        </g>
      ) : null}
    </g>
  );
}
