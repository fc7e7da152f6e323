import type { TFunction } from 'i18next';
import { type ErrorCode, errorCode } from '../../shared/contract/index.ts';

/** The code as one of the closed set: what is not in it is an unexpected error. */
export function knownErrorCode(code: string): ErrorCode {
  const parsed = errorCode.safeParse(code);
  return parsed.success ? parsed.data : 'internal';
}

/** What happened, and what to do about it, in the language of the window. Each code has both, by its type. */
export function errorSentence(t: TFunction, code: string): { sentence: string; remedy: string } {
  const known = knownErrorCode(code);
  return { sentence: t(`error.${known}`), remedy: t(`remedy.${known}`) };
}
