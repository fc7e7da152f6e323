import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The first of these programs that is on the PATH or, if it is an absolute path, there; as a full path. */
export function findProgram(names: readonly string[], env: NodeJS.ProcessEnv = process.env): string | undefined {
  const folders = (env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const places = names.flatMap((name) =>
    path.isAbsolute(name) ? [name] : folders.map((folder) => path.join(folder, name)),
  );
  return places.find((place) => existsSync(place));
}

/** An installed browser that can show a page as a window of its own: Chromium, Chrome or Edge. */
export function findBrowser(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (process.platform === 'darwin') {
    const names = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
    return findProgram(
      names.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`),
      env,
    );
  }
  if (process.platform === 'win32') {
    const folders = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].filter(
      (name) => name !== undefined,
    );
    const files = ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'];
    return findProgram(
      files.flatMap((file) => folders.map((folder) => path.join(folder, file))),
      env,
    );
  }
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
  return findProgram(names, env);
}

/** Can a window be shown? On Linux that takes an X or Wayland display. */
export function hasDisplay(env: NodeJS.ProcessEnv = process.env): boolean {
  if (process.platform !== 'linux') return true;
  return (env['DISPLAY'] ?? '') !== '' || (env['WAYLAND_DISPLAY'] ?? '') !== '';
}

/**
 * The Electron binary that is there: the runtime that ELECTRON_OVERRIDE_DIST_PATH names, else what the electron package
 * downloaded. undefined where neither is.
 */
export function findElectron(root: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const override = env['ELECTRON_OVERRIDE_DIST_PATH'] ?? '';
  if (override !== '') return existing(path.join(override, electronFile));
  const folder = path.join(root, 'node_modules/electron');
  const note = path.join(folder, 'path.txt');
  return existsSync(note) ? existing(path.join(folder, 'dist', readFileSync(note, 'utf8').trim())) : undefined;
}

const electronFile =
  process.platform === 'darwin'
    ? 'Electron.app/Contents/MacOS/Electron'
    : process.platform === 'win32'
      ? 'electron.exe'
      : 'electron';

function existing(file: string): string | undefined {
  return existsSync(file) ? file : undefined;
}

/** Chromium refuses its sandbox to root; so does Electron. */
export function sandboxFlags(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}
