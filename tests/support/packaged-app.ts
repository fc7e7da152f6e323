import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, errors, type Page } from '@playwright/test';
import { sandboxFlags } from '../../build/start/programs.ts';
import type { Backend } from './backend-process.ts';
import { root } from './electron-app.ts';
import { SOFTWARE_WEBGL_FLAGS } from './software-webgl.ts';

/** A package that was made in a folder of its own, unpacked. */
export interface PackagedApp {
  readonly folder: string;
  readonly binary: string;
  remove(): void;
}

/** The folder of Electron's own files: what electron-builder calls electronDist. Undefined where no Electron is here. */
export function electronFiles(): string | undefined {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? '';
  const places = [path.join(override, 'dist'), override, path.join(root, 'node_modules/electron/dist')];
  return places.find(
    (place) => existsSync(path.join(place, 'resources.pak')) && existsSync(path.join(place, 'version')),
  );
}

/** Makes the Linux package from dist/ as electron-builder.yml says, with the Electron that is here. About 15 s. */
export function packageApp(electronDist: string): PackagedApp {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-package-'));
  const settings = {
    electronDist,
    electronVersion: readFileSync(path.join(electronDist, 'version'), 'utf8').trim().replace(/^v/, ''),
    'directories.output': folder,
  };
  const builder = path.join(root, 'node_modules/electron-builder/cli.js');
  const args = [builder, '--linux', 'dir', ...Object.entries(settings).map(([name, value]) => `-c.${name}=${value}`)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    timeout: 180_000,
  });
  if (status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`electron-builder ended with code ${status}:\n${stdout}\n${stderr}`);
  }
  const unpacked = path.join(folder, 'linux-unpacked');
  placeNativeModuleOf(path.dirname(electronDist), unpacked);
  return {
    folder: unpacked,
    binary: path.join(unpacked, 'vigie'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** An older Electron cannot load the native module of the package: one made for it may lie beside its files. */
function placeNativeModuleOf(folder: string, unpacked: string): void {
  const own = readdirSync(folder).find((name) => /^better_sqlite3.*\.node$/.test(name));
  if (own === undefined) return;
  const module = 'resources/app.asar.unpacked/node_modules/better-sqlite3/prebuilds/linux-x64.node';
  copyFileSync(path.join(folder, own), path.join(unpacked, module));
}

/**
 * Starts a package and gives its console's page, which is reached through Chromium's debugging port: a package has no
 * inspector of Node.
 */
export async function openPackage(
  app: PackagedApp,
  userData: string,
  backend: Pick<Backend, 'url' | 'token'>,
): Promise<{ page: Page; close(): Promise<void> }> {
  const flags = [...sandboxFlags(), ...SOFTWARE_WEBGL_FLAGS, '--lang=en-GB', '--remote-debugging-port=0'];
  const child = spawn(app.binary, flags, {
    env: {
      ...process.env,
      VIGIE_USER_DATA: userData,
      VIGIE_SERVER_URL: backend.url,
      VIGIE_SERVER_TOKEN: backend.token,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const close = async () => {
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(force);
  };
  try {
    const browser = await connect(await debuggingAddress(child.stderr));
    const context = browser.contexts()[0];
    const page = context?.pages()[0] ?? (await context?.waitForEvent('page'));
    if (page === undefined) throw new Error('the package opened no window');
    return { page, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Who connects while windows are being made may never hear of the first ones: it hangs up, and asks again. */
async function connect(address: string): Promise<Browser> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await chromium.connectOverCDP(address, { timeout: 15_000 });
    } catch (error) {
      if (!(error instanceof errors.TimeoutError) || attempt === 4) throw error;
    }
  }
}

function debuggingAddress(output: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new Error(`the package gave no debugging address:\n${said}`)), 30_000);
    output.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const [, address] = /^DevTools listening on (ws:\S+)/m.exec(said) ?? [];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    });
  });
}
