/** The languages of the product, with the locale whose dates, numbers and money they use. */
export const LANGUAGES = ['fr', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
export const LOCALES: Readonly<Record<Language, string>> = { fr: 'fr-FR', en: 'en-GB' };

/** What a person chose, or else the first language of the machine that the product speaks, or else English. */
export function resolveLanguage(choice: Language | 'system', machine: readonly string[]): Language {
  if (choice !== 'system') return choice;
  const known = machine.map((tag) => LANGUAGES.find((language) => tag.toLowerCase().split('-')[0] === language));
  return known.find((language) => language !== undefined) ?? 'en';
}
