/** The one origin of Vigie's windows. A page of any other origin is not ours. */
export const APP_SCHEME = 'app';
export const APP_HOST = 'vigie';
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;

/** The pages that the renderer builds, one a kind of window. */
export const PAGES = { console: 'console.html', wall: 'wall.html' } as const;
export type PageKind = keyof typeof PAGES;

/** The address of a page, with what it needs to know of itself as a query. */
export function pageUrl(kind: PageKind, query: Record<string, string> = {}): string {
  const search = new URLSearchParams(query).toString();
  return `${APP_ORIGIN}/${PAGES[kind]}${search === '' ? '' : `?${search}`}`;
}

/**
 * Is this address one of ours? Parsed, never compared by prefix: `app://vigie.example/` and `app://vigie@example/`
 * start like ours. A user name, a password or a port make it a foreign address too.
 */
export function isOwnUrl(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return (
    url.protocol === `${APP_SCHEME}:` &&
    url.hostname === APP_HOST &&
    url.port === '' &&
    url.username === '' &&
    url.password === ''
  );
}

/** A file that one of our pages wrote in memory: nothing of the network. */
export function isMadeByOwnPage(address: string): boolean {
  return address.startsWith('blob:') && isOwnUrl(address.slice('blob:'.length));
}
