import { app, type WebContents } from 'electron';
import type { Log } from '../files/log.ts';
import { isOwnUrl } from '../pages/origin.ts';

/** Every page, of whatever window, stays on our own addresses and opens nothing. Call it before any window is made. */
export function guardNavigation(log: Log): void {
  app.on('web-contents-created', (_event, contents) => {
    const deny = (event: { preventDefault(): void }, what: string, url: string) => {
      event.preventDefault();
      log.warn(`${what} was denied`, { url: withoutQuery(url) });
    };
    contents.on('will-navigate', (event) => {
      if (!isOwnUrl(event.url)) deny(event, 'a navigation', event.url);
    });
    contents.on('will-frame-navigate', (event) => {
      if (!isOwnUrl(event.url)) deny(event, 'a navigation', event.url);
    });
    contents.on('will-redirect', (event) => {
      if (!isOwnUrl(event.url)) deny(event, 'a redirection', event.url);
    });
    contents.on('will-attach-webview', (event, _preferences, parameters) => {
      deny(event, 'a webview', parameters['src'] ?? '');
    });
    denyNewWindows(contents, log);
  });
}

function denyNewWindows(contents: WebContents, log: Log): void {
  contents.setWindowOpenHandler(({ url }) => {
    log.warn('a new window was denied', { url: withoutQuery(url) });
    return { action: 'deny' };
  });
}

/** A foreign address goes into the log without what may be personal in it. */
function withoutQuery(url: string): string {
  return URL.canParse(url) ? new URL(url).href.replace(/[?#].*$/s, '').slice(0, 200) : 'not an address';
}
