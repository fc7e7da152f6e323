import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isAlive, processIdentity } from '../../../build/start/process-group.ts';
import { makeSmallCheckout } from '../../support/small-checkout.ts';

/** Stands for the backend: it tells its arguments, starts a process of its own, and ends when it is asked to. */
const backend = `
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
const say = (event: object) => console.log(JSON.stringify(event));
const mode = process.env['STAND_IN'] ?? '';
const helper = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
writeFileSync(process.env['PIDS'] + '/backend', JSON.stringify([process.pid, helper.pid]));
writeFileSync(process.env['PIDS'] + '/arguments', JSON.stringify(process.argv.slice(2)));
if (mode === 'fails') {
  say({ event: 'failed', message: 'The feed is no feed: name another.' });
  process.exit(1);
}
if (mode !== 'deaf') {
  process.on('SIGTERM', () => process.exit(0));
  process.stdin.on('end', () => process.exit(0)).resume();
} else process.on('SIGTERM', () => undefined);
setInterval(() => undefined, 1000);
say({ event: 'progress', message: 'seeding' });
say({ event: 'ready', url: 'http://127.0.0.1:1', token: 'backend-token' });
if (mode === 'dies') setTimeout(() => process.exit(9), 500);
else say({ event: 'moving', vehicles: 500 });
`;
const preview = `
import { writeFileSync } from 'node:fs';
writeFileSync(process.env['PIDS'] + '/preview', JSON.stringify([process.pid]));
process.on('SIGTERM', () => process.exit(0));
process.stdin.on('end', () => process.exit(0)).resume();
setInterval(() => undefined, 1000);
const token = process.env['VIGIE_SERVER_TOKEN'];
if (process.env['STAND_IN'] === 'unsent') {
  for (const notSent of [0, 4, 3]) console.log(JSON.stringify({ event: 'unsent', notSent, needsPerson: 1 }));
}
console.log(JSON.stringify({ event: 'ready', url: 'http://127.0.0.1:2/console.html#token=for-' + token }));
`;

let root: string;
const running: ChildProcess[] = [];
beforeAll(() => {
  root = makeSmallCheckout({
    'backend/cli.ts': backend,
    'electron/preview/main.ts': preview,
    'a.csv': '',
    'pids/.keep': '',
  });
  const own = path.resolve(import.meta.dirname, '../../..');
  cpSync(path.join(own, 'build'), path.join(root, 'build'), { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) cpSync(path.join(own, file), path.join(root, file));
});
afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
});
afterAll(() => rmSync(root, { recursive: true }));

/** Starts it, and collects what it prints. */
function start(args: string[], standIn = '') {
  return collect(process.execPath, [path.join(root, 'build/start.mjs'), ...args], standIn);
}

function collect(command: string, args: string[], standIn = '') {
  const env = {
    ...process.env,
    PIDS: path.join(root, 'pids'),
    STAND_IN: standIn,
    DISPLAY: '',
    WAYLAND_DISPLAY: '',
    INIT_CWD: root,
  };
  const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  const told = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (told.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (told.err += chunk.toString()));
  const ended = once(child, 'close') as Promise<[number | null]>;
  return { child, told, ended: ended.then(([code]) => code) };
}

async function startUntilReady(args: string[] = ['--headless'], standIn = '') {
  const run = start(args, standIn);
  await Promise.race([expect.poll(() => run.told.out, { timeout: 50_000 }).toMatch(/^ready http/m), run.ended]);
  if (!run.told.out.startsWith('ready')) throw new Error(`it ended:\n${run.told.err}`);
  return run;
}

/** The processes of the last run that are still there. */
function left(): number[] {
  const files = ['backend', 'preview'].map((name) => path.join(root, 'pids', name));
  const pids = files
    .filter((file) => existsSync(file))
    .flatMap((file) => JSON.parse(readFileSync(file, 'utf8')) as number[]);
  return pids.filter((pid) => isAlive(pid) && processIdentity(pid) !== 'ended');
}

describe('npm start', () => {
  it('builds, starts the parts, prints one ready line once vehicles move, and leaves nothing after Ctrl-C', async () => {
    const { child, told, ended } = await startUntilReady(['--headless', '--feed', 'a.csv', '--speed', '60', '--loop']);
    expect(told.out).toBe('ready http://127.0.0.1:2/console.html#token=for-backend-token\n');
    expect(told.err).toMatch(/building what has changed: done in .*seeding.*starting the backend: done in/s);
    expect(JSON.parse(readFileSync(path.join(root, 'pids/arguments'), 'utf8'))).toEqual([
      ...['serve', '--port', '0', '--data', path.join(root, '.vigie/backend')],
      ...['--feed', path.join(root, 'a.csv'), '--speed', '60', '--loop'],
    ]);
    expect(left()).toHaveLength(3);
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(left()).toEqual([]);
    expect(existsSync(path.join(root, '.vigie/vigie.lock'))).toBe(false);
  });

  it('says at its end what is not sent, in one line', async () => {
    const { child, told, ended } = await startUntilReady(['--headless'], 'unsent');
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    const line =
      'vigie: 3 edits are not sent yet: they are kept on this computer (1 of them for a person to settle) and sent the next time';
    expect(told.err.split('\n').filter((one) => one.includes('not sent'))).toEqual([line]);
  });

  it('starts again at once, and builds nothing again', async () => {
    const { told } = await startUntilReady();
    expect(told.err).not.toContain('building');
  });

  it('is refused on data that are in use, in one sentence', async () => {
    await startUntilReady();
    const { told, ended } = start(['--headless']);
    expect(await ended).toBe(1);
    expect(told.err).toMatch(/^vigie: Vigie already runs on .*\.vigie \(process \d+, since .*--data DIR\.\n$/);
  });

  it('prints the address where no window can be opened', async () => {
    const { told } = start([]);
    await expect
      .poll(() => told.out, { timeout: 50_000 })
      .toBe('http://127.0.0.1:2/console.html#token=for-backend-token\n');
    expect(told.err).toContain('no window can be opened here');
  });

  it('leaves nothing when it is killed, though a part of it does not listen; the next start waits for that', async () => {
    const { child, ended } = await startUntilReady(['--headless'], 'deaf');
    child.kill('SIGKILL');
    await ended;
    const next = await startUntilReady();
    expect(next.told.err).toContain('waiting for the last run to finish closing');
    expect(left()).toHaveLength(3);
  });

  it.runIf(process.platform === 'linux').each(['SIGTERM', 'SIGKILL'] as const)(
    'leaves nothing when npm, which runs it, gets %s',
    async (signal) => {
      const { child, told } = collect('npm', ['start', '--', '--headless']);
      await expect.poll(() => told.out, { timeout: 50_000 }).toContain('\nready http');
      expect(left()).toHaveLength(3);
      child.kill(signal);
      await expect.poll(left, { timeout: 10_000 }).toEqual([]);
    },
  );

  it("passes on the backend's own sentence, and stops", async () => {
    const { told, ended } = start(['--headless'], 'fails');
    expect(await ended).toBe(1);
    expect(told.err).toContain('vigie: The feed is no feed: name another.\nIts log is ');
    expect(left()).toEqual([]);
  });

  it('says so and stops all when the backend dies later', async () => {
    const { told, ended } = start(['--headless'], 'dies');
    expect(await ended).toBe(1);
    expect(told.err).toContain('the backend ended by itself (exit code 9)');
    expect(left()).toEqual([]);
  });

  it('gives help and refuses wrong options without starting anything', async () => {
    const help = start(['--help']);
    expect(await help.ended).toBe(0);
    expect(help.told.out).toContain('--headless');
    const wrong = start(['--vehicles', 'lots']);
    expect(await wrong.ended).toBe(1);
    expect(wrong.told.err).toBe('vigie: --vehicles must be a whole number from 1 to 1000000, not "lots".\n');
  });
});
