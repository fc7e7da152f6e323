import { useId, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScheduleDiagram } from '../../shared/contract/index.ts';
import { useFormat } from '../i18n/index.ts';
import { Courses } from './diagram-courses.tsx';
import { type DiagramScale, diagramScale, namedStops, timeTicks } from './diagram-scale.ts';
import type { JourneyRow } from './journey-rows.ts';
import { useSize } from './use-size.ts';

interface DiagramProps {
  diagram: ScheduleDiagram;
  rows: readonly JourneyRow[];
  shown: { fromMs: number; toMs: number; nowMs: number };
  vehicleId: string | null;
  chosen: string | null;
  onChoose: (row: JourneyRow) => void;
}

/** A line as time (to the right) and distance (downwards): stops, the plan, what was driven, and now. */
export function Diagram({ diagram, rows, shown, vehicleId, chosen, onChoose }: DiagramProps) {
  const frame = useRef<HTMLDivElement>(null);
  const size = useSize(frame);
  const clip = useId();
  const { fromMs, toMs } = shown;
  const scale = useMemo(
    () => (size === null ? null : diagramScale(size, { fromMs, toMs, length: diagram.length })),
    [size, fromMs, toMs, diagram.length],
  );
  return (
    <div ref={frame} className="diagram__frame">
      {scale === null || size === null ? null : (
        <svg className="diagram__drawing" width={size.width} height={size.height} aria-hidden="true">
          <defs>
            <clipPath id={clip}>
              <rect x={scale.left} y={0} width={scale.right - scale.left} height={size.height} />
            </clipPath>
          </defs>
          <Unknown diagram={diagram} scale={scale} shown={shown} em={size.em} />
          <Axes diagram={diagram} scale={scale} shown={shown} em={size.em} />
          <g clipPath={`url(#${clip})`}>
            <Courses {...{ rows, scale, vehicleId, chosen, onChoose }} em={size.em} />
          </g>
          <Now scale={scale} shown={shown} em={size.em} />
        </svg>
      )}
    </div>
  );
}

interface PartProps {
  scale: DiagramScale;
  shown: DiagramProps['shown'];
  em: number;
}

function Axes({ diagram, scale, shown, em }: PartProps & { diagram: ScheduleDiagram }) {
  const format = useFormat();
  const { left, right, top, bottom } = scale;
  const all = timeTicks(shown.fromMs, shown.toMs, Math.max(2, Math.floor((right - left) / (5 * em))));
  // Now is said in their place where it is near them, and stands for the end where that is cut.
  const nowX = scale.x(shown.nowMs);
  const ticks = all.map((atMs) => ({
    atMs,
    isNamed: Math.abs(scale.x(atMs) - nowX) > 4.6 * em && scale.x(atMs) < right - em,
  }));
  const named = namedStops(diagram.stops, scale, 1.25 * em);
  // A name is cut where it would run into the drawing: about half an em a letter.
  const letters = Math.max(4, Math.floor((left - em) / (0.54 * em)));
  return (
    <g className="diagram__axes">
      {ticks.map(({ atMs, isNamed }) => (
        <g key={atMs}>
          <path className="diagram__grid" d={`M${scale.x(atMs)} ${top}V${bottom}`} />
          {isNamed ? (
            <text className="diagram__time" x={scale.x(atMs)} y={top - 0.55 * em}>
              {format.time(atMs, shown.nowMs).split(', ').at(-1)}
            </text>
          ) : null}
        </g>
      ))}
      {diagram.stops.map(({ name, metres }) => (
        <path key={`${name} ${metres}`} className="diagram__grid" d={`M${left} ${scale.y(metres)}H${right}`} />
      ))}
      {named.map(({ name, metres }) => (
        <text key={`${name} ${metres}`} className="diagram__stop" x={left - 0.6 * em} y={scale.y(metres) + 0.35 * em}>
          <title>{name}</title>
          {name.length > letters ? `${name.slice(0, letters - 1)}…` : name}
        </text>
      ))}
      <path className="diagram__edge" d={`M${left} ${top}V${bottom}H${right}`} />
    </g>
  );
}

/** Before this nothing was recorded: hatched, and said. */
function Unknown({ diagram, scale, shown, em }: PartProps & { diagram: ScheduleDiagram }) {
  const { t } = useTranslation();
  const format = useFormat();
  const pattern = useId();
  const untilMs = Math.min(diagram.knownFromMs ?? Infinity, shown.toMs, Math.max(shown.fromMs, shown.nowMs));
  const width = scale.x(untilMs) - scale.left;
  if (width < 2) return null;
  const text =
    diagram.knownFromMs === null
      ? t('schedule.nothing-recorded')
      : t('schedule.not-before', { time: format.time(diagram.knownFromMs, shown.nowMs) });
  return (
    <g data-testid="not-recorded">
      <pattern id={pattern} width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path className="diagram__hatch" d="M0 0V8" />
      </pattern>
      <rect x={scale.left} y={scale.top} width={width} height={scale.bottom - scale.top} fill={`url(#${pattern})`} />
      {width > text.length * 0.5 * em ? (
        <text className="diagram__unknown" x={scale.left + 0.6 * em} y={scale.bottom - 0.6 * em}>
          {text}
        </text>
      ) : null}
    </g>
  );
}

function Now({ scale, shown, em }: PartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { nowMs, fromMs, toMs } = shown;
  if (nowMs < fromMs || nowMs > toMs) return null;
  const x = scale.x(nowMs);
  const text = `${t('schedule.now')} ${format.time(nowMs, nowMs)}`;
  const half = (text.length * 0.29 + 0.4) * em;
  return (
    <g className="diagram__now" data-testid="now-line">
      <path d={`M${x} ${scale.top - 0.2 * em}V${scale.bottom}`} />
      <rect x={x - half} y={scale.top - 1.7 * em} width={2 * half} height={1.5 * em} rx={0.2 * em} />
      <text x={x} y={scale.top - 0.6 * em}>
        {text}
      </text>
    </g>
  );
}
