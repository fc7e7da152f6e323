import { realpathSync } from 'node:fs';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock, Disposer } from '../../shared/domain/index.ts';
import type { Channel } from '../../shared/rpc/index.ts';
import { createAdmission } from './admission.ts';
import type { Downloads } from './downloads.ts';
import { pageHeaders } from './page-headers.ts';
import { createSockets } from './sockets.ts';
import { findStaticFile, sendStaticFile } from './static-files.ts';

const HOST = '127.0.0.1';

export interface PreviewServerOptions {
  /** Folder of the built pages. */
  renderer: string;
  /** 0: a free one. */
  port: number;
  /** Serves a page, or a worker of one. */
  connect(channel: Channel): Disposer;
  clock: Clock;
  /** Files that were exported. */
  downloads?: Pick<Downloads, 'send'>;
  /** A link was used; the next one lets one more page in. */
  onNewLink(url: string): void;
}

export interface PreviewServer {
  /** The address that opens the console, once: it holds a token. */
  url(): string;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves the built pages and the data host to browsers of this computer. Listens on the loopback address alone, answers only to
 * its own name (against DNS rebinding) and takes sockets from its own pages only.
 * @throws NodeJS.ErrnoException when the port cannot be had
 */
export async function startPreviewServer(options: PreviewServerOptions): Promise<PreviewServer> {
  const server = http.createServer();
  await listen(server, options.port);
  const { port } = server.address() as AddressInfo;
  const host = `${HOST}:${port}`;
  const headers = pageHeaders(host);
  const renderer = realpathSync(options.renderer);
  const url = () => `http://${host}/console.html#token=${admission.linkToken()}`;
  const admission = createAdmission(() => options.onNewLink(url()));
  const sockets = createSockets(admission, options.clock, (channel) => void options.connect(channel));

  server.on('request', (request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (request.headers.host === host) answer(request, response, renderer, options.downloads);
    else refuse(response, 421, `This server answers at http://${host}/ only.`);
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const isOwn = request.headers.host === host && request.headers.origin === `http://${host}`;
    if (!isOwn) socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
    else if (pathOf(request) !== '/rpc') socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
    else sockets.upgrade(request, socket, head);
  });

  return {
    url,
    port,
    async close() {
      sockets.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  renderer: string,
  downloads: PreviewServerOptions['downloads'],
): void {
  const isHead = request.method === 'HEAD';
  if (request.method !== 'GET' && !isHead) {
    response.setHeader('allow', 'GET, HEAD');
    return refuse(response, 405, 'Only GET and HEAD are answered here.');
  }
  const path = pathOf(request);
  if (downloads?.send(request, response) === true) return;
  if (path === '/') {
    // A browser keeps the part after #, and with it the token.
    response.writeHead(302, { location: '/console.html' }).end();
    return;
  }
  const file = findStaticFile(renderer, path);
  if (file === undefined) refuse(response, 404, 'There is no such page here.');
  else sendStaticFile(response, file, !isHead);
}

function refuse(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`${sentence}\n`);
}

/** Without the query, still encoded. Never resolved as an address: that would take `..` away before it is looked at. */
function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}

function listen(server: http.Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
