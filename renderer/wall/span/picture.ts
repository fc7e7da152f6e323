import type { Rectangle, WallSpan } from '../../../shared/domain/index.ts';

/** A screen that shows a part of a picture. */
export interface PictureScreen {
  readonly id: string;
  /** Of its display on the desktop, device-independent pixels. */
  readonly bounds: Rectangle;
  /** Width of what its panel shows; null: as many millimetres a pixel as the first. */
  readonly widthMillimetres: number | null;
}

/** Where a screen is in the picture, in picture pixels: those of the first screen. */
export interface PicturePlace extends Rectangle {
  /** Picture pixels in one device-independent pixel of this screen. */
  readonly unit: number;
}

/** The picture that several screens show together: what is hidden between them counts. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly places: ReadonlyMap<string, PicturePlace>;
}

/** Displays that touch on the desktop may be a pixel apart, after rounding with fractional scales. */
const TOUCH = 2;

/**
 * Lays out the screens of a span as the panels hang: neighbours on the desktop are neighbours in the picture, with the gap
 * between them, each as large as its panel is. A screen that touches none is as far from the first as on the desktop.
 * @param screens in the order of the wall; the first gives the picture its pixels
 */
export function layOutPicture(screens: readonly PictureScreen[], gap: WallSpan['gap']): Picture {
  const [first] = screens;
  if (first === undefined) return { width: 1, height: 1, places: new Map() };
  const placed = new Map<PictureScreen, PicturePlace>([[first, atDesktopPlace(first, first)]]);
  const waiting = new Set(screens.slice(1));
  while (waiting.size > 0) {
    const next = firstNeighbour(placed, waiting, gap, first) ?? strayOf(waiting, first);
    placed.set(next.screen, next.place);
    waiting.delete(next.screen);
  }
  return frame(placed);
}

/** Moves all so that the picture begins at 0, 0. */
function frame(placed: ReadonlyMap<PictureScreen, PicturePlace>): Picture {
  const all = [...placed.values()];
  const left = Math.min(...all.map(({ x }) => x));
  const top = Math.min(...all.map(({ y }) => y));
  const places = [...placed].map(([{ id }, at]) => [id, { ...at, x: at.x - left, y: at.y - top }] as const);
  return {
    width: Math.max(...all.map(({ x, width }) => x + width)) - left,
    height: Math.max(...all.map(({ y, height }) => y + height)) - top,
    places: new Map(places),
  };
}

interface Placing {
  readonly screen: PictureScreen;
  readonly place: PicturePlace;
}

function firstNeighbour(
  placed: ReadonlyMap<PictureScreen, PicturePlace>,
  waiting: ReadonlySet<PictureScreen>,
  gap: WallSpan['gap'],
  first: PictureScreen,
): Placing | undefined {
  for (const [beside, at] of placed) {
    for (const screen of waiting) {
      const place = placeBeside(screen, beside, at, gap, unitOf(screen, first));
      if (place !== undefined) return { screen, place };
    }
  }
  return undefined;
}

function strayOf(waiting: ReadonlySet<PictureScreen>, first: PictureScreen): Placing {
  const [screen = first] = waiting;
  return { screen, place: atDesktopPlace(screen, first) };
}

/**
 * Where a screen is that touches another one: beyond its edge and the gap; along the edge it is as far from the other's
 * corner as on the desktop, measured on whichever panel that part of the edge belongs to.
 */
function placeBeside(
  screen: PictureScreen,
  beside: PictureScreen,
  at: PicturePlace,
  gap: WallSpan['gap'],
  unit: number,
): PicturePlace | undefined {
  const [one, other] = [screen.bounds, beside.bounds];
  const [width, height] = [one.width * unit, one.height * unit];
  const along = (distance: number) => distance * (distance < 0 ? unit : at.unit);
  if (doOverlap(one.y, one.height, other.y, other.height)) {
    const y = at.y + along(one.y - other.y);
    if (isNear(one.x, other.x + other.width)) return { x: at.x + at.width + gap.across, y, width, height, unit };
    if (isNear(one.x + one.width, other.x)) return { x: at.x - gap.across - width, y, width, height, unit };
  }
  if (doOverlap(one.x, one.width, other.x, other.width)) {
    const x = at.x + along(one.x - other.x);
    if (isNear(one.y, other.y + other.height)) return { x, y: at.y + at.height + gap.down, width, height, unit };
    if (isNear(one.y + one.height, other.y)) return { x, y: at.y - gap.down - height, width, height, unit };
  }
  return undefined;
}

function atDesktopPlace(screen: PictureScreen, first: PictureScreen): PicturePlace {
  const { bounds } = screen;
  const unit = unitOf(screen, first);
  return {
    ...{ x: bounds.x - first.bounds.x, y: bounds.y - first.bounds.y },
    ...{ width: bounds.width * unit, height: bounds.height * unit, unit },
  };
}

/** Millimetres a pixel of a screen against those of the first; 1 where the panel's size is not said of both. */
function unitOf(screen: PictureScreen, first: PictureScreen): number {
  if (screen.widthMillimetres === null || first.widthMillimetres === null) return 1;
  return screen.widthMillimetres / screen.bounds.width / (first.widthMillimetres / first.bounds.width);
}

function doOverlap(start: number, length: number, otherStart: number, otherLength: number): boolean {
  return Math.min(start + length, otherStart + otherLength) - Math.max(start, otherStart) > 0;
}

function isNear(one: number, other: number): boolean {
  return Math.abs(one - other) <= TOUCH;
}
