import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { CATALOGUES } from './catalogue.ts';
import { withFrenchSpaces } from './french-spaces.ts';
import { LANGUAGES, type Language } from './language.ts';

/** The texts in one language at a time. Keys are flat: a dot in a key is a dot. React escapes; this must not. */
export function createI18n(language: Language): i18n {
  const instance = createInstance();
  void instance.use(initReactI18next).init({
    lng: language,
    supportedLngs: LANGUAGES,
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    returnEmptyString: false,
    initAsync: false,
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
    resources: {
      en: { translation: CATALOGUES.en },
      fr: { translation: mapValues(CATALOGUES.fr, withFrenchSpaces) },
    },
  });
  return instance;
}

function mapValues(texts: Readonly<Record<string, string>>, change: (text: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, change(text)]));
}
