import './catalogue.ts';

export { addDays, formatDate, parseDate } from './calendar-date.ts';
export { currencyStyle, formatDecimal, parseDecimal } from './decimal.ts';
export { errorSentence, knownErrorCode } from './error-sentence.ts';
export type { Format } from './format.ts';
export { type Language, LANGUAGES, resolveLanguage } from './language.ts';
export { LanguageProvider, useFormat, useLanguage } from './language-provider.tsx';
export { refusalSentence } from './refusal-sentence.ts';
