import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { electronFiles, openPackage, type PackagedApp, packageApp } from '../../support/packaged-app.ts';
import { test as base, expect, VEHICLES } from './fixtures.ts';

const electronDist = electronFiles();

/** One package serves all tests of this file. */
const test = base.extend<object, { packaged: PackagedApp }>({
  packaged: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from this pattern what the fixture needs
    async ({}, provide) => {
      const packaged = packageApp(electronDist ?? '');
      await provide(packaged);
      packaged.remove();
    },
    { scope: 'worker', timeout: 200_000 },
  ],
});

test.describe('the Linux package', () => {
  test.skip(
    process.platform !== 'linux' || electronDist === undefined,
    'it is made on Linux, from an Electron that is here',
  );

  test('holds what is built, and of modules only this platform’s SQLite', ({ packaged }) => {
    const files = filesOf(packaged).filter((file) => !file.startsWith('/dist/renderer/assets/'));
    expect(files.filter((file) => file.startsWith('/dist'))).toEqual([
      ...['data.js', 'importer.js', 'keeper.js', 'main.js', 'mission-index.js', 'preload.cjs', 'recording.js'].map(
        (name) => `/dist/electron/${name}`,
      ),
      ...['console.html', 'wall.html'].map((name) => `/dist/renderer/${name}`),
    ]);
    expect(files.filter((file) => file.endsWith('.node'))).toEqual([
      `/node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`,
    ]);
    const modules = files.flatMap((file) => /^\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []);
    expect([...new Set(modules)]).toEqual(['better-sqlite3']);
    expect(files.filter((file) => /backend|preview|\.map$|\.ts$/.test(file))).toEqual([]);
  });

  test('has its fuses set', async ({ packaged }) => {
    expect(await fusesOf(packaged.binary)).toEqual({
      RunAsNode: false,
      EnableCookieEncryption: true,
      EnableNodeOptionsEnvironmentVariable: false,
      EnableNodeCliInspectArguments: false,
      EnableEmbeddedAsarIntegrityValidation: true,
      OnlyLoadAppFromAsar: true,
      LoadBrowserProcessSpecificV8Snapshot: false,
      GrantFileProtocolExtraPrivileges: false,
    });
  });

  test('shows the fleet, its data host running in its own process all the same', async ({
    packaged,
    folder,
    backend,
  }) => {
    const opened = await openPackage(packaged, folder, backend);
    try {
      const { page } = opened;
      await page.waitForSelector('html[data-ready="true"]', { timeout: 60_000 });
      await expect(page.getByTestId('connection-state')).toHaveAttribute('data-state', 'live');
      await expect(page.getByTestId('vehicle-list')).toHaveAttribute('data-total', String(VEHICLES));
    } finally {
      await opened.close();
    }
    const log = readFileSync(path.join(folder, 'logs/main.log'), 'utf8');
    expect(log).toContain('the data process runs');
    expect(log).not.toContain(' error ');
  });
});

/** What electron-builder itself works with. */
const fromBuilder = createRequire(createRequire(import.meta.url).resolve('electron-builder'));

/** Paths inside the package's archive, folders left out. */
function filesOf({ folder }: PackagedApp): string[] {
  const asar = fromBuilder('@electron/asar') as {
    listPackage(archive: string): string[];
    statFile(archive: string, file: string): { files?: object };
  };
  const archive = path.join(folder, 'resources/app.asar');
  const isFolder = (file: string) => asar.statFile(archive, file.slice(1)).files !== undefined;
  return asar
    .listPackage(archive)
    .filter((file) => !isFolder(file))
    .sort();
}

/** The fuses that are burnt into a binary, by name. The wire holds the characters 0 and 1. */
async function fusesOf(binary: string): Promise<Record<string, boolean>> {
  const { FuseV1Options, getCurrentFuseWire } = fromBuilder('@electron/fuses') as {
    FuseV1Options: Record<string, string | number>;
    getCurrentFuseWire: (file: string) => Promise<Record<string, number>>;
  };
  const wire = await getCurrentFuseWire(binary);
  const names = Object.keys(FuseV1Options).filter((name) => Number.isNaN(Number(name)));
  return Object.fromEntries(names.map((name) => [name, wire[String(FuseV1Options[name])] === '1'.charCodeAt(0)]));
}
