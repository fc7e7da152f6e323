import './catalogue.ts';

export { errorSentence, knownErrorCode } from './error-sentence.ts';
export type { Format } from './format.ts';
export { type Language, LANGUAGES, resolveLanguage } from './language.ts';
export { LanguageProvider, useFormat } from './language-provider.tsx';
