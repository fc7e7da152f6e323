import { readFile } from 'node:fs/promises';
import { protocol } from 'electron';
import type { Log } from '../files/log.ts';
import { APP_SCHEME } from './origin.ts';
import { pageFile } from './page-files.ts';
import { securityHeaders } from './page-headers.ts';

/** Must be called before the application is ready: gives our scheme an origin of its own, and fetch to it. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/**
 * Serves the pages of a folder at `app://vigie/`, each with the security headers. Nothing outside the folder is served.
 * @param onlineOrigins from where the policy file allows online maps
 */
export function servePages(folder: string, onlineOrigins: readonly string[], log: Log): void {
  const headersOf = (mimeType: string) => ({ ...securityHeaders(onlineOrigins), 'content-type': mimeType });
  const refuse = (status: number, reason: string) =>
    new Response(reason, { status, headers: headersOf('text/plain; charset=utf-8') });
  protocol.handle(APP_SCHEME, async (request) => {
    const target = pageFile(folder, request.method, request.url);
    if (!target.found) {
      log.warn('a page request was refused', { url: request.url, reason: target.reason });
      return refuse(target.status, target.reason);
    }
    try {
      const bytes = await readFile(target.file);
      const headers = { ...headersOf(target.mimeType), 'cache-control': 'no-cache' };
      return new Response(request.method === 'HEAD' ? null : new Uint8Array(bytes), { headers });
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR') return refuse(404, 'no such page');
      log.error('a page could not be read', { url: request.url, reason: String(error) });
      return refuse(500, 'the page could not be read');
    }
  });
}
