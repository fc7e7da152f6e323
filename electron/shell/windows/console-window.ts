import { type BrowserWindow, screen } from 'electron';
import { pageUrl } from '../pages/origin.ts';
import { isInView } from './displays.ts';
import { knownDisplay, presentDisplays } from './present-displays.ts';
import { loadPage, showWhenReady, type WindowFactory } from './window-factory.ts';
import type { WindowKeeper } from './window-keeper.ts';
import { LEAST_CONSOLE_SIZE, placeConsole } from './window-state.ts';

export interface ConsoleWindow {
  /** Opens it, or brings it to the front. */
  show(): void;
  window(): BrowserWindow | undefined;
  /** Brings it back where it can be seen, if the display that showed it is gone. */
  keepInView(): void;
  /** Of the display that shows most of it. */
  displayId(): number | undefined;
}

/** The one console: opens where it was, and remembers where it is. */
export function createConsoleWindow(
  createWindow: WindowFactory,
  keeper: WindowKeeper,
  onOpened: (window: BrowserWindow) => void,
): ConsoleWindow {
  let current: BrowserWindow | undefined;

  function open(): void {
    const saved = keeper.state().console;
    const window = createWindow({
      ...placeConsole(saved, presentDisplays()),
      minWidth: LEAST_CONSOLE_SIZE.width,
      minHeight: LEAST_CONSOLE_SIZE.height,
      title: 'Vigie',
    });
    current = window;
    const remember = () => rememberPlace(window, keeper);
    window.on('resize', remember).on('move', remember).on('maximize', remember).on('unmaximize', remember);
    window.on('enter-full-screen', remember).on('leave-full-screen', remember).on('close', remember);
    window.on('closed', () => {
      current = undefined;
    });
    showWhenReady(window, () => {
      if (saved?.maximized === true) window.maximize();
      window.show();
      if (saved?.fullScreen === true) window.setFullScreen(true);
    });
    onOpened(window);
    loadPage(window, pageUrl('console'));
  }

  return {
    show() {
      if (current === undefined) return open();
      if (current.isMinimized()) current.restore();
      current.show();
      current.focus();
    },
    window: () => current,
    keepInView() {
      const displays = presentDisplays();
      if (current === undefined || current.isMinimized() || isInView(current.getBounds(), displays)) return;
      current.setBounds(placeConsole(keeper.state().console, displays));
    },
    displayId: () => (current === undefined ? undefined : screen.getDisplayMatching(current.getBounds()).id),
  };
}

function rememberPlace(window: BrowserWindow, keeper: WindowKeeper): void {
  // Before it is shown, and while it is an icon, its place is not one that the user chose.
  if (!window.isVisible() || window.isMinimized()) return;
  const display = screen.getDisplayMatching(window.getBounds());
  keeper.update({
    console: {
      bounds: window.getNormalBounds(),
      maximized: window.isMaximized(),
      fullScreen: window.isFullScreen(),
      display: knownDisplay(display),
    },
  });
}
