import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import type { Command } from '../search/index.ts';
import { useLanguage, useTheme } from '../stores/appearance.ts';
import { PANELS, type RecordPanel } from '../stores/selection.ts';
import { useServices } from '../stores/services.tsx';
import { focusRegionSoon } from '../ui/regions.ts';
import { SHORTCUTS, type ShortcutName, useShortcutActions } from '../ui/shortcuts.tsx';
import { showDock } from './layout/layout-tree.ts';
import { BUILT_IN, type LayoutsStore } from './layout/layouts-store.ts';

/** What can be done from the search: a panel, a layout, a view. */
export function useCommands(layouts: LayoutsStore, onHelp: () => void): readonly Command[] {
  const { t } = useTranslation();
  const { selection, preferences } = useServices();
  const saved = useStore(layouts.state, (state) => state.saved);
  const theme = useTheme();
  const language = useLanguage();
  return useMemo(() => {
    const key = (name: ShortcutName) => SHORTCUTS[name][0].toUpperCase();
    return [
      ...PANELS.map((panel) => ({
        id: `panel ${panel}`,
        title: t('command.show-panel', { panel: t(`panel.${panel}`) }),
        also: t('command.also'),
        shortcut: key(`panel-${panel}`),
        run() {
          selection.showPanel(panel);
          focusRegionSoon('list');
        },
      })),
      {
        ...{ id: 'map', title: t('command.map'), also: t('command.also'), shortcut: key('map') },
        run() {
          layouts.change((layout) => showDock(layout, 'map'));
          focusRegionSoon('map');
        },
      },
      ...BUILT_IN.map((name) => ({
        id: `layout ${name}`,
        title: t('command.layout', { name: t(`layout.built-in.${name}`) }),
        run: () => layouts.open({ kind: 'built-in', name }),
      })),
      ...saved.map(({ name }) => ({
        id: `saved-layout ${name}`,
        title: t('command.layout', { name }),
        run: () => layouts.open({ kind: 'saved', name }),
      })),
      {
        ...{ id: 'theme', title: t('command.theme'), shortcut: key('theme') },
        run: () => preferences.set({ theme: theme === 'dark' ? 'light' : 'dark' }),
      },
      {
        ...{ id: 'language', title: t('command.language'), shortcut: key('language') },
        run: () => preferences.set({ language: language === 'fr' ? 'en' : 'fr' }),
      },
      { id: 'help', title: t('command.help'), shortcut: key('help'), run: onHelp },
    ] satisfies Command[];
  }, [t, selection, preferences, layouts, saved, theme, language, onHelp]);
}

/** Shortcuts that the list of commands has by itself, or that mean nothing from a list. */
const NOT_OFFERED: ReadonlySet<ShortcutName> = new Set([
  ...(['help', 'map', 'theme', 'language', 'search-all', 'close', 'next-region'] as const),
  ...PANELS.map((panel) => `panel-${panel}` as const),
]);

/**
 * Everything else that a key does now: what is on screen says it with its shortcuts, and it is found here without a list of its own. Also
 * by its name in the other language.
 */
export function useShortcutCommands(): () => readonly Command[] {
  const { t, i18n } = useTranslation();
  const language = useLanguage();
  const actions = useShortcutActions();
  return useCallback(() => {
    const other = i18n.getFixedT(language === 'fr' ? 'en' : 'fr');
    return actions().flatMap(({ name, run }): Command[] =>
      NOT_OFFERED.has(name)
        ? []
        : [
            {
              ...{ id: `key ${name}`, title: t(`help.key.${name}`), also: other(`help.key.${name}`) },
              ...{ shortcut: SHORTCUTS[name][0], run },
            },
          ],
    );
  }, [t, i18n, language, actions]);
}

const PANEL_OF_KIND: Readonly<Record<string, RecordPanel | undefined>> = {
  vehicle: 'vehicles',
  mission: 'missions',
  'third-party': 'third-parties',
  'billing-cycle': 'billing-cycles',
  alarm: 'alarms',
  incident: 'incidents',
};

/** The panel in whose list a row that was found stands; undefined for what is no row. */
export function panelOfKind(kind: string): RecordPanel | undefined {
  return PANEL_OF_KIND[kind];
}
