import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { launchVigie, type Vigie } from '../../support/electron-app.ts';
import { test as base, expect } from './fixtures.ts';

/** One start serves all tests of this file; each has the console anew. */
const test = base.extend<{ page: Page }, { vigie: Vigie }>({
  vigie: [
    async ({ backend }, provide) => {
      const folder = mkdtempSync(path.join(tmpdir(), 'vigie-security-'));
      const vigie = await launchVigie({ folder, backend });
      await provide(vigie);
      await vigie.quit();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  page: async ({ vigie }, provide) => {
    const page = await vigie.page('console');
    await page.reload();
    await provide(await vigie.page('console'));
  },
});

test('the page has no Node, no Electron and no bridge', async ({ page }) => {
  const found = await page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer', 'vigie', '__dirname'].filter(
      (name) => name in window,
    ),
  );
  expect(found).toEqual([]);
});

// A start of its own: Playwright goes on waiting for a navigation that was denied.
test('the page cannot leave', async ({ launch }) => {
  const vigie = await launch();
  const page = await vigie.page('console');
  const stranger = await startStranger();
  await page.evaluate((url) => {
    window.location.href = url;
  }, stranger.url);
  await expect.poll(() => vigie.log()).toMatch(/a navigation was denied .*127\.0\.0\.1/);
  const opened = await page.evaluate((url) => window.open(url) === null, stranger.url);
  expect(opened).toBe(true);
  const framed = await page.evaluate((url) => {
    const frame = document.createElement('iframe');
    const loaded = new Promise((resolve) => {
      frame.addEventListener('load', () => resolve(frame.contentDocument === null ? 'refused' : 'empty'));
    });
    frame.src = url;
    document.body.append(frame);
    return loaded;
  }, stranger.url);
  expect(framed).toBe('refused');
  expect(page.url()).toBe('app://vigie/console.html');
  expect(await vigie.windows()).toHaveLength(1);
  expect(stranger.requests()).toEqual([]);
  await stranger.stop();
});

test('the page reaches no server, its own host’s neither', async ({ page }) => {
  const stranger = await startStranger();
  const failures = await page.evaluate(async (url) => {
    const tries: [string, Promise<unknown>][] = [
      ['fetch', fetch(url)],
      ['socket', opened(new WebSocket(url.replace('http:', 'ws:')))],
      ['image', loaded(new Image(), url)],
      ['script', loaded(document.createElement('script'), url)],
      ['file', fetch('file:///etc/passwd')],
    ];
    const outcomes = await Promise.allSettled(tries.map(([, attempt]) => attempt));
    return tries.map(([name], index) => [name, outcomes[index]?.status]);

    function opened(socket: WebSocket) {
      return new Promise((resolve, reject) => {
        socket.addEventListener('open', resolve);
        socket.addEventListener('error', () => reject(new Error('no socket')));
      });
    }
    function loaded(element: HTMLImageElement | HTMLScriptElement, src: string) {
      return new Promise((resolve, reject) => {
        element.addEventListener('load', resolve);
        element.addEventListener('error', () => reject(new Error('not loaded')));
        element.src = src;
        document.head.append(element);
      });
    }
  }, stranger.url);
  expect(failures).toEqual(['fetch', 'socket', 'image', 'script', 'file'].map((name) => [name, 'rejected']));
  expect(stranger.requests()).toEqual([]);
  await stranger.stop();
});

test('the policy forbids inline script and evaluation', async ({ page }) => {
  const policy = await page.evaluate(async () => (await fetch('console.html')).headers.get('content-security-policy'));
  expect(policy).toContain("default-src 'none'; script-src 'self'");
  const ran = await page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'window.inlineRan = true';
    document.head.append(script);
    const link = document.createElement('a');
    link.setAttribute('onclick', 'window.handlerRan = true');
    link.click();
    // In a task of its own: what the debugger itself runs may evaluate.
    const evaluated = await new Promise((resolve) => {
      window.setTimeout(() => {
        try {
          resolve(Reflect.construct(Function, ['return 1']) !== undefined);
        } catch (error) {
          resolve((error as Error).name);
        }
      });
    });
    return { inline: 'inlineRan' in window, handler: 'handlerRan' in window, evaluated };
  });
  expect(ran).toEqual({ inline: false, handler: false, evaluated: 'EvalError' });
});

test('nothing outside the pages is served', async ({ page }) => {
  const answers = await page.evaluate(async () => {
    const paths = [
      '/..%2f..%2fpackage.json',
      '/%2e%2e%2felectron%2fmain.js',
      '/..%5cmain.js',
      '/package.json',
      '/console.html',
    ];
    return Promise.all(paths.map(async (path) => (await fetch(path)).status));
  });
  expect(answers).toEqual([403, 403, 403, 404, 200]);
  const posted = await page.evaluate(async () => (await fetch('/console.html', { method: 'POST', body: '' })).status);
  expect(posted).toBe(405);
});

test('permissions are denied', async ({ vigie, page }) => {
  const outcomes = await page.evaluate(async () => {
    const position = new Promise((resolve) => {
      navigator.geolocation.getCurrentPosition(
        () => resolve('granted'),
        ({ code }) => resolve(code === 1 ? 'denied' : `failed ${code}`),
      );
    });
    const clipboard = navigator.clipboard.readText().then(
      () => 'granted',
      (error: unknown) => (error as DOMException).name,
    );
    const camera = await navigator.permissions.query({ name: 'camera' });
    return {
      position: await position,
      clipboard: await clipboard,
      camera: camera.state,
      notices: await Notification.requestPermission(),
    };
  });
  expect(outcomes).toEqual({
    position: 'denied',
    clipboard: 'NotAllowedError',
    camera: 'denied',
    notices: 'denied',
  });
  expect(vigie.log()).toMatch(/a permission was denied .*geolocation/);
});

test('a bad message is answered with a typed error, and so is a frame that may not ask', async ({ vigie, page }) => {
  const answers = await page.evaluate(async () => {
    const ask = (message: object) =>
      new Promise<unknown>((resolve) => {
        const listener = (event: MessageEvent<{ type?: string; error?: { code: string } }>) => {
          if (event.data.type !== 'vigie:error') return;
          window.removeEventListener('message', listener);
          resolve(event.data.error?.code);
        };
        window.addEventListener('message', listener);
        window.postMessage(message, window.location.origin);
      });
    return [
      await ask({ type: 'vigie:execute', command: 'id' }),
      await ask({ type: 'vigie:connect', more: true }),
      await ask({ type: 'vigie:' }),
    ];
  });
  expect(answers).toEqual(['invalid-request', 'invalid-request', 'invalid-request']);
  expect(vigie.log()).toMatch(/a message of a page was refused .*"code":"invalid-request"/);
});

/** A server that nobody should call, and that notes who does. */
async function startStranger(): Promise<{ url: string; requests(): string[]; stop(): Promise<void> }> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    response.end('<h1>elsewhere</h1>');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    requests: () => requests,
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}
