import { createHash } from 'node:crypto';
import { ROLES } from '../../../shared/domain/index.ts';
import type { DemonstrationAccount } from './accounts.ts';
import { type Language, LANGUAGES, PAGE_TEXTS, type PageTexts } from './page-texts.ts';

/** Of the desktop's own windows (renderer/ui/tokens.css), as far as these pages need it. */
const STYLE = `
:root{color-scheme:dark;--ground:#101316;--surface:#171b1f;--raised:#1f2429;--hover:#2a3036;--line:#2c333a;--strong:#727c86;
--text:#e6eaed;--muted:#abb5bd;--accent:#8cbbe8;--warning:#f2b632;--warning-ground:#33290f}
@media (prefers-color-scheme:light){:root{color-scheme:light;--ground:#d9dde0;--surface:#f0f2f3;--raised:#fafbfb;--hover:#e1e5e8;
--line:#ccd2d7;--strong:#7c868f;--text:#171c21;--muted:#46515b;--accent:#0f5792;--warning:#8a5600;--warning-ground:#fbe7b8}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:start center;background:var(--ground);color:var(--text);
font:400 1rem/1.5 "Inter Variable","Segoe UI",system-ui,sans-serif}
main{width:min(34rem,100% - 2rem);margin:4vh 0;padding:1.5rem;background:var(--surface);border:1px solid var(--line);border-radius:.25rem}
h1{margin:0;font-size:1.375rem;font-weight:600}
h2{margin:1.25rem 0 .5rem;font-size:1rem;font-weight:600}
p{margin:.75rem 0}
a{color:var(--accent)}
.notice{padding:.75rem 1rem;border-left:.25rem solid var(--warning);background:var(--warning-ground)}
.notice strong{display:block}
ul{list-style:none;margin:0;padding:0;display:grid;gap:.5rem}
button{width:100%;min-height:3rem;padding:.5rem 1rem;text-align:left;font:inherit;color:inherit;background:var(--raised);
border:1px solid var(--strong);border-radius:.25rem;cursor:pointer}
button:hover{background:var(--hover)}
button span{display:block;color:var(--muted);font-size:.875rem}
button.plain{width:auto;min-height:2.5rem;margin-right:.5rem}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
`;

/**
 * For every page: nothing from elsewhere, no script, no frame around it. Forms lead to this service, which sends the browser on to
 * the desktop's own address on this machine.
 */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; ` +
    "form-action 'self' http://127.0.0.1:* http://localhost:*; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

export interface ChoicePage {
  language: Language;
  accounts: readonly DemonstrationAccount[];
  /** Who is signed in in this browser, if anybody is. */
  current: DemonstrationAccount | undefined;
  /** Where the choice is sent to, and where giving up leads to. */
  action: string;
}

/** The page on which one says who one is. */
export function choicePage({ language, accounts, current, action }: ChoicePage): string {
  const texts = PAGE_TEXTS[language];
  const items = accounts.map(
    (account) =>
      `<li><button type="submit" name="account" value="${escapeHtml(account.subject)}">${escapeHtml(account.name)}` +
      `<span>${escapeHtml(describe(account, texts))}</span></button></li>`,
  );
  return page(language, texts.signIn, [
    languageLinks(language),
    `<p class="notice"><strong>${texts.demonstration}</strong>${texts.demonstrationMeans}</p>`,
    current === undefined ? '' : `<p>${escapeHtml(texts.signedInAs(current.name))}</p>`,
    `<h2 id="choose">${texts.choose}</h2>`,
    `<form method="post" action="${escapeHtml(action)}" aria-labelledby="choose"><ul>${items.join('')}</ul>`,
    `<p><button class="plain" type="submit" name="cancel" value="yes">${texts.cancel}</button></p></form>`,
  ]);
}

/** @param form the issuer's own, which holds what makes sure that it was asked here */
export function signOutPage(language: Language, form: string): string {
  const texts = PAGE_TEXTS[language];
  return page(language, texts.signOut, [
    `<p>${texts.signOutAsk}</p>${form}<p>`,
    `<button class="plain" autofocus type="submit" form="op.logoutForm" name="logout" value="yes">${texts.signOutYes}</button>`,
    `<button class="plain" type="submit" form="op.logoutForm">${texts.signOutNo}</button></p>`,
  ]);
}

export function signedOutPage(language: Language): string {
  const texts = PAGE_TEXTS[language];
  return page(language, texts.signedOut, [`<p>${texts.mayClose}</p>`]);
}

/** @param why as the issuer says it, for whoever looks into it */
export function failurePage(language: Language, why: string): string {
  const texts = PAGE_TEXTS[language];
  return page(language, texts.failed, [`<p role="alert">${escapeHtml(why)}</p><p>${texts.failedRemedy}</p>`]);
}

function describe({ roles, subsidiaries }: DemonstrationAccount, texts: PageTexts): string {
  const named = ROLES.every((role) => roles.includes(role))
    ? texts.allRoles
    : roles.map((role) => texts.roles[role]).join(', ');
  return subsidiaries === 'all' ? named : `${named} · ${texts.onlySubsidiary(subsidiaries.join(', '))}`;
}

function languageLinks(shown: Language): string {
  const links = LANGUAGES.filter((language) => language !== shown).map(
    (language) =>
      `<a href="?lang=${language}" lang="${language}" hreflang="${language}">${PAGE_TEXTS[language].language}</a>`,
  );
  return `<nav>${links.join(' ')}</nav>`;
}

function page(language: Language, title: string, parts: readonly string[]): string {
  return (
    `<!DOCTYPE html><html lang="${language}"><head><meta charset="utf-8"><title>${title} · Vigie</title>` +
    `<meta name="viewport" content="width=device-width, initial-scale=1"><style>${STYLE}</style></head>` +
    `<body><main><h1>${title}</h1>${parts.join('')}</main></body></html>`
  );
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
