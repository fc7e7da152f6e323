import { describe, expect, it } from 'vitest';
import { ROLES } from '../../../backend/auth/token-verifier.ts';
import { NO_FEED, readArguments, UsageError } from '../../../backend/cli/arguments.ts';

describe('the command line', () => {
  it('has defaults', () => {
    expect(readArguments(['serve'])).toEqual({
      command: ['serve'],
      help: false,
      dataFolder: '.vigie/backend',
      port: 4680,
      host: undefined,
      feed: undefined,
      speed: undefined,
      vehicles: undefined,
      seed: undefined,
      loop: false,
      tombstoneDays: undefined,
      historyMinutes: undefined,
      out: undefined,
      subject: 'operator',
      roles: [...ROLES],
    });
  });

  it('takes what is given', () => {
    const words = 'serve --port 0 --data d --feed day.csv --speed 2.5 --vehicles 100 --seed 7 --loop --host ::1';
    expect(readArguments(words.split(' '))).toMatchObject({
      ...{ port: 0, dataFolder: 'd', feed: 'day.csv', speed: 2.5, vehicles: 100, seed: 7, loop: true, host: '::1' },
    });
    expect(readArguments(['serve', '--tombstone-days', '30']).tombstoneDays).toBe(30);
    expect(readArguments(['serve', '--history-minutes', '0']).historyMinutes).toBe(0);
    expect(readArguments(['serve', '--no-feed']).feed).toBe(NO_FEED);
    expect(readArguments(['token', '--role', 'feed', '--role', 'billing', '--subject', 'me'])).toMatchObject({
      roles: ['feed', 'billing'],
      subject: 'me',
    });
    expect(readArguments(['migrate', 'down', '3']).command).toEqual(['migrate', 'down', '3']);
    expect(readArguments(['-h']).help).toBe(true);
  });

  it.each([
    [['serve', '--port', '65536'], '--port is "65536": give a whole number from 0 to 65535.'],
    [['serve', '--tombstone-days', '0'], '--tombstone-days is "0": give a whole number from 1 to 36500.'],
    [['serve', '--port', 'http'], '--port is "http": give a whole number from 0 to 65535.'],
    [['serve', '--port', '1e3'], '--port is "1e3": give a whole number from 0 to 65535.'],
    [['serve', '--vehicles', '0'], '--vehicles is "0": give a whole number from 1 to 1000000.'],
    [['serve', '--seed', '-1'], /--seed/],
    [['serve', '--data', ''], '--data is empty: give the name of a folder.'],
    [['serve', '--speed', '0'], '--speed is "0": give a number above 0.'],
    [['serve', '--speed', 'fast'], '--speed is "fast": give a number above 0.'],
    [['serve', '--feed'], /--feed.*--help/],
    [['serve', '--fed', 'x'], /Unknown option '--fed'.*--help/],
    [['serve', '--loop=3'], /--loop.*--help/],
    [['serve', '--feed', 'x', '--no-feed'], '--feed and --no-feed contradict each other: leave one of them out.'],
    [['token', '--role', 'king'], /--role "king" is not known: it is one of supervisor/],
  ])('%j is refused with a sentence', (args, message) => {
    expect(() => readArguments(args)).toThrow(UsageError);
    expect(() => readArguments(args)).toThrow(message);
  });
});
