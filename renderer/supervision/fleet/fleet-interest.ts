import {
  type AreaBox,
  type Clock,
  type Disposer,
  type FleetArea,
  MOST_AREA_SLOTS,
} from '../../../shared/domain/index.ts';

/** A map that shows more than so many degrees shows a good part of any fleet: it gets all of it. */
export const WIDEST_DEGREES = 8;
/** What lies about a view is had too, by so much of its width and height at each side: a small move shows nothing missing. */
const MARGIN = 0.5;
/** An area is kept while the view is within it, and it is not larger than this times the view. */
const LARGEST = 8;
/**
 * How long what is needed may change before it is asked for, milliseconds: at once where a map shows ground that it has nothing of; the
 * rows of a list come together; less is asked for late, so that a map that is zoomed in does not ask with each step.
 */
const AT_ONCE = 0;
const TOGETHER_MS = 40;
const SETTLE_MS = 250;

/** What one map looks at. */
export interface MapInterest {
  /** In degrees; null: the whole. */
  look(view: AreaBox | null): void;
  dispose: Disposer;
}

/** What of the fleet this window needs, from all in it that show vehicles. */
export interface FleetInterest {
  openMap(): MapInterest;
  /** A vehicle is wanted wherever it is, for as long as it is shown. */
  want(slot: number): Disposer;
  /** All are wanted, for as long as something counts or places them by itself. */
  wantAll(): Disposer;
  /** The first vehicles are there, those of all: until then a part would leave nothing to fit a map to. */
  begin(): void;
  dispose: Disposer;
}

export function createFleetInterest(clock: Clock, ask: (area: FleetArea | null) => void): FleetInterest {
  const maps = new Set<{ box: AreaBox | null }>();
  const slots = new Map<number, number>();
  let holds = 0;
  let hasBegun = false;
  let asked: FleetArea | null = null;
  let stopTimer: Disposer | undefined;
  let dueAtMs = Number.POSITIVE_INFINITY;

  function needed(): FleetArea | null {
    const boxes = [...maps].map(({ box }) => box);
    if (!hasBegun || holds > 0 || !boxes.every((box) => box !== null)) return null;
    return { boxes, slots: [...slots.keys()].slice(0, MOST_AREA_SLOTS) };
  }
  function send(): void {
    stopTimer?.();
    stopTimer = undefined;
    dueAtMs = Number.POSITIVE_INFINITY;
    const next = needed();
    if (JSON.stringify(next) === JSON.stringify(asked)) return;
    asked = next;
    ask(next);
  }
  function changed(withinMs: number): void {
    if (withinMs === AT_ONCE && asked !== null) return send();
    const dueMs = clock.monotonicMs() + withinMs;
    if (dueMs >= dueAtMs) return;
    dueAtMs = dueMs;
    stopTimer?.();
    stopTimer = clock.after(withinMs, send);
  }
  function counted(change: () => void, withinMs: number, undo: () => void): Disposer {
    change();
    changed(withinMs);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      undo();
      changed(SETTLE_MS);
    };
  }

  return {
    openMap() {
      const map: { box: AreaBox | null } = { box: null };
      const close = counted(
        () => maps.add(map),
        AT_ONCE,
        () => maps.delete(map),
      );
      return {
        look(view) {
          const before = map.box;
          map.box = view === null ? null : boxFor(view, before);
          if (map.box === before) return;
          // Something is missing on the screen, or the map is nearer than it was.
          const isMissing = before !== null && (view === null || map.box === null || !isWithin(before, turned(view)));
          changed(isMissing ? AT_ONCE : SETTLE_MS);
        },
        dispose: close,
      };
    },
    want: (slot) =>
      counted(
        () => slots.set(slot, (slots.get(slot) ?? 0) + 1),
        TOGETHER_MS,
        () => {
          const left = (slots.get(slot) ?? 1) - 1;
          if (left > 0) slots.set(slot, left);
          else slots.delete(slot);
        },
      ),
    wantAll: () =>
      counted(
        () => (holds += 1),
        AT_ONCE,
        () => (holds -= 1),
      ),
    begin() {
      if (hasBegun) return;
      hasBegun = true;
      changed(SETTLE_MS);
    },
    dispose: () => stopTimer?.(),
  };
}

/** The box to have for a view: that which there is, as long as it will do. Null: the whole. */
function boxFor(view: AreaBox, before: AreaBox | null): AreaBox | null {
  const [width, height] = [view.east - view.west, view.north - view.south];
  if (!(width >= 0 && width <= WIDEST_DEGREES && height >= 0)) return null;
  const { west, east } = turned(view);
  if (before !== null && isWithin(before, turned(view)) && before.east - before.west <= width * LARGEST) return before;
  return {
    west: Math.max(-180, west - width * MARGIN),
    east: east + width * MARGIN,
    south: Math.max(-90, view.south - height * MARGIN),
    north: Math.min(90, view.north + height * MARGIN),
  };
}

/** A map that was turned round the world counts on. */
function turned(view: AreaBox): AreaBox {
  const turns = Math.floor((view.west + 180) / 360) * 360;
  return { ...view, west: view.west - turns, east: view.east - turns };
}

function isWithin(box: AreaBox, view: AreaBox): boolean {
  return box.west <= view.west && box.east >= view.east && box.south <= view.south && box.north >= view.north;
}
