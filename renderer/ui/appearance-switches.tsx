import { useTranslation } from 'react-i18next';
import { type Language, LANGUAGES } from '../i18n/index.ts';
import { useLanguage, useTheme } from '../stores/appearance.ts';
import { useServices } from '../stores/services.tsx';
import { IconButton } from './button.tsx';
import { ChoiceGroup } from './choice-group.tsx';
import { useShortcut } from './shortcuts.tsx';

export function LanguageSwitch() {
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

export function ThemeSwitch() {
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
