import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../electron/data/system-clock.ts';
import { openSocketChannel } from '../../../renderer/workers/socket-channel.ts';
import { vigieContract } from '../../../shared/contract/index.ts';
import { type Channel, createRpcClient } from '../../../shared/rpc/index.ts';
import { type PreviewProcess, spawnPreview } from '../../support/preview-process.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';
import { fleetChanges } from '../../support/vigie-server/rows.ts';
import { startVigieServer, type VigieServer } from '../../support/vigie-server/vigie-server.ts';

const newFolder = temporaryFolders();
let server: VigieServer;
let folder: string;
let pages: string;
const started: PreviewProcess[] = [];
beforeEach(async () => {
  server = await startVigieServer();
  server.add(fleetChanges(30));
  folder = newFolder();
  pages = path.join(folder, 'pages');
  mkdirSync(pages);
  writeFileSync(path.join(pages, 'console.html'), '<!doctype html><title>Vigie</title>');
});
afterEach(async () => {
  for (const preview of started.splice(0)) await preview.kill();
  await server.close();
});

function spawn(
  change: Record<string, string | undefined> = {},
  token: string | undefined = server.token,
): PreviewProcess {
  const settings = { server: server.url, data: path.join(folder, 'data'), renderer: pages, port: '0', ...change };
  const args = Object.entries(settings).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]));
  const preview = spawnPreview(args, token);
  started.push(preview);
  return preview;
}

function connect(url: URL, credential: string): Promise<Channel> {
  return new Promise((resolve, reject) => {
    const options = { headers: { origin: url.origin } };
    const socket = Reflect.construct(WebSocket, [`ws://${url.host}/rpc`, options]) as WebSocket;
    openSocketChannel(socket, credential, systemClock, { onOpen: resolve, onEnd: (why) => reject(new Error(why)) });
  });
}

const tokenOf = (url: URL) => new URLSearchParams(url.hash.slice(1)).get('token') ?? '';

describe('the preview host', () => {
  it('prints one address, which opens the console on the rows of the server', async () => {
    const preview = spawn();
    const url = new URL(String((await preview.event('ready'))['url']));
    expect(url.href).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/console\.html#token=[\w-]{43}$/);
    const answer = await fetch(url);
    expect(await answer.text()).toContain('<title>Vigie</title>');
    const client = createRpcClient(vigieContract, await connect(url, tokenOf(url)), systemClock);
    await vi.waitFor(
      async () => expect((await client.request('missions.page', { offset: 0, limit: 1 })).total).toBe(30),
      { timeout: 45_000 },
    );
    client.close();
    // Nothing but events on its output, and no token in its log.
    expect(preview.events.map(({ event }) => event)).toEqual(['progress', 'ready', 'link']);
    expect(preview.log()).not.toContain(server.token);
    expect(preview.log()).not.toContain(tokenOf(url));
  });

  it('gives a new address once the last was used, and lets nobody in with a used one', async () => {
    const preview = spawn();
    const url = new URL(String((await preview.event('ready'))['url']));
    await connect(url, tokenOf(url));
    const next = new URL(String((await preview.event('link'))['url']));
    await expect(connect(url, tokenOf(url))).rejects.toThrow('refused');
    await expect(connect(next, tokenOf(next))).resolves.toBeDefined();
  });

  it('tells whoever started it what is not sent', async () => {
    const preview = spawn();
    const url = new URL(String((await preview.event('ready'))['url']));
    const client = createRpcClient(vigieContract, await connect(url, tokenOf(url)), systemClock);
    await vi.waitFor(async () => expect((await client.request('health.get', {})).sync.phase).toBe('idle'), {
      timeout: 45_000,
    });
    // The server of this test takes no edits.
    const fields = { name: 'Société nouvelle', type: 'customer' };
    await expect(client.request('edits.create', { entity: 'third-party', fields })).resolves.toMatchObject({
      result: 'kept',
    });
    expect(await preview.event('unsent')).toEqual({ event: 'unsent', notSent: 1, needsPerson: 0 });
    client.close();
  });

  it.each([
    ['SIGTERM', (preview: PreviewProcess) => void preview.child.kill('SIGTERM')],
    ['SIGINT', (preview: PreviewProcess) => void preview.child.kill('SIGINT')],
    ['the end of its input', (preview: PreviewProcess) => void preview.child.stdin?.end()],
  ])('ends in order on %s, though a page is open', async (_, ask) => {
    const preview = spawn();
    const url = new URL(String((await preview.event('ready'))['url']));
    const channel = await connect(url, tokenOf(url));
    const closed = new Promise<void>((resolve) => {
      channel.onClose(resolve);
    });
    ask(preview);
    expect(await preview.exited).toBe(0);
    await closed;
    // It can be started again on the same data.
    const again = spawn();
    await again.event('ready');
  });

  it('serves its cache where the server is away, and where none is set', async () => {
    const first = spawn();
    await first.event('ready');
    await vi.waitFor(() => expect(server.requests.some((request) => request.includes('pull'))).toBe(true), {
      timeout: 45_000,
    });
    await vi.waitFor(() => expect(server.connectionCount()).toBe(2));
    first.child.kill('SIGTERM');
    await first.exited;
    await server.close();
    for (const change of [{}, { server: undefined }]) {
      const preview = spawn(change);
      const url = new URL(String((await preview.event('ready'))['url']));
      const client = createRpcClient(vigieContract, await connect(url, tokenOf(url)), systemClock);
      await expect(client.request('missions.page', { offset: 0, limit: 1 })).resolves.toMatchObject({ total: 30 });
      await vi.waitFor(async () => {
        const health = await client.request('health.get', {});
        expect(health.server).toMatchObject({ state: 'offline', fault: { code: 'server-unreachable' } });
      });
      preview.child.kill('SIGTERM');
      await preview.exited;
    }
    server = await startVigieServer();
  });
});

describe('what keeps it from starting', () => {
  it.each<[string, Record<string, string | undefined>, RegExp]>([
    ['a port that is none', { port: '70000' }, /--port is '70000': give a number/],
    [
      'an address that is none',
      { server: 'vigie.example.com' },
      /--server is 'vigie\.example\.com': write it like https/,
    ],
    ['a password in the address', { server: 'https://me:secret@vigie.example.com' }, /--server is 'https:\/\/…@vigie/],
    ['no data folder', { data: undefined }, /--data is missing/],
    ['no pages', { renderer: '/nowhere' }, /no built pages in \/nowhere: run npm run build/],
    ['an option that it does not know', { colour: 'red' }, /--colour.*It takes --server/],
  ])('is %s, in one sentence', async (_, change, sentence) => {
    const preview = spawn(change);
    expect(await preview.exited).toBe(1);
    expect(preview.events).toEqual([{ event: 'failed', message: expect.stringMatching(sentence) as string }]);
    expect(preview.log()).not.toContain('secret');
  });

  it('is a port that is taken', async () => {
    const other = net.createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const preview = spawn({ port: String((other.address() as AddressInfo).port) });
    expect(await preview.exited).toBe(1);
    expect(preview.events.at(-1)).toEqual({
      event: 'failed',
      message: expect.stringContaining('taken by another program') as string,
    });
    other.close();
  });

  it('is not its input being nothing at all', async () => {
    rmSync(path.join(folder, 'data'), { recursive: true, force: true });
    const preview = spawn();
    await preview.event('ready');
    expect(preview.child.exitCode).toBeNull();
  });
});
