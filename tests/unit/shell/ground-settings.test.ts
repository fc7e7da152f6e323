import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../../electron/shell/pages/page-headers.ts';
import { readSettings, type SettingsSources } from '../../../electron/shell/settings/settings.ts';

function read(policy: object, config: object = {}) {
  const sources: SettingsSources = {
    policy: { name: '/etc/vigie/policy.json', text: JSON.stringify(policy) },
    commandLine: { problems: [], server: 'https://vigie.example.com' },
    environment: {},
    platform: 'linux',
    config: { name: '/data/config.json', text: JSON.stringify(config) },
  };
  return readSettings(sources);
}
const ground = (policy: object, config: object = {}) => read(policy, config).settings?.ground;
const ORIGIN = 'https://tiles.example.com';

describe('the base map by setting', () => {
  it('is chosen by a person where nothing is set', () => {
    expect(ground({})?.baseMap).toEqual({ choice: null, chosenBy: null, onlineOrigins: [] });
  });

  it('is that of the policy, then that of config.json', () => {
    const file = '/srv/maps/city.pmtiles';
    expect(ground({ baseMap: { archive: file } }, { baseMap: 'offline' })?.baseMap).toMatchObject({
      choice: { kind: 'archive', file },
      chosenBy: 'policy',
    });
    expect(ground({}, { baseMap: 'offline' })?.baseMap).toMatchObject({
      choice: { kind: 'offline' },
      chosenBy: 'config',
    });
  });

  it('is online only from where the policy allows', () => {
    const style = `${ORIGIN}/quiet/style.json`;
    expect(ground({ allowOnlineMaps: [ORIGIN] }, { baseMap: { style } })?.baseMap).toEqual({
      choice: { kind: 'style', url: style },
      chosenBy: 'config',
      onlineOrigins: [ORIGIN],
    });
    const { settings, problems } = read({ allowOnlineMaps: [`${ORIGIN}:8443`] }, { baseMap: { style } });
    expect(settings).toBeNull();
    expect(problems).toEqual([expect.stringMatching(/^baseMap\.style in .*config\.json is 'https:.*allowOnlineMaps/)]);
  });

  it('cannot be allowed by a user', () => {
    const { settings, warnings } = read({}, { allowOnlineMaps: [ORIGIN] });
    expect(settings?.ground.baseMap.onlineOrigins).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining("'allowOnlineMaps' in /data/config.json is unknown")]);
  });

  it.each([`${ORIGIN}/path`, 'http://tiles.example.com', '*', 'tiles.example.com', "https://a 'self'"])(
    'opens nothing for %s',
    (origin) => {
      const { settings, problems } = read({ allowOnlineMaps: [origin] });
      expect(settings).toBeNull();
      expect(problems).toEqual([
        expect.stringMatching(/^allowOnlineMaps\.0 in .*like https:\/\/tiles\.example\.com\.$/),
      ]);
    },
  );

  it.each<[string, object]>([
    ['baseMap.archive', { baseMap: { archive: 'city.pmtiles' } }],
    ['mapLayers.0.file', { mapLayers: [{ name: 'Network', file: './network.zip' }] }],
  ])('needs a whole path for %s', (place, policy) => {
    const { problems } = read(policy);
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${place} in .*write its whole path, like `))]);
  });

  it('has one sentence for what it does not know', () => {
    expect(read({ baseMap: { folder: '/srv' } }).problems).toEqual([expect.stringMatching(/^baseMap in .* is wrong/)]);
  });
});

it('layers of the policy and of config.json come together', () => {
  const layer = (name: string) => ({ name, file: `/srv/maps/${name}.zip` });
  expect(ground({ mapLayers: [layer('trams')] }, { mapLayers: [layer('buses')] })?.layers).toEqual([
    layer('trams'),
    layer('buses'),
  ]);
});

it('the content security policy opens connections to the allowed origins, and nothing else', () => {
  const origins = [ORIGIN, 'https://fonts.example.com'];
  const strict = contentSecurityPolicy().split('; ');
  const changed = contentSecurityPolicy(origins)
    .split('; ')
    .filter((directive, index) => directive !== strict[index]);
  expect(changed).toEqual([`connect-src 'self' ${origins.join(' ')}`]);
});
