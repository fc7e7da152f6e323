import type { DeskNews } from '../../shared/contract/index.ts';
import { newScreen, newWall, type ShownDisplay, type Wall } from '../../shared/domain/index.ts';

/** A display of this desk; the one with id 1 is the primary one. */
export function shownDisplay(id: number, x: number, width = 1_920, height = 1_080): ShownDisplay {
  const bounds = { x, y: 0, width, height };
  return { id, label: `screen ${id}`, bounds, pixels: [width, height], scaleFactor: 1, rotation: 0, primary: id === 1 };
}

/** A wall with one screen a display. */
export function wallOn(id: string, displays: readonly ShownDisplay[], name = `Wall ${id}`): Wall {
  const known = displays.map((display) => ({ id: display.id, label: display.label, bounds: display.bounds }));
  const screens = known.map((display, index) => newScreen(String(index + 1), display));
  const first = known[0];
  if (first === undefined) throw new RangeError('a wall needs a display');
  return { ...newWall(id, name, first), screens };
}

/** What a shell says whose screens of these walls are open. */
export function deskWith(
  displays: ShownDisplay[],
  open: readonly [wall: string, screen: string, display: number][],
): DeskNews {
  return {
    type: 'desk',
    displays,
    open: open.map(([wall, screen, id]) => {
      const display = displays.find((one) => one.id === id);
      return {
        wall,
        screen,
        display: display?.id ?? null,
        bounds: display?.bounds ?? null,
        isHome: display !== undefined,
      };
    }),
    wallWord: 'Wall',
  };
}
