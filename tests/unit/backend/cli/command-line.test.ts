import { describe, expect, it } from 'vitest';
import { EXIT } from '../../../../backend/cli/exit-code.ts';
import { main } from '../../../../backend/cli/main.ts';

/** Runs a command in this process. */
async function run(...args: string[]) {
  let stdout = '';
  let stderr = '';
  const code = await main(args, {
    environment: {},
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  });
  return { code, stdout, stderr };
}

describe('the command line', () => {
  it('lists its commands, its settings and its exit codes', async () => {
    const { code, stdout } = await run('--help');
    expect(code).toBe(EXIT.done);
    for (const name of ['serve', 'migrate', 'epoch', 'openapi', 'token', 'DATABASE_URL', 'NAME_FILE', '130']) {
      expect(stdout).toContain(name);
    }
    // Without a word of what to do, that is the answer, and a failure.
    expect(await run()).toEqual({ code: EXIT.usage, stdout, stderr: '' });
  });

  it('explains each command', async () => {
    const { code, stdout } = await run('migrate', 'down', '--help');
    expect(code).toBe(EXIT.done);
    expect(stdout).toMatch(/migrate down \[options\] \[count\][\s\S]+--json[\s\S]+--data <folder>/);
    const group = await run('migrate');
    expect(group.code).toBe(EXIT.usage);
    expect(group.stdout).toContain('status');
  });

  it('answers with one JSON document where it is asked to', async () => {
    const { code, stdout } = await run('openapi', '--json');
    expect(code).toBe(EXIT.done);
    expect(JSON.parse(stdout)).toMatchObject({ openapi: '3.1.0' });
    const failed = await run('migrate', 'down', 'all', '--json');
    const message = 'migrate down: the count is "all": give a whole number from 1 to 9999.';
    expect(JSON.parse(failed.stdout)).toEqual({ error: message, exitCode: EXIT.usage });
  });

  it.each([
    ['dance', '"dance" is not a command (unknown command \'dance\'): see npm run backend -- --help.'],
    ['openapi twice', /"openapi twice" is not a command/],
    ['openapi --jsn', "Unknown option '--jsn' (Did you mean --json?): see npm run backend -- --help."],
    ['openapi --json=3', /--json/],
    ['migrate down all', 'migrate down: the count is "all": give a whole number from 1 to 9999.'],
    ['token --role king', /--role "king" is not known: it is one of supervisor/],
    ['token --data=', '--data is empty: give the name of a file or folder.'],
  ])('refuses %s', async (words, message) => {
    const { code, stdout, stderr } = await run(...words.split(' '));
    expect(code).toBe(EXIT.usage);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
    expect(stderr.trim()).not.toContain('\n');
  });

  it.each([
    ['--port 65536', '--port is "65536": give a whole number from 0 to 65535.'],
    ['--tombstone-days 0', '--tombstone-days is "0": give a whole number from 1 to 36500.'],
    ['--port 1e3', '--port is "1e3": give a whole number from 0 to 65535.'],
    ['--vehicles 0', '--vehicles is "0": give a whole number from 1 to 1000000.'],
    ['--seed -1', /--seed/],
    ['--speed 0', '--speed is "0": give a number above 0.'],
    ['--speed fast', '--speed is "fast": give a number above 0.'],
    ['--feed', /--feed.*--help/],
  ])('says to the program that started `serve %s` what is wrong with it', async (words, message) => {
    const { code, stdout, stderr } = await run('serve', ...words.split(' '));
    expect(code).toBe(EXIT.usage);
    expect(stderr).toBe('');
    const event = JSON.parse(stdout) as { event: string; message: string };
    expect(event.event).toBe('failed');
    expect(event.message).toMatch(message);
  });
});
