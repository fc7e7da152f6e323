import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findBrowser } from '../../../build/start/programs.ts';
import { BENCH_FLAGS, type BrowserUsage, type ProcessInfo, usageOf } from './chromium.ts';
import { connectDevtools, type Devtools, type DevtoolsSession } from './devtools.ts';

/** So that a page without a screen is drawn as one on a screen is, by a browser that tries nothing out and does nothing besides. */
const HEADLESS_FLAGS = [
  '--headless',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-ipc-flooding-protection',
  '--disable-hang-monitor',
  '--disable-field-trial-config',
  '--disable-stack-profiler',
  '--disable-breakpad',
  '--disable-extensions',
  '--disable-component-extensions-with-background-pages',
  '--disable-default-apps',
  '--disable-dev-shm-usage',
  '--force-color-profile=srgb',
  '--no-default-browser-check',
  '--mute-audio',
  '--remote-debugging-port=0',
];

/** The one page of a browser. */
export interface BarePage {
  readonly session: DevtoolsSession;
  /** Rejects when the page throws: a benchmark of a broken page would be fast. */
  readonly fault: Promise<never>;
  goto(url: string): Promise<void>;
  /** Runs a function in the page; what it returns, or its promise settles with, comes back as JSON. */
  evaluate<Argument, Result>(
    work: (argument: Argument) => Result | Promise<Result>,
    argument?: Argument,
  ): Promise<Result>;
}

export interface BareBrowser extends BrowserUsage {
  readonly page: BarePage;
  close(): Promise<void>;
}

/**
 * Starts a browser of which nobody watches the network. Playwright has each page and each worker report every message of its
 * sockets: of a frame of 2.4 MB that is 24 ms of its worker and 16 ms of the browser, at the very moment that is measured.
 */
export async function launchBareBrowser(viewport: { width: number; height: number }): Promise<BareBrowser> {
  const program = findBrowser();
  if (program === undefined) throw new Error('there is no Chromium: install it, or put it on the PATH');
  const profile = mkdtempSync(path.join(tmpdir(), 'vigie-browser-'));
  const flags = [...BENCH_FLAGS, ...HEADLESS_FLAGS, `--user-data-dir=${profile}`, 'about:blank'];
  const child = spawn(program, flags, { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const browser = await connectDevtools(await addressOf(child));
  const page = await openPage(browser, viewport);
  const usage = usageOf(async () => {
    const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
    return { processInfo: processInfo as ProcessInfo['processInfo'] };
  });
  return {
    page,
    ...usage,
    async close() {
      await browser.send('Browser.close').catch(() => child.kill());
      await ended;
      browser.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

/** Chromium says on its standard error where it listens. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.once('exit', (code) => reject(new Error(`Chromium ended with ${code}: ${said.slice(-500)}`)));
    child.stderr?.on('data', (data: Buffer) => {
      said = (said + data.toString()).slice(-10_000);
      const address = /^DevTools listening on (ws:\S+)$/m.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    });
  });
}

async function openPage(browser: Devtools, viewport: { width: number; height: number }): Promise<BarePage> {
  const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank' });
  const session = await browser.attach(String(targetId));
  const fault = new Promise<never>((_, reject) => {
    session.on('Runtime.exceptionThrown', ({ exceptionDetails }) => reject(faultOf(exceptionDetails as Details)));
  });
  fault.catch(() => undefined);
  await session.send('Page.enable');
  await session.send('Runtime.enable');
  await session.send('Emulation.setDeviceMetricsOverride', { ...viewport, deviceScaleFactor: 1, mobile: false });
  return {
    session,
    fault,
    async goto(url) {
      const loaded = new Promise<void>((resolve) => {
        const stop = session.on('Page.loadEventFired', () => {
          stop();
          resolve();
        });
      });
      const { errorText } = await session.send('Page.navigate', { url });
      if (errorText !== undefined) throw new Error(`the page was not opened: ${JSON.stringify(errorText)}`);
      await Promise.race([loaded, fault]);
    },
    async evaluate<Argument, Result>(work: (argument: Argument) => Result | Promise<Result>, argument?: Argument) {
      const expression = `(${String(work)})(${JSON.stringify(argument) ?? 'undefined'})`;
      const asked = { expression, awaitPromise: true, returnByValue: true };
      const { result, exceptionDetails } = await session.send('Runtime.evaluate', asked);
      if (exceptionDetails !== undefined) throw faultOf(exceptionDetails as Details);
      return (result as { value: Result }).value;
    },
  };
}

interface Details {
  readonly text: string;
  readonly exception?: { readonly description?: string };
}

function faultOf({ text, exception }: Details): Error {
  return new Error(exception?.description ?? text);
}
