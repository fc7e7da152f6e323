import type { i18n } from 'i18next';
import { createContext, type ReactNode, useContext, useLayoutEffect, useState } from 'react';
import { I18nProvider } from 'react-aria-components';
import { I18nextProvider, useTranslation } from 'react-i18next';
import { createI18n } from './create-i18n.ts';
import { createFormat, type Format } from './format.ts';
import { type Language, LOCALES } from './language.ts';

const FormatContext = createContext<Format | undefined>(undefined);

/** Everything under it speaks one language: texts, dates and numbers, the widgets' own words, and the page itself. */
export function LanguageProvider({ language, children }: { language: Language; children: ReactNode }) {
  const spoken = useSpoken(language);
  useLayoutEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <I18nextProvider i18n={spoken.texts}>
      <I18nProvider locale={LOCALES[language]}>
        <FormatContext value={spoken.format}>{children}</FormatContext>
      </I18nProvider>
    </I18nextProvider>
  );
}

/** How values are written in the language of the window. */
export function useFormat(): Format {
  const format = useContext(FormatContext);
  if (format === undefined) throw new Error('useFormat needs a LanguageProvider above it');
  return format;
}

/** The language of the window. */
export function useLanguage(): Language {
  const { i18n: texts } = useTranslation();
  return texts.language === 'fr' ? 'fr' : 'en';
}

interface Spoken {
  texts: i18n;
  format: Format;
}

/** Texts and formatters are made once a language: both are costly, and their identity keeps what shows them still. */
function useSpoken(language: Language): Spoken {
  const [known] = useState(() => new Map<Language, Spoken>());
  let spoken = known.get(language);
  if (spoken === undefined) {
    spoken = { texts: createI18n(language), format: createFormat(language) };
    known.set(language, spoken);
  }
  return spoken;
}
