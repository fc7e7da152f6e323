import { describe, expect, it } from 'vitest';
import { readCommandLine } from '../../../electron/shell/settings/command-line.ts';

describe('readCommandLine', () => {
  it('reads its own flags and leaves the rest to Chromium', () => {
    const args = [
      '.',
      '--no-sandbox',
      '--server=https://a.example',
      '--lang=fr',
      '--wall',
      '--remote-debugging-port=0',
    ];
    expect(readCommandLine(args)).toEqual({ server: 'https://a.example', wall: { display: 'next' }, problems: [] });
  });

  it('reads the number of a display', () => {
    expect(readCommandLine(['--wall=2']).wall).toEqual({ display: 2 });
  });

  it('asks for nothing where nothing is said', () => {
    expect(readCommandLine([])).toEqual({ problems: [] });
  });

  it.each(['--wall=', '--wall=0', '--wall=two', '--wall=100', '--wall=2;rm'])(
    'refuses %s with the remedy',
    (argument) => {
      const { wall, problems } = readCommandLine([argument]);
      expect(wall).toBeUndefined();
      expect(problems).toEqual([expect.stringContaining('--wall=2 for the second display')]);
    },
  );

  it('refuses an empty server', () => {
    expect(readCommandLine(['--server']).problems[0]).toContain('write --server=https://');
    expect(readCommandLine(['--server=']).problems[0]).toContain('write --server=https://');
  });

  it('does not take a token where every user can read it', () => {
    expect(readCommandLine(['--token=abc']).problems[0]).toContain('set VIGIE_SERVER_TOKEN');
  });
});
