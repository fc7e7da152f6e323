import { placesOf, type Division } from './cells.ts';
import { type KnownDisplay, knownOf } from './display.ts';
import { type MapWallView, type ViewKind, type Wall, type WallCell, type WallScreen, type WallView } from './wall.ts';

/** A map of the fleet that goes where the console sends it. */
export const FLEET_MAP: MapWallView = { kind: 'map', area: null, span: null, goes: true };

export function newView(kind: ViewKind): WallView {
  if (kind === 'map') return FLEET_MAP;
  return kind === 'schedule' ? { kind, line: null, direction: null } : { kind };
}

/** A screen as it is at first: the fleet on the whole of it. */
export function newScreen(id: string, display: KnownDisplay): WallScreen {
  const cells = placesOf('whole').map((at, index): WallCell => ({ id: String(index + 1), ...at, view: FLEET_MAP }));
  return { id, display: knownOf(display), cells, scale: 1, theme: null, bars: true, widthMillimetres: null };
}

/** A wall of one screen with the fleet on it. */
export function newWall(id: string, name: string, display: KnownDisplay): Wall {
  return { version: 1, id, name, linked: false, screens: [newScreen('1', display)], spans: [] };
}

/** What a new cell of a divided screen shows, in this order: what is not yet on the screen. */
const NEXT_KINDS: readonly ViewKind[] = ['map', 'missions', 'summary', 'vehicles', 'clock', 'billing'];

/** The screen divided otherwise. Cells keep their views in their order; new ones show what is not there yet. */
export function divideScreen(screen: WallScreen, division: Division): WallScreen {
  const views = screen.cells.map(({ view }) => view);
  const cells = placesOf(division).map((at, index): WallCell => {
    const kind = NEXT_KINDS.find((one) => !views.some((view) => view.kind === one)) ?? 'clock';
    const view = views[index] ?? newView(kind);
    if (views[index] === undefined) views.push(view);
    return { id: String(index + 1), ...at, view };
  });
  return { ...screen, cells };
}

/** The least number that names none of these. */
export function nextKey(named: readonly { id: string }[]): string {
  const taken = new Set(named.map(({ id }) => id));
  let number = 1;
  while (taken.has(String(number))) number += 1;
  return String(number);
}
