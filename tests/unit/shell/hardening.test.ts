import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

// What Electron's security checklist asks of the code itself. What the running application does is in tests/e2e/electron.
const electron = fileURLToPath(new URL('../../../electron', import.meta.url));
const files = ['main.ts', ...sourcesUnder('shell'), ...sourcesUnder('preload')];

function sourcesUnder(folder: string): string[] {
  const names = readdirSync(path.join(electron, folder), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.ts')).map((name) => path.join(folder, name));
}

/** The code of a file without its comments. */
function codeOf(file: string): string {
  return readFileSync(path.join(electron, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
}

const filesWith = (pattern: RegExp) => files.filter((file) => pattern.test(codeOf(file)));

describe('the windows', () => {
  it('are all made in one place', () => {
    expect(filesWith(/new (?:BrowserWindow|BaseWindow|WebContentsView|BrowserView)\b/)).toEqual([
      'shell/windows/window-factory.ts',
    ]);
    expect(filesWith(/webPreferences:/)).toEqual(['shell/windows/window-factory.ts']);
  });

  it.each([
    'sandbox: true',
    'contextIsolation: true',
    'nodeIntegration: false',
    'nodeIntegrationInWorker: false',
    'nodeIntegrationInSubFrames: false',
    'webSecurity: true',
    'allowRunningInsecureContent: false',
    'experimentalFeatures: false',
    'webviewTag: false',
    'navigateOnDragDrop: false',
    'devTools: !app.isPackaged',
  ])('have %s, after anything that a caller chooses', (setting) => {
    const code = codeOf('shell/windows/window-factory.ts');
    const [, preferences = ''] = /\.\.\.options,\s*show: false,\s*webPreferences: \{([^}]*)\}/.exec(code) ?? [];
    expect(preferences).toContain(`${setting},`);
    expect(preferences).not.toContain('...');
  });

  it('load only our own pages', () => {
    expect(filesWith(/\.(?:loadFile|loadURL)\(/)).toEqual(['shell/windows/window-factory.ts']);
    expect(filesWith(/loadPage\((?!window, pageUrl\()/)).toEqual(['shell/windows/window-factory.ts']);
  });
});

describe('the shell', () => {
  it.each([
    ['runs no text as a page’s code', /executeJavaScript|insertCSS/],
    ['has no eval', /\beval\(|new Function\(/],
    ['accepts no certificate that Chromium refuses', /setCertificateVerifyProc|callback\(true\)/],
    ['listens to no message without an answer', /ipcMain\.(?:on|once)\(/],
    ['gives pages no synchronous or remote call', /sendSync|@electron\/remote|enableRemoteModule/],
    ['adds nothing to a page’s window', /contextBridge|exposeInMainWorld/],
    ['loads no extension', /loadExtension/],
    ['starts no other program', /child_process|shell\.(?:openItem|execute)/],
  ])('%s', (_what, pattern) => {
    expect(filesWith(pattern)).toEqual([]);
  });

  it('opens addresses in the browser in one place, which looks at them first', () => {
    expect(filesWith(/openExternal/)).toEqual(['shell/session/open-browser.ts']);
    expect(codeOf('shell/session/open-browser.ts')).toMatch(
      /if \(!isBrowserAddress\(url\)\) return[\s\S]*openExternal\(url\)/,
    );
  });

  it('answers pages in one place', () => {
    expect(filesWith(/ipcMain/)).toEqual(['shell/pages/page-channel.ts']);
  });
});

describe('the preload', () => {
  it('is one small file that knows only ipcRenderer of Electron', () => {
    expect(sourcesUnder('preload')).toEqual(['preload/index.ts']);
    const code = codeOf('preload/index.ts');
    expect(code.match(/from '[^']+'/g)).toEqual(["from 'electron'"]);
    expect(code).toContain("import { ipcRenderer } from 'electron';");
    expect(code.split('\n').filter((line) => line.trim() !== '').length).toBeLessThanOrEqual(40);
  });

  it('posts to our own origin only', () => {
    const targets = [...codeOf('preload/index.ts').matchAll(/window\.postMessage\(\{[\s\S]*?\}, (\w+)/g)].map(
      ([, to]) => to,
    );
    expect(targets.length).toBeGreaterThan(0);
    expect(new Set(targets)).toEqual(new Set(['ORIGIN']));
    expect(codeOf('preload/index.ts')).toContain("const ORIGIN = 'app://vigie';");
  });
});
