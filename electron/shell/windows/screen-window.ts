import type { BrowserWindow } from 'electron';
import type { Clock, Disposer } from '../../../shared/domain/clock.ts';
import { pageUrl } from '../pages/origin.ts';
import { sameRectangle } from '../../../shared/domain/walls/index.ts';
import type { PresentDisplay } from './displays.ts';
import { loadPage, showWhenReady, type WindowFactory } from './window-factory.ts';
import type { ScreenState } from './window-state.ts';

/** The window of a screen of a wall. */
export interface OpenedScreen {
  readonly window: BrowserWindow;
  /** Where it was opened. */
  readonly display: PresentDisplay;
  load(): void;
}

export interface ScreenWindowOptions {
  createWindow: WindowFactory;
  clock: Clock;
  /** Is it still the window of its screen, and not one that was taken off? */
  isCurrent(): boolean;
  onOpened(window: BrowserWindow): void;
  onFullScreen(fullScreen: boolean): void;
  onClosed(): void;
}

/** A display that goes makes window managers drop full screen for a moment: only what lasts is what the user wants. */
const FULL_SCREEN_SETTLES_MS = 1_500;

/** Makes the window of a screen on a display; its page is loaded with `load`. */
export function openScreenWindow(
  screen: ScreenState,
  display: PresentDisplay,
  options: ScreenWindowOptions,
): OpenedScreen {
  const { createWindow, clock } = options;
  const title = `Vigie ${screen.wall} ${screen.screen}`;
  const window = createWindow({ ...display.bounds, title, autoHideMenuBar: true });
  let cancelRemember: Disposer = () => {};
  const rememberSoon = () => {
    cancelRemember();
    cancelRemember = clock.after(FULL_SCREEN_SETTLES_MS, () => {
      if (options.isCurrent()) options.onFullScreen(window.isFullScreen());
    });
  };
  window.on('closed', () => {
    cancelRemember();
    options.onClosed();
  });
  showWhenReady(window, () => {
    window.setBounds(display.bounds);
    window.show();
    if (screen.fullScreen) window.setFullScreen(true);
    window.on('enter-full-screen', rememberSoon).on('leave-full-screen', rememberSoon);
  });
  options.onOpened(window);
  return {
    window,
    display,
    load: () => loadPage(window, pageUrl('wall', { wall: screen.wall, screen: screen.screen })),
  };
}

/** Is the window already where it belongs? */
export function staysOn({ window, display: before }: OpenedScreen, display: PresentDisplay): boolean {
  return before.id === display.id && sameRectangle(before.bounds, display.bounds) && !window.isDestroyed();
}
