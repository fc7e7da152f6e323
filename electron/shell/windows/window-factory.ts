import { app, BrowserWindow, type BrowserWindowConstructorOptions } from 'electron';

/** What a caller may choose of a window. How far it may be trusted is not a choice. */
export type WindowOptions = Omit<BrowserWindowConstructorOptions, 'webPreferences'>;

export type WindowFactory = (options: WindowOptions) => BrowserWindow;

/** The only place where windows are made: each is sandboxed, isolated, without Node, and has the same preload. */
export function createWindowFactory(preload: string, icon: string): WindowFactory {
  return (options) =>
    new BrowserWindow({
      backgroundColor: '#1b1e22',
      icon,
      ...options,
      show: false,
      webPreferences: {
        preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        safeDialogs: true,
        spellcheck: false,
        devTools: !app.isPackaged,
        // A wall that another window covers must not fall behind.
        backgroundThrottling: false,
        // An alarm is heard though nobody has touched the window: on a wall nobody ever does.
        autoplayPolicy: 'no-user-gesture-required',
      },
    });
}

/** Shows a window when its page has something to show, and at the latest after `latestMs`: a broken page is seen too. */
export function showWhenReady(window: BrowserWindow, show: () => void, latestMs = 10_000): void {
  let shown = false;
  const once = () => {
    clearTimeout(timer);
    if (shown || window.isDestroyed()) return;
    shown = true;
    show();
  };
  const timer = setTimeout(once, latestMs);
  window.once('ready-to-show', once);
}

/** Loads a page. That it failed is seen, and logged, by the window's `did-fail-load`; the promise says nothing more. */
export function loadPage(window: BrowserWindow, url: string): void {
  window.loadURL(url).catch(() => undefined);
}
