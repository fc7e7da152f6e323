import { app, Menu, shell } from 'electron';
import { type MenuActions, type MenuState, menuTemplate } from './menu-template.ts';
import { presentDisplays } from '../windows/present-displays.ts';
import type { Texts } from './texts.ts';

/** Builds the menu again: at the start, and whenever displays or walls come or go. */
export function showMenu(
  texts: Texts,
  shown: Pick<MenuState, 'wallDisplays' | 'loginStart' | 'showsNotices'>,
  actions: MenuActions,
): void {
  const state = {
    ...shown,
    displays: presentDisplays(),
    isMac: process.platform === 'darwin',
    developerTools: !app.isPackaged,
  };
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(texts, state, actions)));
}

/** What "About Vigie" says: the version, and the engines that support asks for. */
export function describeApplication(icon: string): void {
  // Windows groups windows and shows notices under this name; it must be the one of the package.
  app.setAppUserModelId('org.vigie.desktop');
  const { electron, chrome, node } = process.versions;
  app.setAboutPanelOptions({
    applicationName: 'Vigie',
    applicationVersion: app.getVersion(),
    version: `Electron ${electron}, Chromium ${chrome}, Node ${node}`,
    copyright: 'MIT License',
    iconPath: icon,
  });
}

/** Opens a folder of the user's data in the file manager. Only ever given our own folders, never an address. */
export function openFolder(folder: string, onProblem: (problem: string) => void): void {
  shell.openPath(folder).then(
    (problem) => {
      if (problem !== '') onProblem(problem);
    },
    (error: unknown) => onProblem(String(error)),
  );
}
