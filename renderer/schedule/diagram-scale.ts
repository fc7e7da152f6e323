import { LONGEST_GAP_MS } from '../../shared/domain/index.ts';

/** Where times and places are on the drawing, pixels. */
export interface DiagramScale {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  x(atMs: number): number;
  y(metres: number): number;
}

/** @param em pixels of the text: what stands beside the plot is as large as it */
export function diagramScale(
  size: { width: number; height: number; em: number },
  shown: { fromMs: number; toMs: number; length: number },
): DiagramScale {
  const { width, height, em } = size;
  const left = Math.min(width * 0.3, 11 * em);
  const right = Math.max(left + 10, width - 1.2 * em);
  const [top, bottom] = [2.2 * em, Math.max(2.2 * em + 10, height - 1.2 * em)];
  const spanMs = shown.toMs - shown.fromMs;
  return {
    ...{ left, right, top, bottom },
    x: (atMs) => left + ((atMs - shown.fromMs) / spanMs) * (right - left),
    y: (metres) => top + (metres / shown.length) * (bottom - top),
  };
}

const MINUTE = 60_000;
const STEPS = [5, 10, 15, 30, 60, 120].map((minutes) => minutes * MINUTE);

/** Full times within a span, no more of them than fit. They are those of the clock on the wall. */
export function timeTicks(fromMs: number, toMs: number, most: number): number[] {
  const step = STEPS.find((each) => (toMs - fromMs) / each <= most) ?? STEPS.at(-1) ?? 60 * MINUTE;
  const offsetMs = -new Date(fromMs).getTimezoneOffset() * MINUTE;
  const first = Math.ceil((fromMs + offsetMs) / step) * step - offsetMs;
  return Array.from({ length: Math.max(0, Math.floor((toMs - first) / step) + 1) }, (_, index) => first + index * step);
}

/** Stops whose names have room: the ends first, then each that is far enough from those. */
export function namedStops<Stop extends { readonly metres: number }>(
  stops: readonly Stop[],
  scale: DiagramScale,
  room: number,
): Stop[] {
  const named: Stop[] = [];
  const isFree = (stop: Stop) => named.every((other) => Math.abs(scale.y(other.metres) - scale.y(stop.metres)) >= room);
  for (const stop of [...stops.slice(0, 1), ...stops.slice(-1), ...stops.slice(1, -1)])
    if (isFree(stop)) named.push(stop);
  return named;
}

interface Point {
  readonly atMs: number;
  readonly metres: number;
}

/** The line of a journey: what is known, and the gaps in between, each as the `d` of a path. */
export function pathsOf(
  points: readonly Point[],
  scale: DiagramScale,
  isPlan: boolean,
): { known: string; gaps: string } {
  let [known, gaps] = ['', ''];
  points.forEach(({ atMs, metres }, at) => {
    const place = `${scale.x(atMs).toFixed(1)} ${scale.y(metres).toFixed(1)}`;
    const before = points[at - 1];
    const isGap = before !== undefined && !isPlan && atMs - before.atMs > LONGEST_GAP_MS;
    if (isGap) gaps += `M${scale.x(before.atMs).toFixed(1)} ${scale.y(before.metres).toFixed(1)}L${place}`;
    known += `${before === undefined || isGap ? 'M' : 'L'}${place}`;
  });
  return { known, gaps };
}
