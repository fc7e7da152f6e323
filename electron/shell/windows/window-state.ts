import { z } from 'zod';
import {
  knownDisplay,
  MOST_SCREENS,
  MOST_WALLS,
  recogniseDisplay,
  rectangle,
  wallKey,
} from '../../../shared/domain/walls/index.ts';
import { clampInto, displayOf, moveBetween, type PresentDisplay, type Rectangle } from './displays.ts';

const consoleState = z.strictObject({
  /** Of the window when it is neither maximised nor full screen. */
  bounds: rectangle,
  maximized: z.boolean(),
  fullScreen: z.boolean(),
  display: knownDisplay,
});
export type ConsoleState = z.infer<typeof consoleState>;

const screenState = z.strictObject({
  /** With `screen`, names the window for its life: `wall.html?wall=ID&screen=ID`. */
  wall: wallKey,
  screen: wallKey,
  /** Where the user put it, also while that display is away. */
  display: knownDisplay,
  fullScreen: z.boolean(),
});
/** A screen of a wall that is open. What is on it the data host knows. */
export type ScreenState = z.infer<typeof screenState>;

/** Before walls had several screens: each was a wall with a number. */
const firstVersion = z
  .strictObject({
    version: z.literal(1),
    console: consoleState.nullable(),
    walls: z.array(z.strictObject({ id: wallKey, display: knownDisplay, fullScreen: z.boolean() })).max(32),
  })
  .transform(({ console, walls }) => ({
    ...{ version: 2 as const, console },
    screens: walls.map(({ id, ...rest }) => ({ wall: id, screen: '1', ...rest })),
  }));

const secondVersion = z.strictObject({
  version: z.literal(2),
  console: consoleState.nullable(),
  screens: z.array(screenState).max(MOST_WALLS * MOST_SCREENS),
});

export const windowState = z.discriminatedUnion('version', [secondVersion, firstVersion]);
/** Which windows are open and where: all that a restart needs to bring them back as they were. */
export type WindowState = z.infer<typeof secondVersion>;

export const EMPTY_WINDOW_STATE: WindowState = { version: 2, console: null, screens: [] };

/** The least size at which a console can be used, device-independent pixels. */
export const LEAST_CONSOLE_SIZE = { width: 960, height: 600 } as const;
const FIRST_CONSOLE_SIZE = { width: 1440, height: 900 } as const;

/**
 * Reads what was kept. A text that is not a state of this version gives the empty state and the reason.
 * @param text of the file; undefined where there is none
 */
export function readWindowState(text: string | undefined): { state: WindowState; problem: string | null } {
  if (text === undefined) return { state: EMPTY_WINDOW_STATE, problem: null };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { state: EMPTY_WINDOW_STATE, problem: `not JSON: ${String(error)}` };
  }
  const parsed = windowState.safeParse(value);
  if (parsed.success) return { state: parsed.data, problem: null };
  const issue = parsed.error.issues[0];
  return { state: EMPTY_WINDOW_STATE, problem: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}` };
}

/**
 * Where the console opens: as it was kept, on the display where it was, wherever that is now, and all of it visible; at
 * first in the middle of the first display.
 * @param displays the primary one first; at least one
 */
export function placeConsole(saved: ConsoleState | null, displays: readonly PresentDisplay[]): Rectangle {
  const primary = displays[0];
  if (primary === undefined) return saved?.bounds ?? { x: 0, y: 0, ...FIRST_CONSOLE_SIZE };
  if (saved === null) return clampInto(centred(primary.workArea), primary.workArea);
  const own = recogniseDisplay(saved.display, displays);
  if (own !== undefined) {
    const moved = moveBetween(saved.bounds, saved.display.bounds, own.bounds);
    return clampInto(moved, own.workArea, LEAST_CONSOLE_SIZE);
  }
  const nearest = displayOf(saved.bounds, displays) ?? primary;
  return clampInto(saved.bounds, nearest.workArea, LEAST_CONSOLE_SIZE);
}

function centred(area: Rectangle): Rectangle {
  const { width, height } = FIRST_CONSOLE_SIZE;
  return {
    x: area.x + Math.round((area.width - width) / 2),
    y: area.y + Math.round((area.height - height) / 2),
    width,
    height,
  };
}
