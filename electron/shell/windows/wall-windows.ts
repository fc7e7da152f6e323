import type { BrowserWindow } from 'electron';
import type { Clock, Disposer } from '../../../shared/domain/clock.ts';
import type { Log } from '../files/log.ts';
import { pageUrl } from '../pages/origin.ts';
import { arrangeWalls, type PresentDisplay, sameRectangle } from './displays.ts';
import { knownDisplay, presentDisplays } from './present-displays.ts';
import { loadPage, showWhenReady, type WindowFactory } from './window-factory.ts';
import type { WindowKeeper } from './window-keeper.ts';
import type { WallState } from './window-state.ts';

export interface WallWindows {
  /** Opens a wall on a display, or focuses the one that is there. */
  openOn(display: PresentDisplay): void;
  /** Opens a wall on the first display that shows none, and is not the console's where there is a choice. */
  openNext(): void;
  /** Closes the wall of a display, for good: a restart does not bring it back. */
  closeOn(displayId: number): void;
  closeAll(): void;
  /** Brings every wall that is kept to the display where it belongs now. At the start, and when displays change. */
  arrange(): void;
  /** Ids of the displays that show a wall. */
  displayIds(): Set<number>;
  /** A wall is kept whose display is away: Vigie may not end, though no window is open. */
  isWaiting(): boolean;
  /** From now on windows close because Vigie ends: their places are kept. */
  leaveOpen(): void;
}

interface OpenWall {
  window: BrowserWindow;
  display: PresentDisplay;
}

export interface WallOptions {
  createWindow: WindowFactory;
  keeper: WindowKeeper;
  clock: Clock;
  log: Log;
  /** A wall without its own display does not cover the console. */
  consoleDisplayId(): number | undefined;
  onOpened(window: BrowserWindow): void;
  /** Walls were opened or closed. */
  onChanged(): void;
}

/** A display that goes makes window managers drop full screen for a moment: only what lasts is what the user wants. */
const FULL_SCREEN_SETTLES_MS = 1_500;

/** The walls: each a full-screen window that belongs to the display for which it was opened, and comes back to it. */
export function createWallWindows(options: WallOptions): WallWindows {
  const { createWindow, keeper, clock, log } = options;
  const open = new Map<string, OpenWall>();
  let ending = false;

  function openWindow(wall: WallState, display: PresentDisplay): void {
    const window = createWindow({ ...display.bounds, title: `Vigie ${wall.id}`, autoHideMenuBar: true });
    const entry: OpenWall = { window, display };
    open.set(wall.id, entry);
    let cancelRemember: Disposer = () => {};
    const rememberSoon = () => {
      cancelRemember();
      cancelRemember = clock.after(FULL_SCREEN_SETTLES_MS, () => remember(wall.id, entry));
    };
    window.on('closed', () => {
      cancelRemember();
      // One that was taken off because its display went is no longer the open one: the wall is kept.
      if (open.get(wall.id) !== entry) return;
      open.delete(wall.id);
      if (!ending) keeper.update({ walls: keeper.state().walls.filter(({ id }) => id !== wall.id) });
      options.onChanged();
    });
    showWhenReady(window, () => {
      window.setBounds(display.bounds);
      window.show();
      if (wall.fullScreen) window.setFullScreen(true);
      window.on('enter-full-screen', rememberSoon).on('leave-full-screen', rememberSoon);
    });
    options.onOpened(window);
    log.info('a wall opens', { wall: wall.id, display: display.id });
    loadPage(window, pageUrl('wall', { wall: wall.id }));
  }

  function remember(id: string, entry: OpenWall): void {
    if (ending || open.get(id) !== entry) return;
    const fullScreen = entry.window.isFullScreen();
    keeper.update({ walls: keeper.state().walls.map((wall) => (wall.id === id ? { ...wall, fullScreen } : wall)) });
  }

  function openOn(display: PresentDisplay): void {
    const there = [...open.values()].find((entry) => entry.display.id === display.id);
    if (there !== undefined) return there.window.focus();
    const { walls } = keeper.state();
    const wall: WallState = { id: nextId(walls), display: knownDisplay(display), fullScreen: true };
    keeper.update({ walls: [...walls, wall] });
    openWindow(wall, display);
    options.onChanged();
  }

  /** A window that must move is made anew: window managers lose a full-screen window that is moved across displays. */
  function settle(wall: WallState, display: PresentDisplay | undefined): void {
    const entry = open.get(wall.id);
    if (entry !== undefined && display !== undefined && stays(entry, display)) return;
    open.delete(wall.id);
    if (display !== undefined) openWindow(wall, display);
    else log.warn('a wall waits for its display', { wall: wall.id, display: wall.display });
    // After the new one is there, so that there is no moment without a window.
    entry?.window.destroy();
  }

  return {
    openOn,
    openNext() {
      const displays = presentDisplays();
      const free = displays.filter(({ id }) => ![...open.values()].some((entry) => entry.display.id === id));
      const display = free.find(({ id }) => id !== options.consoleDisplayId()) ?? free[0] ?? displays[0];
      if (display !== undefined) openOn(display);
    },
    closeOn(displayId) {
      for (const { window, display } of [...open.values()]) if (display.id === displayId) window.close();
    },
    closeAll() {
      for (const { window } of [...open.values()]) window.close();
      // Those that wait for a display have no window to close.
      keeper.update({ walls: [] });
    },
    arrange() {
      const { walls } = keeper.state();
      const places = arrangeWalls(walls, presentDisplays(), options.consoleDisplayId());
      for (const wall of walls) settle(wall, places.get(wall.id));
      options.onChanged();
    },
    displayIds: () => new Set([...open.values()].map((entry) => entry.display.id)),
    isWaiting: () => keeper.state().walls.some(({ id }) => !open.has(id)),
    leaveOpen() {
      ending = true;
    },
  };
}

function stays({ window, display: before }: OpenWall, display: PresentDisplay): boolean {
  return before.id === display.id && sameRectangle(before.bounds, display.bounds) && !window.isDestroyed();
}

function nextId(walls: readonly WallState[]): string {
  const taken = new Set(walls.map((wall) => wall.id));
  let number = 1;
  while (taken.has(String(number))) number += 1;
  return String(number);
}
