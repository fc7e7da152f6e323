import type { MenuItemConstructorOptions } from 'electron';
import type { PresentDisplay } from '../windows/displays.ts';
import type { Texts } from './texts.ts';

/** What menu items do. */
export interface MenuActions {
  showConsole: () => void;
  /** Covers the windows of whoever is signed in. */
  lock: () => void;
  /** Opens a wall on a display, or closes the one that is there. */
  toggleWall: (displayId: number) => void;
  closeAllWalls: () => void;
  /** Vigie starts when its user signs in, or no longer. */
  toggleLoginStart: () => void;
  /** Notices of the inbox are shown, or no longer. */
  toggleNotices: () => void;
  restartDataHost: () => void;
  rebuildCache: () => void;
  openLogs: () => void;
  openSettings: () => void;
  about: () => void;
}

export interface MenuState {
  /** In the order of their numbers, the primary one first. */
  displays: readonly PresentDisplay[];
  /** Ids of the displays that show a wall. */
  wallDisplays: ReadonlySet<number>;
  /** Null where that cannot be chosen; `isFixed`: a setting decides. */
  loginStart: { isOn: boolean; isFixed: boolean } | null;
  /** Whether notices of the inbox are shown. */
  showsNotices: boolean;
  isMac: boolean;
  /** False in a packaged application. */
  developerTools: boolean;
}

/** The menu of every window. Each item that has no key of its own is reached by Alt and its letter, as on any desktop. */
export function menuTemplate(texts: Texts, state: MenuState, actions: MenuActions): MenuItemConstructorOptions[] {
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const about: MenuItemConstructorOptions = { label: texts.about, click: actions.about };
  const applicationMenu: MenuItemConstructorOptions = {
    label: 'Vigie',
    submenu: [
      about,
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      separator,
      { role: 'quit', label: texts.quit },
    ],
  };
  const file: MenuItemConstructorOptions = {
    label: texts.file,
    submenu: [
      { label: texts.showConsole, accelerator: 'CmdOrCtrl+Shift+C', click: actions.showConsole },
      { label: texts.lock, accelerator: 'CmdOrCtrl+Shift+L', click: actions.lock },
      { label: texts.openSettings, click: actions.openSettings },
      separator,
      { role: 'close', label: texts.closeWindow },
      ...(state.isMac ? [] : [{ role: 'quit', label: texts.quit, accelerator: 'CmdOrCtrl+Q' } as const]),
    ],
  };
  const edit: MenuItemConstructorOptions = {
    label: texts.edit,
    submenu: [
      { role: 'undo', label: texts.undo },
      { role: 'redo', label: texts.redo },
      separator,
      { role: 'cut', label: texts.cut },
      { role: 'copy', label: texts.copy },
      { role: 'paste', label: texts.paste },
      { role: 'selectAll', label: texts.selectAll },
    ],
  };
  const view: MenuItemConstructorOptions = {
    label: texts.view,
    submenu: [
      { role: 'togglefullscreen', label: texts.fullScreen },
      separator,
      { role: 'zoomIn', label: texts.zoomIn },
      { role: 'zoomOut', label: texts.zoomOut },
      { role: 'resetZoom', label: texts.zoomReset },
      separator,
      {
        ...{ type: 'checkbox', label: texts.desktopNotices },
        checked: state.showsNotices,
        click: actions.toggleNotices,
      } as const,
      separator,
      { role: 'reload', label: texts.reload },
      ...(state.developerTools ? [{ role: 'toggleDevTools', label: texts.developerTools } as const] : []),
    ],
  };
  const help: MenuItemConstructorOptions = {
    role: 'help',
    label: texts.help,
    submenu: [
      { label: texts.openLogs, click: actions.openLogs },
      { label: texts.restartDataHost, click: actions.restartDataHost },
      { label: texts.rebuildCache, click: actions.rebuildCache },
      ...(state.isMac ? [] : [separator, about]),
    ],
  };
  return [...(state.isMac ? [applicationMenu] : []), file, edit, view, wallMenu(texts, state, actions), help];
}

/** One item a display, with a tick where a wall is. Ctrl+Shift+N opens or closes the wall on display N. */
function wallMenu(texts: Texts, state: MenuState, actions: MenuActions): MenuItemConstructorOptions {
  const displays = state.displays.map((display, index): MenuItemConstructorOptions => {
    const number = index + 1;
    return {
      type: 'checkbox',
      label: displayLabel(texts, display, number),
      checked: state.wallDisplays.has(display.id),
      ...(number <= 9 ? { accelerator: `CmdOrCtrl+Shift+${number}` } : {}),
      click: () => actions.toggleWall(display.id),
    };
  });
  return {
    label: texts.wall,
    submenu: [
      ...displays,
      { type: 'separator' },
      { label: texts.closeAllWalls, enabled: state.wallDisplays.size > 0, click: actions.closeAllWalls },
      ...loginItems(texts, state, actions),
    ],
  };
}

function loginItems(texts: Texts, { loginStart }: MenuState, actions: MenuActions): MenuItemConstructorOptions[] {
  if (loginStart === null) return [];
  const { isOn, isFixed } = loginStart;
  return [
    { type: 'separator' },
    { type: 'checkbox', label: texts.startAtLogin, checked: isOn, enabled: !isFixed, click: actions.toggleLoginStart },
  ];
}

/** "Display 2 – DELL U2720Q, 2560 × 1440 (primary)" */
function displayLabel(texts: Texts, display: PresentDisplay, number: number): string {
  const { width, height } = display.bounds;
  const name = display.label === '' ? '' : `${display.label}, `;
  const primary = number === 1 ? ` (${texts.primary})` : '';
  return `${texts.display} ${number} – ${name}${width} × ${height}${primary}`;
}
