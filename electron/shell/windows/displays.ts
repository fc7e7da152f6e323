/** Device-independent pixels of the desktop that all displays share. */
export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What is kept of a display, so that it is recognised after a restart. */
export interface KnownDisplay {
  id: number;
  /** The monitor's own name; empty where the system does not tell it. */
  label: string;
  bounds: Rectangle;
}

/** A display that is there now. */
export interface PresentDisplay extends KnownDisplay {
  /** `bounds` less task bars and docks. */
  workArea: Rectangle;
}

/**
 * The display that was meant by `known`, among those not `taken`. The system's id comes first; it may change when a cable
 * moves, so then the name (where only one display has it), then the same place and size.
 */
export function recogniseDisplay(
  known: KnownDisplay,
  displays: readonly PresentDisplay[],
  taken: ReadonlySet<number> = new Set(),
): PresentDisplay | undefined {
  const free = displays.filter((display) => !taken.has(display.id));
  const named = known.label === '' ? [] : free.filter((display) => display.label === known.label);
  return (
    free.find((display) => display.id === known.id && display.label === known.label) ??
    (named.length === 1 ? named[0] : undefined) ??
    free.find((display) => sameRectangle(display.bounds, known.bounds))
  );
}

/**
 * On which display each wall belongs now: its own where it is there, else a display that no wall and no console has, else
 * none (the wall waits for a display to come). A wall in exile goes home when its own display is back, because this is
 * asked again at each change.
 * @param walls in the order of their opening
 * @param consoleDisplayId a wall without its own display does not cover the console
 */
export function arrangeWalls(
  walls: readonly { id: string; display: KnownDisplay }[],
  displays: readonly PresentDisplay[],
  consoleDisplayId: number | undefined,
): Map<string, PresentDisplay | undefined> {
  const taken = new Set<number>();
  const places = new Map<string, PresentDisplay | undefined>();
  for (const wall of walls) {
    const own = recogniseDisplay(wall.display, displays, taken);
    places.set(wall.id, own);
    if (own !== undefined) taken.add(own.id);
  }
  for (const wall of walls) {
    if (places.get(wall.id) !== undefined) continue;
    const spare = displays.find((display) => !taken.has(display.id) && display.id !== consoleDisplayId);
    places.set(wall.id, spare);
    if (spare !== undefined) taken.add(spare.id);
  }
  return places;
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

export function sameRectangle(one: Rectangle, other: Rectangle): boolean {
  return one.x === other.x && one.y === other.y && one.width === other.width && one.height === other.height;
}

function sharedArea(one: Rectangle, other: Rectangle): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return width > 0 && height > 0 ? width * height : 0;
}
