import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isBrowserAddress } from '../../../electron/shell/session/browser-address.ts';
import { openKeychain, type SafeStorage } from '../../../electron/shell/session/keychain.ts';
import { type IdleSource, watchForLock } from '../../../electron/shell/session/lock-watch.ts';
import { readSettings } from '../../../electron/shell/settings/settings.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { memoryLog } from './shell-fixtures.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'vigie-keychain-'));
  file = path.join(folder, 'sign-in.bin');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Turns the bits of each byte over: enough to see that a file does not hold the text. */
const turned = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 255));
const storage = (backend: string, change: Partial<SafeStorage> = {}): SafeStorage => ({
  isEncryptionAvailable: () => true,
  getSelectedStorageBackend: () => backend,
  encryptString: (text) => turned(Buffer.from(text)),
  decryptString: (bytes) => turned(bytes).toString(),
  ...change,
});

describe('the keychain', () => {
  it('keeps a secret over a restart, encrypted, for its owner only, and forgets it', () => {
    const keychain = openKeychain(storage('gnome_libsecret'), 'linux', file, memoryLog());
    expect(keychain.isLasting).toBe(true);
    expect(keychain.load()).toBeNull();
    keychain.keep('a refresh token');
    expect(readFileSync(file).includes('refresh')).toBe(false);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(openKeychain(storage('gnome_libsecret'), 'linux', file, memoryLog()).load()).toBe('a refresh token');
    keychain.keep(null);
    expect(existsSync(file)).toBe(false);
  });

  it.each(['basic_text', 'unknown'])(
    'keeps nothing where Linux has none (%s), and removes what was kept',
    (backend) => {
      writeFileSync(file, 'of another day');
      const log = memoryLog();
      const keychain = openKeychain(storage(backend), 'linux', file, log);
      expect(keychain.isLasting).toBe(false);
      expect(existsSync(file)).toBe(false);
      keychain.keep('a refresh token');
      expect(existsSync(file)).toBe(false);
      expect(keychain.load()).toBeNull();
    },
  );

  it('takes what another key has encrypted for nothing', () => {
    writeFileSync(file, 'x');
    const decryptString = () => {
      throw new Error('Error while decrypting the ciphertext');
    };
    expect(openKeychain(storage('', { decryptString }), 'win32', file, memoryLog()).load()).toBeNull();
  });
});

describe('an address for the browser', () => {
  it.each([
    ['https://login.example.com/auth?state=1', true],
    ['http://127.0.0.1:4680/oidc/auth', true],
    ['http://login.example.com/auth', false],
    ['https://user:secret@login.example.com/', false],
    ['file:///etc/passwd', false],
    ['javascript:alert(1)', false],
    ['vscode://file/x', false],
    ['not an address', false],
  ])('%s: %s', (url, isFine) => {
    expect(isBrowserAddress(url)).toBe(isFine);
  });
});

describe('the watch for nobody', () => {
  it('locks once after the time, and again after somebody was there', () => {
    const clock = createManualClock();
    let idleSeconds = 0;
    const source: IdleSource = { getSystemIdleTime: () => idleSeconds, on: () => undefined, off: () => undefined };
    const lock = vi.fn<(reason: 'idle' | 'system') => void>();
    watchForLock({ source, clock, afterMinutes: 5, withScreen: false, lock });
    idleSeconds = 299;
    clock.advance(15_000);
    expect(lock).not.toHaveBeenCalled();
    idleSeconds = 301;
    clock.advance(60_000);
    expect(lock.mock.calls).toEqual([['idle']]);
    idleSeconds = 2;
    clock.advance(15_000);
    idleSeconds = 400;
    clock.advance(15_000);
    expect(lock).toHaveBeenCalledTimes(2);
  });
});

describe('the settings of signing in', () => {
  const read = (policy: object, environment: Record<string, string> = {}) =>
    readSettings({
      policy: { name: 'policy.json', text: JSON.stringify({ serverUrl: 'https://vigie.example.com', ...policy }) },
      ...{
        commandLine: { problems: [] },
        environment,
        platform: 'linux',
        config: { name: 'config.json', text: undefined },
      },
    });

  it('take the policy’s, and a token from a file that others may not read', () => {
    const tokenFile = path.join(folder, 'wall.token');
    writeFileSync(tokenFile, 'of-the-wall\n', { mode: 0o640 });
    const { settings } = read({ offlineDays: 3, lockAfterMinutes: 10, lockWalls: true, serverTokenFile: tokenFile });
    expect(settings).toMatchObject({
      serverToken: 'of-the-wall',
      signIn: { offlineDays: 3, lockAfterMinutes: 10, lockWalls: true, lockWithScreen: false, issuer: null },
    });
    expect(read({ serverTokenFile: tokenFile }, { VIGIE_SERVER_TOKEN: 'given' }).settings?.serverToken).toBe('given');
  });

  it.each([
    [{ offlineDays: -1 }, /offlineDays in policy\.json is wrong/],
    [{ lockAfterMinutes: 0 }, /lockAfterMinutes in policy\.json is wrong/],
    [
      { issuer: 'http://login.example.com' },
      /issuer in policy\.json is 'http:\/\/login\.example\.com': write its address/,
    ],
    [
      { serverTokenFile: '/nowhere/wall.token' },
      /serverTokenFile in policy\.json names \/nowhere\/wall\.token, which cannot be read \(ENOENT\)/,
    ],
  ])('refuse %j with a sentence', (policy, sentence) => {
    expect(read(policy).problems.join(' ')).toMatch(sentence);
  });

  it('refuse a token that everybody may read', () => {
    const tokenFile = path.join(folder, 'wall.token');
    writeFileSync(tokenFile, 'of-the-wall');
    expect(read({ serverTokenFile: tokenFile }).problems.join(' ')).toMatch(
      /which everybody may read: take that from others/,
    );
  });
});
