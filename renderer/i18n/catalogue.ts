import { en } from './en/index.ts';
import { fr } from './fr/index.ts';
import type { Language } from './language.ts';

/** The texts of the product. Keys are the same in each language but for the forms of plurals. */
export const CATALOGUES: Readonly<Record<Language, Readonly<Record<string, string>>>> = { en, fr };

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    keySeparator: false;
    nsSeparator: false;
    resources: { translation: typeof en };
  }
}
