import type { KnownDisplay, Rectangle } from '../../../shared/domain/walls/index.ts';

export type { KnownDisplay, Rectangle };

/** A display that is there now. */
export interface PresentDisplay extends KnownDisplay {
  /** `bounds` less task bars and docks. */
  workArea: Rectangle;
  /** Device pixels in one device-independent pixel. */
  scaleFactor: number;
  /** Degrees clockwise. */
  rotation: number;
}

/** The display that shows most of a rectangle; the first one where none shows any of it. */
export function displayOf(rectangle: Rectangle, displays: readonly PresentDisplay[]): PresentDisplay | undefined {
  const shown = displays.map((display) => ({ display, area: sharedArea(rectangle, display.bounds) }));
  const most = shown.reduce<(typeof shown)[number] | undefined>(
    (best, one) => (best === undefined || one.area > best.area ? one : best),
    undefined,
  );
  return most?.display;
}

/** Can a user reach this window: is the middle of its title bar on a display? */
export function isInView({ x, y, width }: Rectangle, displays: readonly PresentDisplay[]): boolean {
  const titleBar = { x: x + width / 2 - 50, y, width: 100, height: 20 };
  return displays.some((display) => sharedArea(titleBar, display.bounds) >= 1_000);
}

/**
 * The rectangle moved, and made smaller where it must, so that all of it is inside `area`.
 * @param least width and height under which it is not made smaller, unless `area` itself is smaller
 */
export function clampInto(
  rectangle: Rectangle,
  area: Rectangle,
  least: { width: number; height: number } = { width: 0, height: 0 },
): Rectangle {
  const width = Math.min(Math.max(rectangle.width, least.width), area.width);
  const height = Math.min(Math.max(rectangle.height, least.height), area.height);
  return {
    x: Math.min(Math.max(rectangle.x, area.x), area.x + area.width - width),
    y: Math.min(Math.max(rectangle.y, area.y), area.y + area.height - height),
    width,
    height,
  };
}

/** A rectangle that was on one display, at the same place on another. */
export function moveBetween(rectangle: Rectangle, from: Rectangle, to: Rectangle): Rectangle {
  return { ...rectangle, x: rectangle.x - from.x + to.x, y: rectangle.y - from.y + to.y };
}

function sharedArea(one: Rectangle, other: Rectangle): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return width > 0 && height > 0 ? width * height : 0;
}
