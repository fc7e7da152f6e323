import { createStore, type StoreApi } from 'zustand/vanilla';

export const SCHEDULE_PARTS = ['diagram', 'list', 'headways', 'punctuality'] as const;
export type SchedulePart = (typeof SCHEDULE_PARTS)[number];

const HOUR_MS = 3_600_000;
/** How much time a diagram shows, ms. */
export const SPANS_MS = [HOUR_MS, 2 * HOUR_MS, 4 * HOUR_MS, 8 * HOUR_MS] as const;

export interface ScheduleView {
  readonly part: SchedulePart;
  /** Null until one is chosen. */
  readonly line: string | null;
  /** Null: the first that the line has. */
  readonly direction: string | null;
  readonly spanMs: number;
  /** Where the diagram begins, UTC ms; null: it follows now. */
  readonly fromMs: number | null;
  /** The journey that was chosen. */
  readonly chosen: string | null;
  /** The stop whose headways are shown, by its place along the line; null: one in the middle. */
  readonly stopMetres: number | null;
}

/** What the schedule of one window shows. It stays while another panel is in front. */
export type ScheduleModel = StoreApi<ScheduleView>;

export function createScheduleModel(): ScheduleModel {
  return createStore<ScheduleView>(() => ({
    ...{
      part: 'diagram',
      line: null,
      direction: null,
      spanMs: SPANS_MS[1],
      fromMs: null,
      chosen: null,
      stopMetres: null,
    },
  }));
}

/** Of what is shown, so much is to come while the diagram follows now. */
const AHEAD_SHARE = 0.3;
/** The diagram moves in steps of so much, ms: it need not be drawn anew each second. */
const STEP_MS = 15_000;

/** The time that is shown, UTC ms. */
export function shownSpan(
  { fromMs, spanMs }: Pick<ScheduleView, 'fromMs' | 'spanMs'>,
  nowMs: number,
): { fromMs: number; toMs: number } {
  const from = fromMs ?? Math.floor(nowMs / STEP_MS) * STEP_MS - Math.round(spanMs * (1 - AHEAD_SHARE));
  return { fromMs: from, toMs: from + spanMs };
}

/** Earlier by a share of what is shown, or (below 0) later. */
export function pan(model: ScheduleModel, share: number, nowMs: number): void {
  model.setState((view) => ({ fromMs: Math.round(shownSpan(view, nowMs).fromMs - share * view.spanMs) }));
}

/** More time (1) or less (-1), about the middle of what is shown. */
export function zoom(model: ScheduleModel, by: 1 | -1, nowMs: number): void {
  model.setState((view) => {
    const at = SPANS_MS.findIndex((span) => span === view.spanMs);
    const spanMs = SPANS_MS[Math.max(0, Math.min(SPANS_MS.length - 1, at + by))] ?? view.spanMs;
    if (view.fromMs === null) return { spanMs };
    const middle = shownSpan(view, nowMs).fromMs + view.spanMs / 2;
    return { spanMs, fromMs: Math.round(middle - spanMs / 2) };
  });
}
