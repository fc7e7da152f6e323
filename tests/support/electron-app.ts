import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, expect, type Page } from '@playwright/test';
import { findElectron, sandboxFlags } from '../../build/start/programs.ts';
import type { Backend } from './backend-process.ts';
import { SOFTWARE_WEBGL_FLAGS } from './software-webgl.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const ELECTRON_FLAGS = [...sandboxFlags(), ...SOFTWARE_WEBGL_FLAGS, '--disable-background-networking', '--lang=en-GB'];

/**
 * Holds back the application's ready event until Playwright is attached. Playwright adds it by itself only where it chose the
 * binary; without it, a start whose windows open meanwhile sometimes waits forever.
 */
const PLAYWRIGHT_LOADER = path.join(
  path.dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')),
  'lib/server/electron/loader.js',
);

export interface LaunchOptions {
  /** The user's data folder: what is kept from one start to the next. */
  folder: string;
  backend: Pick<Backend, 'url' | 'token'>;
  /** X display; the environment's own where none is given. */
  display?: string;
  args?: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** Scripts that Electron loads before Vigie. */
  scripts?: readonly string[];
}

export type PageKind = 'console' | 'wall';

/** A running Vigie in a real Electron. */
export interface Vigie {
  readonly app: ElectronApplication;
  /** The page of a window, once it shows its first data. */
  page(kind: PageKind): Promise<Page>;
  /** Presses an item of the application menu: "Wall", then the second item, say. */
  menu(label: string, index: number): Promise<void>;
  dataHostId(): Promise<number>;
  windows(): Promise<WindowNow[]>;
  /** What the shell wrote into its log. */
  log(): string;
  /** Ends it as its user would, and waits for the process. */
  quit(): Promise<void>;
  /** Ends all its processes as a power cut would. */
  kill(): Promise<void>;
}

export interface WindowNow {
  url: string;
  bounds: { x: number; y: number; width: number; height: number };
  fullScreen: boolean;
  visible: boolean;
  focused: boolean;
}

/** The command with which Vigie starts from the checkout's dist/. */
export function vigieCommand(args: readonly string[] = []): { binary: string; args: string[] } {
  const binary = findElectron(root);
  if (binary === undefined) throw new Error('no Electron is here: ELECTRON_OVERRIDE_DIST_PATH names one');
  return { binary, args: [...ELECTRON_FLAGS, root, ...args] };
}

function environmentFor({ folder, backend, display, env }: LaunchOptions): Record<string, string> {
  const kept = Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return {
    ...(Object.fromEntries(kept) as Record<string, string>),
    ...(display === undefined ? {} : { DISPLAY: display }),
    VIGIE_USER_DATA: folder,
    VIGIE_SERVER_URL: backend.url,
    VIGIE_SERVER_TOKEN: backend.token,
    ...env,
  };
}

/** Starts Vigie under Playwright. */
export async function launchVigie(options: LaunchOptions): Promise<Vigie> {
  const { binary, args } = vigieCommand(options.args);
  const app = await _electron.launch({
    executablePath: binary,
    args: [...[PLAYWRIGHT_LOADER, ...(options.scripts ?? [])].flatMap((script) => ['-r', script]), ...args],
    cwd: root,
    env: environmentFor(options),
    timeout: 60_000,
  });
  // Playwright forgets it when it ends.
  const child = app.process();
  let ending: Promise<void> | undefined;
  let presses = 0;
  const log = () => readFileSync(path.join(options.folder, 'logs/main.log'), 'utf8');
  return {
    app,
    log,
    async page(kind) {
      await expect.poll(() => app.windows().some((page) => isPage(page, kind)), { timeout: 30_000 }).toBe(true);
      const page = app.windows().find((one) => isPage(one, kind));
      if (page === undefined) throw new Error(`no ${kind} is open`);
      await page.waitForSelector('html[data-ready="true"]', { timeout: 60_000 });
      return page;
    },
    menu(label, index) {
      const press = (presses += 1);
      return readAgain(() =>
        app.evaluate(
          ({ Menu }, wanted) => {
            // Asked again, it is not pressed again.
            if (Reflect.get(globalThis, 'menuPress') === wanted.press) return;
            Object.assign(globalThis, { menuPress: wanted.press });
            const item = Menu.getApplicationMenu()?.items.find((one) => one.label === wanted.label);
            item?.submenu?.items[wanted.index]?.click();
          },
          { label, index, press },
        ),
      );
    },
    async dataHostId() {
      const id = await readAgain(() =>
        app.evaluate((electron) => electron.app.getAppMetrics().find((one) => one.name === 'Vigie data host')?.pid),
      );
      if (id === undefined) throw new Error('no data host runs');
      return id;
    },
    windows: () =>
      readAgain(() =>
        app.evaluate(({ BrowserWindow }) =>
          BrowserWindow.getAllWindows()
            // One that is being closed is listed after its page has gone.
            .filter((window) => !window.isDestroyed() && !window.webContents.isDestroyed())
            .map((window) => ({
              url: window.webContents.getURL(),
              bounds: window.getBounds(),
              fullScreen: window.isFullScreen(),
              visible: window.isVisible(),
              focused: window.isFocused(),
            })),
        ),
      ),
    async kill() {
      const processes = await app.evaluate((electron) => electron.app.getAppMetrics().map(({ pid }) => pid));
      const ended = new Promise<void>((resolve) => {
        child.once('exit', () => resolve());
      });
      for (const pid of processes) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // It went with the one before it.
        }
      }
      return ended;
    },
    quit: () => (ending ??= quit(app, child)),
  };
}

/**
 * A reading, once more where the main process collected garbage in between: Playwright holds its answer in a promise that V8 keeps
 * by a weak handle alone, and says then that "Resulting promise was garbage collected". Nothing is changed by asking twice.
 */
async function readAgain<Answer>(read: () => Promise<Answer>): Promise<Answer> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Error && error.message.includes('promise was garbage collected')) return read();
    throw error;
  }
}

function isPage(page: Page, kind: PageKind): boolean {
  return page.url().startsWith(`app://vigie/${kind}.html`);
}

async function quit(app: ElectronApplication, child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const force = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await app.close();
  clearTimeout(force);
}

/** How a start ended that was not under Playwright. */
export interface PlainRun {
  readonly process: ChildProcess;
  /** All that it printed so far. */
  output(): string;
  /** Its exit code; fails after `withinMs`. */
  exitCode(withinMs: number): Promise<number | null>;
}

/** Starts Vigie as a second start of a user would be, without Playwright between. */
export function runVigie(options: LaunchOptions): PlainRun {
  const { binary, args } = vigieCommand(options.args);
  const child = spawn(binary, args, { cwd: root, env: environmentFor(options), stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  }
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
  });
  return {
    process: child,
    output: () => said,
    async exitCode(withinMs) {
      const code = await Promise.race([ended, wait(withinMs, 'late' as const)]);
      if (code === 'late') throw new Error(`Vigie did not end within ${withinMs} ms; it said:\n${said}`);
      return code;
    },
  };
}
