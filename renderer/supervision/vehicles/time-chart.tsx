import './time-chart.css';

/** A point of a curve; `value` null: nothing is known there, and the line breaks. */
export interface ChartPoint {
  readonly atMs: number;
  readonly value: number | null;
}

interface TimeChartProps {
  /** What the curve says, in words: read out in its place. */
  label: string;
  points: readonly ChartPoint[];
  span: { readonly fromMs: number; readonly toMs: number };
  /** Least and greatest value drawn. */
  range: { readonly least: number; readonly most: number };
  /** Two points further apart than this are not joined: nobody knows what was between them. */
  mostGapMs: number;
  /** From this value on the curve is drawn as abnormal. */
  abnormalFrom?: number;
  /** Moments to mark along the foot. */
  marks?: readonly number[];
  /** What stands at the top, at the foot, and under the two ends. */
  captions: { readonly most: string; readonly least: string; readonly from: string; readonly to: string };
}

const WIDTH = 600;
const HEIGHT = 72;

/** A small curve over time. The words beside it say all that it says: the curve itself is not read out. */
export function TimeChart({ label, points, span, range, mostGapMs, abnormalFrom, marks, captions }: TimeChartProps) {
  const x = (atMs: number) => ((atMs - span.fromMs) / Math.max(1, span.toMs - span.fromMs)) * WIDTH;
  const y = (value: number) => HEIGHT - ((value - range.least) / Math.max(1e-9, range.most - range.least)) * HEIGHT;
  const isAbnormal = (value: number) => abnormalFrom !== undefined && value >= abnormalFrom;
  const name = { role: 'img', 'aria-label': label };
  const zero = y(Math.max(range.least, Math.min(range.most, 0)));
  return (
    <figure className="time-chart">
      <span className="time-chart__most" aria-hidden="true">
        {captions.most}
      </span>
      <span className="time-chart__least" aria-hidden="true">
        {captions.least}
      </span>
      <svg className="time-chart__picture" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" {...name}>
        <path className="time-chart__zero" d={`M0 ${zero}H${WIDTH}`} />
        {linesOf(points, mostGapMs, isAbnormal).map(({ line, abnormal }) => (
          <path
            key={line[0]?.atMs}
            className={abnormal ? 'time-chart__line time-chart__line--abnormal' : 'time-chart__line'}
            d={line
              .map(({ atMs, value }, index) => `${index === 0 ? 'M' : 'L'}${round(x(atMs))} ${round(y(value))}`)
              .join('')}
          />
        ))}
        {marks?.map((atMs) => (
          <path key={atMs} className="time-chart__mark" d={`M${round(x(atMs))} ${HEIGHT}v-14`} />
        ))}
      </svg>
      <span className="time-chart__from" aria-hidden="true">
        {captions.from}
      </span>
      <span className="time-chart__to" aria-hidden="true">
        {captions.to}
      </span>
    </figure>
  );
}

interface Line {
  readonly line: { readonly atMs: number; readonly value: number }[];
  readonly abnormal: boolean;
}

/** Runs of points that are joined: a gap or an unknown value ends one, and so does a change between normal and abnormal. */
export function linesOf(
  points: readonly ChartPoint[],
  mostGapMs: number,
  isAbnormal: (value: number) => boolean,
): Line[] {
  const lines: Line[] = [];
  let open: Line | undefined;
  for (const { atMs, value } of points) {
    if (value === null) {
      open = undefined;
      continue;
    }
    const abnormal = isAbnormal(value);
    const last = open?.line.at(-1);
    const isJoined = last !== undefined && atMs - last.atMs <= mostGapMs;
    if (open === undefined || !isJoined || open.abnormal !== abnormal) {
      open = { line: last !== undefined && isJoined ? [last] : [], abnormal };
      lines.push(open);
    }
    open.line.push({ atMs, value });
  }
  return lines;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
