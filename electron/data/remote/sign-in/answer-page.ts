import { createHash } from 'node:crypto';

/** What the browser shows once it came back from the issuer. */
export type AnswerPage = 'signed-in' | 'failed' | 'over';

const TEXTS = {
  en: {
    'signed-in': ['You are signed in', 'Go back to Vigie. This page can be closed.'],
    failed: ['You are not signed in', 'Go back to Vigie: it says why. This page can be closed.'],
    over: ['This sign-in is over', 'Begin a new one in Vigie. This page can be closed.'],
  },
  fr: {
    'signed-in': ['Vous êtes identifié', 'Revenez à Vigie. Cette page peut être fermée.'],
    failed: ['Vous n’êtes pas identifié', 'Revenez à Vigie, qui dit pourquoi. Cette page peut être fermée.'],
    over: ['Cette identification est terminée', 'Recommencez dans Vigie. Cette page peut être fermée.'],
  },
} as const satisfies Record<string, Record<AnswerPage, readonly [string, string]>>;

const STYLE =
  ':root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}body{display:grid;min-height:90vh;place-content:center;' +
  'text-align:center;padding:1rem}h1{font-size:1.5rem;margin:0 0 .5rem}p{margin:0}';
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** No script, nothing from elsewhere, and the address that holds the code is told to nobody. */
export const ANSWER_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  connection: 'close',
};

/** @param accepts the browser's Accept-Language */
export function answerPage(page: AnswerPage, accepts: string | undefined): string {
  const language = /^\s*fr\b/i.test(accepts ?? '') ? 'fr' : 'en';
  const [title, text] = TEXTS[language][page];
  return (
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${title} – Vigie</title>` +
    `<style>${STYLE}</style></head><body><main data-page="${page}"><h1>${title}</h1><p>${text}</p></main></body></html>`
  );
}
