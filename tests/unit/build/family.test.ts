import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFamily, type Family } from '../../../build/start/family.ts';
import { isAlive, processIdentity } from '../../../build/start/process-group.ts';
import { parseEvent, type ServiceOptions, startService, unexpectedEnd } from '../../../build/start/service.ts';

let folder: string;
let family: Family;
let known: number[];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'vigie-family-'));
  known = [];
  family = createFamily({
    addChild: (pid) => known.push(pid),
    removeChild: (pid) => (known = known.filter((other) => other !== pid)),
  });
});
afterEach(async () => {
  await family.stop(0);
  rmSync(folder, { recursive: true });
});

/** Programs of one line, for `node -e`. */
const programs = {
  obedient: 'setInterval(() => {}, 1000); console.log("up")',
  stubborn: 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log("up")',
  parent: `require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" })
    .on("spawn", function () { console.log(this.pid) }); setInterval(() => {}, 1000)`,
};

async function startProgram(text: string) {
  const member = await family.start(process.execPath, ['-e', text], { stdio: ['pipe', 'pipe', 'inherit'] });
  if (member.process.stdout === null) throw new Error('no output');
  const [line] = (await once(createInterface({ input: member.process.stdout }), 'line')) as [string];
  return { member, line, pid: member.process.pid ?? 0 };
}

const isRunning = (pid: number) => isAlive(pid) && processIdentity(pid) !== 'ended';

describe('a family of processes', () => {
  it('ends at the first request, and its register follows', async () => {
    const { member, pid } = await startProgram(programs.obedient);
    expect(known).toEqual([pid]);
    await family.stop();
    expect(await member.ended).toEqual({ code: null, signal: 'SIGTERM' });
    expect(known).toEqual([]);
  });

  it('is ended by force where it does not listen', async () => {
    const { member } = await startProgram(programs.stubborn);
    await family.stop(200);
    expect(await member.ended).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('takes along what its members started', async () => {
    const { line } = await startProgram(programs.parent);
    expect(isRunning(Number(line))).toBe(true);
    await family.stop();
    await expect.poll(() => isRunning(Number(line))).toBe(false);
  });

  it('starts nothing more when it stops, and tells of a program that is not there', async () => {
    await expect(family.start('/no/such/program', [], {})).rejects.toThrow(/ENOENT/);
    await family.stop();
    await expect(startProgram(programs.obedient)).rejects.toThrow(/being stopped/);
  });

  it('does not outlive its parent, though that is killed and the child does not listen', async () => {
    const module = JSON.stringify(path.resolve(import.meta.dirname, '../../../build/start/family.ts'));
    const text = `const { createFamily } = await import(${module});
      const family = createFamily({ addChild() {}, removeChild() {} }, 300);
      const member = await family.start(process.execPath, ['-e', ${JSON.stringify(programs.stubborn)}], { stdio: ['pipe', 'pipe', 'inherit'] });
      member.process.stdout.once('data', () => console.log(member.process.pid));`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', text], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
    parent.kill('SIGKILL');
    expect(isRunning(Number(line))).toBe(true);
    await expect.poll(() => isRunning(Number(line)), { timeout: 8_000 }).toBe(false);
  });
});

describe('a service', () => {
  const options = (text: string): ServiceOptions => ({
    name: 'the backend',
    args: ['-e', text],
    env: process.env,
    cwd: folder,
    logFile: path.join(folder, 'logs/backend.log'),
    readyMs: 5_000,
    onProgress: (message) => progress.push(message),
  });
  let progress: string[];
  beforeEach(() => (progress = []));
  const say = (event: object) => `console.log('${JSON.stringify(event)}');`;
  const stay = 'setInterval(() => {}, 1000);';

  it('is ready when it says so, and its other output is no event', async () => {
    const text =
      say({ event: 'link', url: 'http://127.0.0.1:1/again' }) +
      say({ event: 'progress', message: 'seeding' }) +
      'console.log("hello"); console.error("to the log");' +
      say({ event: 'ready', url: 'http://127.0.0.1:1', token: 't' }) +
      say({ event: 'moving', vehicles: 500 });
    const links: string[] = [];
    const service = await startService(family, { ...options(text + stay), onLink: (url) => links.push(url) });
    expect(links).toEqual(['http://127.0.0.1:1/again']);
    expect(service).toMatchObject({ url: 'http://127.0.0.1:1', token: 't' });
    expect(await service.moving).toBe(500);
    expect(progress).toEqual(['seeding']);
    expect(readFileSync(service.logFile, 'utf8')).toBe('to the log\n');
  });

  it('that fails gives its own sentence', async () => {
    const text = `${say({ event: 'failed', message: 'Port 80 is taken.' })} process.exitCode = 1;`;
    await expect(startService(family, options(text))).rejects.toThrow(
      /^Port 80 is taken\.\nIts log is .*backend\.log$/,
    );
  });

  it('that dies gives the end of its log, of a JSON line the message', async () => {
    const entry = JSON.stringify({ level: 60, msg: 'no database', err: { message: 'ENOENT' } });
    const text = `console.error('${entry}'); process.exitCode = 3;`;
    await expect(startService(family, options(text))).rejects.toThrow(/exit code 3.*\nno database: ENOENT\n/);
  });

  it('that is never ready is given up', async () => {
    await expect(startService(family, { ...options(stay), readyMs: 300 })).rejects.toThrow(/not ready within/);
  });

  it('that ends later is told of', async () => {
    const text = `${say({ event: 'ready', url: 'http://x' })} setTimeout(() => { console.error('lost'); process.exit(7); }, 100);`;
    const service = await startService(family, options(text));
    await expect(unexpectedEnd(service)).rejects.toThrow(/the backend ended by itself \(exit code 7\):\nlost/);
  });

  it('may tell what is not sent', () => {
    expect(parseEvent('{"event":"unsent","notSent":3,"needsPerson":1}')).toEqual({
      event: 'unsent',
      notSent: 3,
      needsPerson: 1,
    });
    expect(parseEvent('{"event":"unsent","notSent":3}')).toBeUndefined();
  });

  it.each(['', 'null', '[]', '{"event":"ready"}', '{"event":"moving","vehicles":"1"}', '{"event":"other"}', '{'])(
    'takes %j for no event',
    (line) => {
      expect(parseEvent(line)).toBeUndefined();
    },
  );
});
