import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { HELP, readStartArguments } from '../../../build/bootstrap/start-arguments.mjs';

const here = import.meta.dirname;
const read = (args: string[], env: NodeJS.ProcessEnv = {}) =>
  readStartArguments(args, { root: '/checkout', env, cwd: here });

describe('the arguments of npm start', () => {
  it('have defaults: the simulator, any port, data in the checkout', () => {
    expect(read([])).toEqual({
      help: false,
      headless: false,
      signIn: false,
      loop: false,
      dataFolder: path.resolve('/checkout/.vigie'),
      port: 0,
    });
  });

  it('are read, with "=" and without', () => {
    const feed = path.join(here, 'start-arguments.test.ts');
    expect(
      read(['--headless', '--feed', 'start-arguments.test.ts', '--speed=60', '--loop', '--port', '8080', '--data=d']),
    ).toEqual({
      help: false,
      headless: true,
      signIn: false,
      loop: true,
      feed,
      speed: 60,
      port: 8080,
      dataFolder: path.join(here, 'd'),
    });
    expect(read(['--vehicles', '100000', '--seed', '7'])).toMatchObject({ vehicles: 100_000, seed: 7 });
  });

  it('take relative paths from the folder where npm was called', () => {
    const above = path.dirname(here);
    expect(read(['--data', 'x', '--feed', 'build/start-arguments.test.ts'], { INIT_CWD: above })).toMatchObject({
      dataFolder: path.join(above, 'x'),
      feed: path.join(here, 'start-arguments.test.ts'),
    });
  });

  it('take a feed from the web, and a server at which people sign in', () => {
    expect(read(['--feed', 'https://example.org/vp.pb'])).toMatchObject({ feed: 'https://example.org/vp.pb' });
    expect(read(['--sign-in'])).toMatchObject({ signIn: true });
    expect(read(['--server', 'https://office.example.org/'])).toMatchObject({
      serverUrl: 'https://office.example.org',
    });
  });

  it.each([
    [['--fed', 'x.csv'], /no option --fed: npm start -- --help/],
    [['x.csv'], /"x\.csv" is no option/],
    [['--feed'], /--feed needs a value/],
    [['--feed='], /--feed needs a value/],
    [['--headless=yes'], /--headless takes no value/],
    [['--feed', 'nowhere.csv'], /there is no file .*nowhere\.csv/],
    [['--feed', '.'], /is no file/],
    [['--vehicles', 'many'], /--vehicles must be a whole number from 1 to 1000000, not "many"/],
    [['--vehicles', '0'], /--vehicles must be/],
    [['--vehicles', '1.5'], /--vehicles must be a whole number/],
    [['--speed', '-1'], /--speed must be a number from 0\.01/],
    [['--speed', 'NaN'], /--speed must be/],
    [['--port', '70000'], /--port must be a whole number from 0 to 65535/],
    [['--seed', ' '], /--seed must be/],
    [['--server', 'office'], /--server must be an address/],
    [['--server', 'ftp://office'], /--server must start with https/],
    [['--server', 'https://office', '--sign-in'], /--sign-in is for the embedded server/],
    [['--loop'], /--loop plays a recording again/],
    [['--speed', '2'], /--speed plays a recording faster/],
    [['--feed', 'https://x', '--vehicles', '5'], /--vehicles is for the simulator/],
  ])('refuse %j with a sentence', (args, sentence) => {
    expect(() => read(args)).toThrow(sentence);
  });

  it('refuse what belongs to the embedded server beside a real one', () => {
    const env = { VIGIE_SERVER_TOKEN: 'secret' };
    expect(() => read(['--server', 'https://office', '--speed', '2'], env)).toThrow(
      /--speed is for the embedded server/,
    );
    expect(() => read(['--server', 'https://office', '--loop'], env)).toThrow(/--loop is for the embedded server/);
  });

  it('notice an option that npm kept for itself', () => {
    const env = { npm_lifecycle_event: 'start', npm_config_headless: 'true' };
    expect(() => read([], env)).toThrow(/npm start -- --headless/);
    expect(read(['--headless'], env)).toMatchObject({ headless: true });
  });

  it('are all in the help, which asks nothing else of them', () => {
    for (const name of [
      'headless',
      'sign-in',
      'feed',
      'speed',
      'loop',
      'vehicles',
      'seed',
      'server',
      'data',
      'port',
      'help',
    ]) {
      expect(HELP).toContain(`--${name}`);
    }
    expect(read(['--help', '--loop'])).toMatchObject({ help: true });
  });
});
