import { useTranslation } from 'react-i18next';
import { type Language, LANGUAGES } from '../i18n/index.ts';
import { useLanguage, useTheme } from '../stores/appearance.ts';
import { useServices } from '../stores/services.tsx';
import { useShowOutbox } from '../outbox/index.ts';
import { ConnectionState, OutboxState } from '../status/index.ts';
import { FleetSummary } from '../supervision/index.ts';
import { IconButton } from '../ui/button.tsx';
import { ChoiceGroup } from '../ui/choice-group.tsx';
import { Clock } from '../ui/clock.tsx';
import { Logo } from '../ui/icons.tsx';
import { useShortcut } from '../ui/shortcuts.tsx';
import type { LayoutsStore } from './layout/layouts-store.ts';
import { LayoutMenu } from './layout-menu.tsx';
import { WallTools } from '../wall-editor/index.ts';

interface ConsoleHeaderProps {
  layouts: LayoutsStore;
  onHelp: () => void;
  onSearch: () => void;
}

/** The line that is always there: the fleet in figures, how far what is seen can be trusted, the time, the settings. */
export function ConsoleHeader({ layouts, onHelp, onSearch }: ConsoleHeaderProps) {
  const { t } = useTranslation();
  const showOutbox = useShowOutbox();
  return (
    <header className="console-header" data-region="header">
      <h1 className="console-header__name">
        <Logo />
        Vigie
      </h1>
      <FleetSummary />
      <div className="console-header__space" />
      <OutboxState onShow={(view) => showOutbox({ view })} />
      <ConnectionState />
      <Clock />
      <div className="console-header__settings">
        <IconButton icon="search" name={t('search.title')} shortcut="Ctrl+K" onPress={onSearch} />
        <LayoutMenu layouts={layouts} />
        <LanguageSwitch />
        <ThemeSwitch />
        <WallTools />
        <IconButton icon="help" name={t('help.title')} shortcut="?" onPress={onHelp} />
      </div>
    </header>
  );
}

function LanguageSwitch() {
  const { t } = useTranslation();
  const { preferences } = useServices();
  const language = useLanguage();
  const names: Readonly<Record<Language, string>> = { fr: 'Français', en: 'English' };
  useShortcut('language', () => preferences.set({ language: language === 'fr' ? 'en' : 'fr' }));
  return (
    <ChoiceGroup
      label={t('console.language')}
      choices={LANGUAGES.map((value) => ({ value, label: value.toUpperCase(), name: names[value] }))}
      value={language}
      onChange={(next) => preferences.set({ language: next })}
    />
  );
}

function ThemeSwitch() {
  const { t } = useTranslation();
  const { preferences } = useServices();
  const theme = useTheme();
  const other = theme === 'dark' ? 'light' : 'dark';
  const change = () => preferences.set({ theme: other });
  useShortcut('theme', change);
  return (
    <IconButton
      icon={theme === 'dark' ? 'sun' : 'moon'}
      name={t(`console.theme.${other}`)}
      shortcut="T"
      onPress={change}
    />
  );
}
