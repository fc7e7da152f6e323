import { createContext, useContext, useLayoutEffect, useSyncExternalStore } from 'react';
import { type Language, resolveLanguage } from '../i18n/language.ts';
import { usePreferences } from './services.tsx';

export type Theme = 'dark' | 'light';

const LIGHT_WISH = '(prefers-color-scheme: light)';

/** The theme of what is under it, whatever was chosen: a screen of a wall may be dark in a room that is light. Null: as chosen. */
export const ThemeOverride = createContext<Theme | null>(null);

/** The theme of the window: chosen, or else what the machine wishes, or else dark as a control room is. */
export function useTheme(): Theme {
  const choice = usePreferences(({ theme }) => theme);
  const wishesLight = useSyncExternalStore(subscribeToWish, () => window.matchMedia(LIGHT_WISH).matches);
  const override = useContext(ThemeOverride);
  if (override !== null) return override;
  if (choice !== 'system') return choice;
  return wishesLight ? 'light' : 'dark';
}

/** Puts the theme on the page, where the tokens of ui/tokens.css look for it. */
export function usePageTheme(): Theme {
  const theme = useTheme();
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  return theme;
}

export function useLanguage(): Language {
  const choice = usePreferences(({ language }) => language);
  return resolveLanguage(choice, navigator.languages);
}

function subscribeToWish(listener: () => void): () => void {
  const query = window.matchMedia(LIGHT_WISH);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}
