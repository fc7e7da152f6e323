import { describe, expect, it } from 'vitest';
import type { GroundSettings } from '../../../electron/shell/settings/ground-settings.ts';
import { readServerAddress } from '../../../electron/shell/settings/server-address.ts';
import { DEFAULT_SIGN_IN } from '../../../electron/shell/settings/sign-in-settings.ts';
import { readSettings, type SettingsSources } from '../../../electron/shell/settings/settings.ts';

const address = (name: string) => `https://${name}.example.com`;
const sources = (change: Partial<SettingsSources> = {}): SettingsSources => ({
  policy: { name: '/etc/vigie/policy.json', text: undefined },
  commandLine: { problems: [] },
  environment: {},
  config: { name: '/data/config.json', text: undefined },
  platform: 'linux',
  ...change,
});
const policy = (value: object) => ({ name: '/etc/vigie/policy.json', text: JSON.stringify(value) });
const config = (value: object) => ({ name: '/data/config.json', text: JSON.stringify(value) });
/** Nothing is said of the ground. */
const plainGround: GroundSettings = {
  baseMap: { choice: null, chosenBy: null, onlineOrigins: [] },
  layers: [],
};
const all: SettingsSources = {
  policy: policy({ serverUrl: address('policy'), language: 'fr' }),
  commandLine: { server: address('line'), problems: [] },
  environment: { VIGIE_SERVER_URL: address('environment'), VIGIE_SERVER_TOKEN: ' t0ken ' },
  config: config({ serverUrl: address('config'), language: 'en', hardwareAcceleration: false }),
  platform: 'linux',
};

describe('the order of the settings', () => {
  it('is policy, command line, environment, config.json', () => {
    const none = sources();
    expect(readSettings(all).settings).toEqual({
      serverUrl: address('policy'),
      serverToken: 't0ken',
      language: 'fr',
      hardwareAcceleration: false,
      startAtLogin: null,
      ground: plainGround,
      recording: { hours: 24, bytes: 4e9 },
      signIn: DEFAULT_SIGN_IN,
    });
    expect(readSettings({ ...all, policy: none.policy }).settings?.serverUrl).toBe(address('line'));
    const further = { ...all, policy: none.policy, commandLine: none.commandLine };
    expect(readSettings(further).settings?.serverUrl).toBe(address('environment'));
    const last = readSettings({ ...further, environment: {} }).settings;
    expect(last).toMatchObject({ serverUrl: address('config'), serverToken: null, language: 'en' });
  });

  it('keeps so much for replay as the policy says, else config.json; off is off', () => {
    const kept = (change: Partial<SettingsSources>) => readSettings(sources(change)).settings?.recording;
    expect(kept({ policy: policy({ recording: { hours: 8 } }), config: config({ recording: 'off' }) })).toEqual({
      hours: 8,
      bytes: 4e9,
    });
    expect(kept({ config: config({ recording: { gigabytes: 0.5 } }) })).toEqual({ hours: 24, bytes: 5e8 });
    expect(kept({ config: config({ recording: 'off' }) })).toBeNull();
    const { problems } = readSettings(sources({ config: config({ recording: { hours: 0 } }) }));
    expect(problems).toEqual([expect.stringContaining('recording.hours in /data/config.json')]);
  });

  it('ends with the defaults', () => {
    expect(readSettings(sources({ config: config({ serverUrl: address('config') }) })).settings).toEqual({
      serverUrl: address('config'),
      serverToken: null,
      language: null,
      hardwareAcceleration: true,
      startAtLogin: null,
      ground: plainGround,
      recording: { hours: 24, bytes: 4e9 },
      signIn: DEFAULT_SIGN_IN,
    });
  });

  it('takes an empty variable for one that is not set', () => {
    const environment = { VIGIE_SERVER_URL: ' ', VIGIE_SERVER_TOKEN: '' };
    expect(
      readSettings({ ...all, policy: sources().policy, commandLine: { problems: [] }, environment }).settings,
    ).toMatchObject({
      serverUrl: address('config'),
      serverToken: null,
    });
  });

  it('reads a file that a Windows editor wrote', () => {
    const text = `\uFEFF${JSON.stringify({ serverUrl: address('config') })}\r\n`;
    expect(readSettings(sources({ config: { name: 'config.json', text } })).settings?.serverUrl).toBe(
      address('config'),
    );
  });
});

describe('no server at all', () => {
  it('does not keep Vigie from showing what it has, and is said with the remedy', () => {
    const { settings, problems, warnings } = readSettings(sources());
    expect(settings?.serverUrl).toBeNull();
    expect(problems).toEqual([]);
    expect(warnings).toEqual([
      expect.stringMatching(/^No Vigie server is set: write .* in \/data\/config\.json, or start Vigie with --server=/),
    ]);
  });
});

describe('a bad setting', () => {
  it.each<[string, Partial<SettingsSources>, RegExp]>([
    [
      'a config that is not JSON',
      { config: { name: 'c.json', text: '{' } },
      /^c\.json is not JSON \(.*mend it, or delete it/,
    ],
    ['a config that is a list', { config: { name: 'c.json', text: '[]' } }, /^the content in c\.json is wrong/],
    [
      'a language that Vigie has not',
      { config: config({ language: 'de' }) },
      /^language in \/data\/config\.json is wrong .*leave it out/,
    ],
    [
      'a server that is no address',
      { commandLine: { server: 'vigie', problems: [] } },
      /^--server is 'vigie': not an address, write it like https/,
    ],
    [
      'another scheme',
      { environment: { VIGIE_SERVER_URL: 'ftp://a.example' } },
      /^VIGIE_SERVER_URL is 'ftp:.*not an https address/,
    ],
    [
      'a token in a file',
      { config: config({ serverUrl: address('a'), serverToken: 'x' }) },
      /^serverToken may not stand in .*set VIGIE_SERVER_TOKEN/,
    ],
    [
      'a token with a space',
      { ...all, environment: { VIGIE_SERVER_TOKEN: 'a b' } },
      /^VIGIE_SERVER_TOKEN holds a space/,
    ],
    [
      'what only an administrator may allow',
      { config: config({ serverUrl: 'http://a.example', allowInsecureServer: true }) },
      /use https/,
    ],
  ])('is one clear sentence for %s', (_case, change, sentence) => {
    const { settings, problems } = readSettings(sources(change));
    expect(settings).toBeNull();
    expect(problems).toEqual([expect.stringMatching(sentence)]);
  });

  it('comes to light though a stronger one hides it', () => {
    const { problems } = readSettings({ ...all, config: config({ serverUrl: 'nonsense' }) });
    expect(problems).toEqual([expect.stringMatching(/^serverUrl in \/data\/config\.json is 'nonsense'/)]);
  });

  it('never repeats a password', () => {
    const { problems } = readSettings(
      sources({ commandLine: { server: 'https://me:hunter2@a.example', problems: [] } }),
    );
    expect(problems.join()).not.toContain('hunter2');
    expect(problems).toEqual([expect.stringContaining('set VIGIE_SERVER_TOKEN instead')]);
  });

  it('that is unknown is only noted, for a policy may be newer than this Vigie', () => {
    const { settings, warnings } = readSettings({ ...all, policy: policy({ serverUrl: address('a'), kiosk: true }) });
    expect(settings).not.toBeNull();
    expect(warnings).toEqual([expect.stringContaining("'kiosk' in /etc/vigie/policy.json")]);
  });
});

describe('readServerAddress', () => {
  it.each([
    ['https://vigie.example.com/', 'https://vigie.example.com'],
    ['https://example.com:8443/fleet/', 'https://example.com:8443/fleet'],
    ['http://127.0.0.1:4100', 'http://127.0.0.1:4100'],
    ['http://localhost:4100', 'http://localhost:4100'],
    ['http://[::1]:4100', 'http://[::1]:4100'],
  ])('accepts %s', (text, url) => {
    expect(readServerAddress(text, false)).toEqual({ ok: true, url });
  });

  it.each(['http://10.0.0.5', 'http://127.0.0.1.example.com', 'http://localhost.example.com'])(
    'accepts plain %s only by policy',
    (text) => {
      expect(readServerAddress(text, false)).toMatchObject({
        ok: false,
        problem: expect.stringContaining('use https') as string,
      });
      expect(readServerAddress(text, true)).toMatchObject({ ok: true });
    },
  );

  it.each(['', 'vigie.example.com', 'file:///etc/passwd', 'https://a.example/?x=1', 'https://a.example/#x'])(
    'refuses %s',
    (text) => {
      expect(readServerAddress(text, true).ok).toBe(false);
    },
  );
});
