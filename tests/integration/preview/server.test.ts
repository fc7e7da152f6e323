import http from 'node:http';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket as Socket } from 'ws';
import { type PreviewServer, startPreviewServer } from '../../../electron/preview/preview-server.ts';
import type { Channel } from '../../../shared/rpc/index.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const newFolder = temporaryFolders();
let folder: string;
let clock: ManualClock;
let preview: PreviewServer;
let channels: Channel[];
const sockets: Socket[] = [];

beforeEach(async () => {
  folder = newFolder();
  const pages = path.join(folder, 'pages');
  mkdirSync(path.join(pages, 'assets'), { recursive: true });
  writeFileSync(path.join(pages, 'console.html'), '<!doctype html>');
  writeFileSync(path.join(pages, 'assets/index-Ab12_-xZ.js'), 'export {};');
  writeFileSync(path.join(pages, 'assets/font.woff2'), 'font');
  writeFileSync(path.join(pages, 'assets/program.exe'), 'MZ');
  writeFileSync(path.join(folder, 'secret.html'), 'secret');
  symlinkSync(path.join(folder, 'secret.html'), path.join(pages, 'link.html'));
  clock = createManualClock();
  channels = [];
  preview = await startPreviewServer({
    renderer: pages,
    port: 0,
    clock,
    connect(channel) {
      channels.push(channel);
      return () => undefined;
    },
    onNewLink: () => undefined,
  });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await preview.close();
});

const host = () => `127.0.0.1:${preview.port}`;

/** A request whose path and headers are sent as they are. */
function ask(requestPath: string, options: { method?: string; headers?: http.OutgoingHttpHeaders } = {}) {
  return new Promise<{ status: number; headers: http.IncomingHttpHeaders; body: string }>((resolve, reject) => {
    const request = http.request(
      { host: '127.0.0.1', port: preview.port, path: requestPath, ...options },
      (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => {
          body += chunk.toString();
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      },
    );
    request.on('error', reject).end();
  });
}

interface Dialled {
  socket: Socket;
  messages: string[];
  /** The HTTP status where it was refused before it opened, or the code it was closed with. */
  ended: Promise<number>;
}

function dial(options: { origin?: string | undefined; path?: string; host?: string } = {}): Dialled {
  const { origin = `http://${host()}`, path: socketPath = '/rpc' } = options;
  const socket = new Socket(`ws://${host()}${socketPath}`, {
    headers: {
      ...(origin === 'none' ? {} : { origin }),
      ...(options.host === undefined ? {} : { host: options.host }),
    },
  });
  sockets.push(socket);
  const messages: string[] = [];
  socket.on('message', (data: Buffer) => messages.push(data.toString()));
  const ended = new Promise<number>((resolve) => {
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      response.resume();
    });
    socket.on('close', (code) => resolve(code));
    socket.on('error', () => undefined);
  });
  return { socket, messages, ended };
}

const linkToken = () => new URLSearchParams(new URL(preview.url()).hash.slice(1)).get('token') ?? '';

/** Shows a credential; answers the session of the welcome. */
async function signIn(credential: string): Promise<{ dialled: Dialled; session: string }> {
  const dialled = dial();
  await new Promise((resolve) => dialled.socket.once('open', resolve));
  dialled.socket.send(JSON.stringify({ token: credential }));
  await vi.waitFor(() => expect(dialled.messages).toHaveLength(1));
  const { type, session } = JSON.parse(dialled.messages[0] ?? '') as { type: string; session: string };
  expect(type).toBe('welcome');
  return { dialled, session };
}

describe('the pages', () => {
  it('come with a policy that lets them do no more than they must', async () => {
    const { status, headers } = await ask('/console.html');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
        `connect-src 'self' ws://${host()}; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    expect((await ask('/none')).headers['content-security-policy']).toBeDefined();
  });

  it('are the built files, those with a hash in their names for ever', async () => {
    const script = await ask('/assets/index-Ab12_-xZ.js');
    expect(script).toMatchObject({ status: 200, body: 'export {};' });
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(script.headers['cache-control']).toContain('immutable');
    expect((await ask('/assets/font.woff2?v=1')).headers).toMatchObject({
      'content-type': 'font/woff2',
      'cache-control': 'no-store',
    });
    expect(await ask('/console.html', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
    expect(await ask('/')).toMatchObject({ status: 302, headers: { location: '/console.html' } });
  });

  it.each([
    '/../secret.html',
    '/assets/../../secret.html',
    '/%2e%2e/secret.html',
    '/..%2fsecret.html',
    '/assets/..%5c..%5csecret.html',
    '/link.html',
    '/%00',
    '/%',
    '/assets',
    '/assets/',
    '/assets/program.exe',
    `/${'x'.repeat(300)}`,
    '//etc/passwd',
    '/console.html/',
  ])('do not include %s', async (requestPath) => {
    const answer = await ask(requestPath);
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain('secret');
  });

  it('that vanish while the server runs are not there, and it goes on', async () => {
    rmSync(path.join(folder, 'pages/console.html'));
    expect((await ask('/console.html')).status).toBe(404);
    rmSync(path.join(folder, 'pages'), { recursive: true });
    expect((await ask('/assets/font.woff2')).status).toBe(404);
  });

  it('are given to nobody who calls this server by another name, nor changed', async () => {
    expect((await ask('/console.html', { headers: { host: 'evil.example' } })).status).toBe(421);
    expect((await ask('/console.html', { headers: { host: `localhost:${preview.port}` } })).status).toBe(421);
    expect(await ask('/console.html', { method: 'POST' })).toMatchObject({
      status: 405,
      headers: { allow: 'GET, HEAD' },
    });
  });
});

describe('the socket', () => {
  it.each([
    ['of another page', { origin: 'http://evil.example' }, 403],
    ['of a page at another port', { origin: 'http://127.0.0.1:1' }, 403],
    ['of no page', { origin: 'none' }, 403],
    ['to another name', { host: 'evil.example' }, 403],
    ['to another path', { path: '/other' }, 404],
  ])('%s is refused', async (_, options, status) => {
    expect(await dial(options).ended).toBe(status);
    expect(channels).toHaveLength(0);
  });

  it('takes the token of a link once, and gives a session that lasts', async () => {
    const token = linkToken();
    const first = await signIn(token);
    expect(channels).toHaveLength(1);
    expect(first.session).not.toBe(token);
    // A reload, the positions worker, another window: all with the session.
    for (let n = 0; n < 3; n++) expect((await signIn(first.session)).session).toBe(first.session);
    expect(channels).toHaveLength(4);
    // The link is spent, the next one is another.
    const again = dial();
    again.socket.once('open', () => again.socket.send(JSON.stringify({ token })));
    expect(await again.ended).toBe(4401);
    expect(linkToken()).not.toBe(token);
    const second = await signIn(linkToken());
    expect(second.session).not.toBe(first.session);
  });

  it.each([
    ['a wrong token', '{"token":"wrong"}'],
    ['no token', '{}'],
    ['an empty token', '{"token":""}'],
    ['no JSON', 'token'],
    ['a request before the token', '{"type":"request","id":1,"method":"health.get","params":{}}'],
  ])('is closed after %s', async (_, message) => {
    const { socket, ended } = dial();
    socket.once('open', () => socket.send(message));
    expect(await ended).toBe(4401);
    expect(channels).toHaveLength(0);
  });

  it('is closed where no token comes in time', async () => {
    const { socket, ended } = dial();
    await new Promise((resolve) => socket.once('open', resolve));
    clock.advance(5_000);
    expect(await ended).toBe(4408);
  });

  it('is closed where a message is far too long, before and after the token', async () => {
    const early = dial();
    early.socket.once('open', () => early.socket.send('x'.repeat(1_100_000)));
    expect(await early.ended).toBe(1009);
    const { dialled } = await signIn(linkToken());
    dialled.socket.send('x'.repeat(1_100_000));
    expect(await dialled.ended).toBe(1009);
    await vi.waitFor(() => {
      const closed = vi.fn<() => void>();
      channels[0]?.onClose(closed);
      expect(closed).toHaveBeenCalledOnce();
    });
  });

  it('turns away more than a few that have not signed in', async () => {
    const waiting = Array.from({ length: 32 }, () => dial());
    await Promise.all(waiting.map(({ socket }) => new Promise((resolve) => socket.once('open', resolve))));
    expect(await dial().ended).toBe(503);
    waiting[0]?.socket.close();
    await waiting[0]?.ended;
    await vi.waitFor(async () => {
      const next = dial();
      expect(
        await Promise.race([next.ended, new Promise((resolve) => next.socket.once('open', () => resolve('open')))]),
      ).toBe('open');
    });
  });

  it('hands on what is no message as nothing, for a typed answer', async () => {
    const { dialled } = await signIn(linkToken());
    const received: unknown[] = [];
    channels[0]?.onMessage((message) => received.push(message));
    dialled.socket.send('not JSON');
    dialled.socket.send(Buffer.from([1, 2, 3]));
    dialled.socket.send('{"type":"ack"}');
    await vi.waitFor(() => expect(received).toEqual([undefined, undefined, { type: 'ack' }]));
  });

  it('notices a page that gives no sign of life', async () => {
    const { dialled } = await signIn(linkToken());
    const closed = vi.fn<() => void>();
    channels[0]?.onClose(closed);
    // It answers pings by itself.
    clock.advance(15_000);
    await vi.waitFor(() => expect(dialled.socket.bufferedAmount).toBe(0));
    await new Promise((resolve) => setTimeout(resolve, 50));
    clock.advance(15_000);
    expect(dialled.socket.readyState).toBe(Socket.OPEN);
    dialled.socket.pause();
    clock.advance(15_000);
    await new Promise((resolve) => setTimeout(resolve, 50));
    clock.advance(15_000);
    await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce());
  });

  it('cuts off a page that does not read, rather than fill the memory', async () => {
    const { dialled } = await signIn(linkToken());
    const [channel] = channels;
    const closed = vi.fn<() => void>();
    channel?.onClose(closed);
    dialled.socket.pause();
    const value = new Uint8Array(8_000_000);
    for (let n = 0; n < 20; n++) channel?.send({ type: 'item', id: 1, sequence: n, value });
    await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce());
    // After that nothing is sent, and nothing breaks.
    channel?.send({ type: 'event', name: 'x', payload: null });
    channel?.close();
  });
});
