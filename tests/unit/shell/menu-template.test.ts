import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { type MenuActions, type MenuState, menuTemplate } from '../../../electron/shell/application/menu-template.ts';
import { textsFor } from '../../../electron/shell/application/texts.ts';
import { display } from './shell-fixtures.ts';

const state: MenuState = {
  displays: [display(7, 0, 1920, 1080, 'DELL'), display(9, 1920, 2560, 1440, '')],
  wallDisplays: new Set([9]),
  loginStart: null,
  showsNotices: true,
  isMac: false,
  developerTools: false,
};

function build(locale: string, change: Partial<MenuState> = {}) {
  const called: unknown[] = [];
  const note = (name: string) => (argument?: unknown) =>
    void called.push(argument === undefined ? name : [name, argument]);
  const actions: MenuActions = {
    showConsole: note('showConsole'),
    lock: note('lock'),
    toggleWall: note('toggleWall'),
    closeAllWalls: note('closeAllWalls'),
    toggleLoginStart: note('toggleLoginStart'),
    toggleNotices: note('toggleNotices'),
    restartDataHost: note('restartDataHost'),
    rebuildCache: note('rebuildCache'),
    openLogs: note('openLogs'),
    openSettings: note('openSettings'),
    about: note('about'),
  };
  const menu = menuTemplate(textsFor(locale), { ...state, ...change }, actions);
  return { menu, called };
}

const itemsOf = (item: MenuItemConstructorOptions | undefined) => (Array.isArray(item?.submenu) ? item.submenu : []);
const allItems = (menu: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  menu.flatMap((item) => [item, ...allItems(itemsOf(item))]);
const wallItems = (menu: MenuItemConstructorOptions[]) =>
  itemsOf(menu.find((item) => /Mur|Wall/.test(item.label ?? '')));

function press(item: MenuItemConstructorOptions | undefined) {
  const click = item?.click as (() => void) | undefined;
  click?.();
}

describe('the menu', () => {
  it('lists the displays with their walls', () => {
    const { menu, called } = build('en-GB');
    const [first, second] = wallItems(menu);
    expect(first).toMatchObject({ label: 'Display 1 – DELL, 1920 × 1080 (primary)', checked: false });
    expect(second).toMatchObject({ label: 'Display 2 – 2560 × 1440', checked: true, accelerator: 'CmdOrCtrl+Shift+2' });
    press(second);
    expect(called).toEqual([['toggleWall', 9]]);
  });

  it('offers to close walls only where there are some', () => {
    const closeAll = (wallDisplays: Set<number>) => wallItems(build('en', { wallDisplays }).menu).at(-1)?.enabled;
    expect(closeAll(new Set([9]))).toBe(true);
    expect(closeAll(new Set())).toBe(false);
  });

  it('offers to start at sign-in where that can be chosen, and shows it where a setting decides', () => {
    const item = (loginStart: MenuState['loginStart']) => wallItems(build('en', { loginStart }).menu).at(-1);
    expect(item(null)?.label).toBe('Close all walls');
    expect(item({ isOn: true, isFixed: true })).toMatchObject({
      label: 'Start Vigie at sign-in',
      checked: true,
      enabled: false,
    });
    const { menu, called } = build('en', { loginStart: { isOn: false, isFixed: false } });
    press(wallItems(menu).at(-1));
    expect(called).toEqual(['toggleLoginStart']);
  });

  it.each(['fr', 'fr-CA', 'fr_FR'])('speaks French for %s', (locale) => {
    expect(build(locale).menu.map((item) => item.label)).toEqual(['Fichier', 'Édition', 'Affichage', 'Mur', 'Aide']);
  });

  it.each(['en', 'de-DE', '', 'fro'])('speaks English for %s', (locale) => {
    expect(build(locale).menu.map((item) => item.label)).toEqual(['File', 'Edit', 'View', 'Wall', 'Help']);
  });

  it('has no two items on one key', () => {
    const keys = allItems(build('en', { developerTools: true }).menu).flatMap((item) => item.accelerator ?? []);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('has no developer tools in a packaged application', () => {
    const hasTools = (developerTools: boolean) =>
      allItems(build('en', { developerTools }).menu).some((item) => item.role === 'toggleDevTools');
    expect([hasTools(false), hasTools(true)]).toEqual([false, true]);
  });

  it('puts the application menu first on a Mac', () => {
    const { menu } = build('en', { isMac: true });
    expect(menu[0]?.label).toBe('Vigie');
    expect(allItems(menu).filter((item) => item.role === 'quit')).toHaveLength(1);
  });

  it('gives every item of its own a text', () => {
    for (const locale of ['fr', 'en']) {
      const silent = allItems(build(locale).menu).filter((item) => item.type !== 'separator' && !item.label);
      expect(silent).toEqual([]);
    }
  });
});
