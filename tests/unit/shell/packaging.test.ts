import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Configuration } from 'electron-builder';
import { beforeAll, describe, expect, it } from 'vitest';
import { icnsFile, icoFile } from '../../../build/icons/containers.ts';
import { readSettings } from '../../../electron/shell/settings/settings.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The part of app-builder-lib that reads and checks a configuration: electron-builder does not export it. */
interface ConfigurationModule {
  getConfig(folder: string, file: string | null, options: object): Promise<Configuration>;
  validateConfiguration(configuration: object, debugLogger: { isEnabled: boolean }): Promise<void>;
}

const fromBuilder = createRequire(createRequire(import.meta.url).resolve('electron-builder'));
const builder = fromBuilder('app-builder-lib/out/util/config/config') as ConfigurationModule;

let configuration: Configuration;
beforeAll(async () => {
  configuration = await builder.getConfig(root, path.join(root, 'electron-builder.yml'), {});
});

const validate = (value: object) => builder.validateConfiguration(value, { isEnabled: false });

describe('electron-builder.yml', () => {
  it('is what electron-builder understands', async () => {
    await expect(validate(configuration)).resolves.toBeUndefined();
  });

  it('would be refused with a word that electron-builder does not know', async () => {
    await expect(validate({ ...configuration, electronFuse: {} })).rejects.toThrow(/unknown property 'electronFuse'/);
  });

  it('sets every fuse', () => {
    expect(configuration.electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    });
    expect(configuration.asar).toBe(true);
  });

  it('packs what is built, and of the native module this platform’s binary only', () => {
    const patterns = [configuration.files]
      .flat()
      .flatMap((set) => (typeof set === 'string' ? set : (set?.filter ?? [])));
    const binaries = [configuration.win, configuration.mac, configuration.linux].map((platform) => platform?.files);
    expect(binaries).toEqual(
      ['win32', 'darwin', 'linux'].map((name) => [
        { filter: [`node_modules/better-sqlite3/prebuilds/${name}-\${arch}.node`] },
      ]),
    );
    expect(patterns.filter((one) => /preview|backend|^\*|^dist\/?\*\*$|prebuilds\/\*/.test(one))).toEqual([]);
    // Without this, and before the others, electron-builder packs every dependency of package.json.
    const everyModule = patterns.indexOf('!node_modules/**/*');
    expect(everyModule).toBeGreaterThan(0);
    expect(patterns.findIndex((one) => one.startsWith('node_modules/'))).toBeGreaterThan(everyModule);
    expect(configuration.npmRebuild).toBe(false);
    expect(configuration.asarUnpack).toEqual(['**/*.node']);
  });

  it('makes the packages that IT wants, for the whole computer', () => {
    const targets = [configuration.win, configuration.mac, configuration.linux].map((platform) =>
      [platform?.target].flat().map((target) => (typeof target === 'string' ? target : target?.target)),
    );
    expect(targets).toEqual([
      ['nsis', 'msi'],
      ['dmg', 'zip'],
      ['deb', 'rpm', 'AppImage'],
    ]);
    expect([configuration.nsis?.perMachine, configuration.nsis?.oneClick, configuration.msi?.perMachine]).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('gives the application the name under which it shows itself on Windows', () => {
    const menu = readFileSync(path.join(root, 'electron/shell/application/application-menu.ts'), 'utf8');
    expect(menu).toContain(`app.setAppUserModelId('${configuration.appId}');`);
  });

  it('publishes nothing and holds no secret', () => {
    expect(configuration.publish).toBeNull();
    const text = readFileSync(path.join(root, 'electron-builder.yml'), 'utf8');
    expect(text.match(/^\s*(?:cscLink|cscKeyPassword|certificate(?:File|Password)|identity):/gm)).toBeNull();
  });
});

describe('the icons', () => {
  it.each([16, 32, 48, 64, 128, 256, 512, 1024])('have a PNG of %i pixels', (size) => {
    const png = readFileSync(path.join(root, `resources/icons/${size}x${size}.png`));
    expect(png.toString('latin1', 1, 4)).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
  });

  it('are what the configuration names', () => {
    const named = [configuration.win?.icon, configuration.mac?.icon, configuration.linux?.icon];
    expect(named.map((icon) => existsSync(path.join(root, String(icon))))).toEqual([true, true, true]);
  });

  it('are the same pictures in the files of Windows and macOS', () => {
    const png = (size: number) => ({ size, png: readFileSync(path.join(root, `resources/icons/${size}x${size}.png`)) });
    const ico = readFileSync(path.join(root, 'resources/icon.ico'));
    const icns = readFileSync(path.join(root, 'resources/icon.icns'));
    expect(ico.equals(icoFile([16, 24, 32, 48, 64, 128, 256].map(png)))).toBe(true);
    expect(icns.equals(icnsFile([16, 24, 32, 48, 64, 128, 256, 512, 1024].map(png)))).toBe(true);
    expect(icns.readUInt32BE(4)).toBe(icns.length);
  });
});

describe('the policy template', () => {
  it('is a policy that Vigie accepts whole', () => {
    const text = readFileSync(path.join(root, 'resources/policy/policy.json'), 'utf8');
    const none = { name: 'config.json', text: undefined };
    const read = readSettings({
      policy: { name: 'policy.json', text },
      commandLine: { problems: [] },
      environment: {},
      platform: 'linux',
      config: none,
    });
    expect(read).toMatchObject({ problems: [], warnings: [], settings: { serverUrl: 'https://vigie.example.com' } });
  });
});
