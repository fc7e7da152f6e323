import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { type Channel, createListeners, decodeMessage, encodeMessage } from '../../../shared/rpc/index.ts';
import type { MemoryHost } from './memory-host.ts';

/** Serves built pages and a memory host as the preview does: same policy, same greeting. */
export interface PageServer {
  /** Of the console, with its token. */
  readonly url: string;
  readonly port: number;
  pageUrl(page: 'console' | 'wall'): string;
  /** Cuts every connection and takes no new one until `reopen`. */
  cut(): void;
  reopen(): void;
  close(): Promise<void>;
}

export const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self' ws:",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
};
const REFUSED = 4401;

export async function startPageServer(folder: string, host: MemoryHost, port = 0): Promise<PageServer> {
  const token = randomBytes(16).toString('hex');
  let isCut = false;
  const http = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = path.join(folder, path.normalize(pathname === '/' ? '/console.html' : pathname));
    readFile(file).then(
      (body) => sendFile(response, file, body, request.headers.range),
      () => response.writeHead(404).end(),
    );
  });
  const sockets = new WebSocketServer({ server: http, path: '/rpc', verifyClient: () => !isCut });
  sockets.on('connection', (socket) => greet(socket, token, host));
  await new Promise<void>((resolve) => {
    http.listen(port, '127.0.0.1', resolve);
  });
  const address = http.address() as AddressInfo;
  const pageUrl = (page: 'console' | 'wall') => `http://127.0.0.1:${address.port}/${page}.html#token=${token}`;
  const cutAll = () => {
    for (const socket of sockets.clients) socket.terminate();
  };
  return {
    url: pageUrl('console'),
    port: address.port,
    pageUrl,
    cut() {
      isCut = true;
      cutAll();
    },
    reopen() {
      isCut = false;
    },
    async close() {
      cutAll();
      sockets.close();
      http.closeAllConnections();
      await new Promise((resolve) => {
        http.close(resolve);
      });
    },
  };
}

/** The whole file, or the one range of it that is asked for: the base map is read in pieces. */
function sendFile(response: ServerResponse, file: string, body: Buffer, range: string | undefined): void {
  const headers = {
    'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream',
    'content-security-policy': POLICY,
    'accept-ranges': 'bytes',
  };
  const asked = /^bytes=(\d+)-(\d*)$/.exec(range ?? '');
  if (asked === null) return void response.writeHead(200, headers).end(body);
  const first = Number(asked[1]);
  const last = asked[2] === '' ? body.length - 1 : Math.min(Number(asked[2]), body.length - 1);
  response.writeHead(206, { ...headers, 'content-range': `bytes ${first}-${last}/${body.length}` });
  response.end(body.subarray(first, last + 1));
}

/** The token is good for any number of times here: a test opens many pages. */
function greet(socket: WebSocket, token: string, host: MemoryHost): void {
  socket.once('message', (data) => {
    const greeting = JSON.parse(textOf(data)) as { token?: string };
    if (greeting.token !== token) return socket.close(REFUSED, 'refused');
    socket.send(JSON.stringify({ type: 'welcome', session: token }));
    host.server.connect(createServerChannel(socket));
  });
}

function createServerChannel(socket: WebSocket): Channel {
  const messages = createListeners<unknown>();
  const closes = createListeners<void>();
  socket.on('message', (data) => messages.emit(decodeMessage(textOf(data))));
  socket.on('close', () => closes.emit());
  return {
    send: (message) => socket.send(encodeMessage(message)),
    onMessage: (listener) => messages.add(listener),
    onClose: (listener) => closes.add(listener),
    close: () => socket.close(),
  };
}

function textOf(data: RawData): string {
  return Buffer.isBuffer(data)
    ? data.toString('utf8')
    : Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)]).toString('utf8');
}
