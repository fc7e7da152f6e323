import type { BrowserWindow } from 'electron';
import type { DeskOrder, OpenScreen } from '../../../shared/contract/index.ts';
import type { Clock } from '../../../shared/domain/clock.ts';
import type { Log } from '../files/log.ts';
import type { PresentDisplay } from './displays.ts';
import { knownDisplay, presentDisplays } from './present-displays.ts';
import { recogniseDisplays } from '../../../shared/domain/walls/index.ts';
import { arrangeScreens } from './arrange-screens.ts';
import { openScreenWindow, type OpenedScreen, staysOn } from './screen-window.ts';
import type { WindowFactory } from './window-factory.ts';
import type { WindowKeeper } from './window-keeper.ts';
import type { ScreenState } from './window-state.ts';

type OpenOrder = Extract<DeskOrder, { type: 'open-screens' }>;

export interface WallWindows {
  /** Opens the display's own wall of one screen, or focuses the screen that is there. */
  openOn(display: PresentDisplay): void;
  /** Opens a wall on the first display that shows none, and is not the console's where there is a choice. */
  openNext(): void;
  /** Opens these screens of a wall and closes its others. They take the place of what other walls show there. */
  setScreens(order: OpenOrder): void;
  /** Closes the screen of a display, for good: a restart does not bring it back. */
  closeOn(displayId: number): void;
  closeAll(): void;
  /** Brings every screen that is kept to the display where it belongs now. At the start, and when displays change. */
  arrange(): void;
  /** Ids of the displays that show a wall. */
  displayIds(): Set<number>;
  /** What is open and where, those that wait for their display among them. */
  open(): OpenScreen[];
  /** A screen is kept whose display is away: Vigie may not end, though no window is open. */
  isWaiting(): boolean;
  /** From now on windows close because Vigie ends: their places are kept. */
  leaveOpen(): void;
}

export interface WallOptions {
  createWindow: WindowFactory;
  keeper: WindowKeeper;
  clock: Clock;
  log: Log;
  /** A wall without its own display does not cover the console. */
  consoleDisplayId(): number | undefined;
  onOpened(window: BrowserWindow): void;
  /** Screens were opened, closed or moved. */
  onChanged(): void;
}

/** The screens of walls: each a full-screen window that belongs to the display for which it was opened, and comes back to it. */
export function createWallWindows(options: WallOptions): WallWindows {
  const { keeper, log } = options;
  const open = new Map<string, OpenedScreen>();
  let ending = false;

  const screens = () => keeper.state().screens;
  const keep = (next: ScreenState[]) => keeper.update({ screens: next });

  function openWindow(screen: ScreenState, display: PresentDisplay): void {
    const key = keyOf(screen);
    const entry = openScreenWindow(screen, display, {
      ...options,
      isCurrent: () => !ending && open.get(key) === entry,
      onFullScreen: (fullScreen) => keep(screens().map((one) => (keyOf(one) === key ? { ...one, fullScreen } : one))),
      onClosed() {
        // One that was taken off because its display went is no longer the open one: the screen is kept.
        if (open.get(key) !== entry) return;
        open.delete(key);
        if (!ending) keep(screens().filter((one) => keyOf(one) !== key));
        options.onChanged();
      },
    });
    open.set(key, entry);
    log.info('a wall opens', { wall: screen.wall, screen: screen.screen, display: display.id });
    entry.load();
  }

  function openOn(display: PresentDisplay): void {
    const there = [...open.values()].find((entry) => entry.display.id === display.id);
    if (there !== undefined) return there.window.focus();
    const wall = `display-${display.id}`;
    const rest = screens().filter((one) => one.wall !== wall);
    keep([...rest, { wall, screen: '1', display: knownDisplay(display), fullScreen: true }]);
    arrange();
  }

  /** A window that must move is made anew: window managers lose a full-screen window that is moved across displays. */
  function settle(screen: ScreenState, display: PresentDisplay | undefined): void {
    const key = keyOf(screen);
    const entry = open.get(key);
    if (entry !== undefined && display !== undefined && staysOn(entry, display)) return;
    open.delete(key);
    if (display !== undefined) openWindow(screen, display);
    else
      log.warn('a wall waits for its display', { wall: screen.wall, screen: screen.screen, display: screen.display });
    // After the new one is there, so that there is no moment without a window.
    entry?.window.destroy();
  }

  function arrange(): void {
    const places = arrangeScreens(screens(), presentDisplays(), options.consoleDisplayId());
    for (const [screen, display] of places) settle(screen, display);
    options.onChanged();
  }

  /** Windows of screens that are no longer kept are taken off. */
  function dropOthers(): void {
    const kept = new Set(screens().map(keyOf));
    for (const [key, { window }] of [...open]) {
      if (kept.has(key)) continue;
      open.delete(key);
      window.destroy();
    }
  }

  return {
    openOn,
    openNext() {
      const displays = presentDisplays();
      const free = displays.filter(({ id }) => ![...open.values()].some((entry) => entry.display.id === id));
      const display = free.find(({ id }) => id !== options.consoleDisplayId()) ?? free[0] ?? displays[0];
      if (display !== undefined) openOn(display);
    },
    setScreens({ wall, screens: wanted }) {
      const before = new Map(screens().map((one) => [keyOf(one), one]));
      const next = wanted.map(({ screen, display }): ScreenState => {
        const known = before.get(keyOf({ wall, screen }));
        return { wall, screen, display, fullScreen: known?.fullScreen ?? true };
      });
      const others = screens().filter((one) => one.wall !== wall);
      keep([...withoutThoseUnder(next, others), ...next]);
      // The new ones first: a display that changes from one wall to another shows no desktop between them.
      arrange();
      dropOthers();
      options.onChanged();
    },
    closeOn(displayId) {
      for (const { window, display } of [...open.values()]) if (display.id === displayId) window.close();
    },
    closeAll() {
      for (const { window } of [...open.values()]) window.close();
      // Those that wait for a display have no window to close.
      keep([]);
      options.onChanged();
    },
    arrange,
    displayIds: () => new Set([...open.values()].map((entry) => entry.display.id)),
    open() {
      const kept = screens();
      const own = recogniseDisplays(
        kept.map((one) => one.display),
        presentDisplays(),
        options.consoleDisplayId(),
      );
      return kept.map((screen, index) => {
        const display = open.get(keyOf(screen))?.display;
        return {
          ...{ wall: screen.wall, screen: screen.screen },
          ...{ display: display?.id ?? null, bounds: display?.bounds ?? null },
          isHome: display !== undefined && display.id === own[index]?.id,
        };
      });
    },
    isWaiting: () => screens().some((screen) => !open.has(keyOf(screen))),
    leaveOpen() {
      ending = true;
    },
  };
}

/** The screens among `others` that belong to none of the displays that `next` takes. */
function withoutThoseUnder(next: readonly ScreenState[], others: readonly ScreenState[]): ScreenState[] {
  const displays = presentDisplays();
  const taken = new Set(
    recogniseDisplays(
      next.map((one) => one.display),
      displays,
    ).map((display) => display?.id),
  );
  const theirs = recogniseDisplays(
    others.map((one) => one.display),
    displays,
  );
  return others.filter((_one, index) => {
    const id = theirs[index]?.id;
    return id === undefined || !taken.has(id);
  });
}

function keyOf({ wall, screen }: Pick<ScreenState, 'wall' | 'screen'>): string {
  return `${wall}/${screen}`;
}
