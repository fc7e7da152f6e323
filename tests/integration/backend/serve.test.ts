import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { io, type Socket } from 'socket.io-client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openDatabase } from '../../../backend/database/open-database.ts';
import {
  FleetTable,
  POSITIONS_NAMESPACE,
  type PositionsClientEvents,
  type PositionsServerEvents,
  thirdPartiesPage,
} from '../../../shared/api/index.ts';
import { insertRows } from '../../support/business-rows.ts';
import { prepareDataFolder } from '../../support/database.ts';
import { silentLog } from '../../support/silent-log.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

/** A data folder whose database is there already. */
async function preparedFolder(): Promise<string> {
  const folder = newFolder();
  await prepareDataFolder(folder);
  return folder;
}

const root = path.join(import.meta.dirname, '../../..');
const newFolder = temporaryFolders();
const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
  }
});

type Event = { event: string; message?: string; url?: string; token?: string; vehicles?: number };

/** Runs the command line. */
function run(
  args: readonly string[],
  { env = {}, stdin = 'ignore' }: { env?: NodeJS.ProcessEnv; stdin?: 'ignore' | 'pipe' } = {},
) {
  const own = { ...process.env, ...env };
  if (env['DATABASE_URL'] === undefined) delete own['DATABASE_URL'];
  const child = spawn(process.execPath, [path.join(root, 'backend/cli.ts'), ...args], {
    cwd: root,
    env: own,
    stdio: [stdin, 'pipe', 'pipe'],
  });
  children.push(child);
  const events: Event[] = [];
  let output = '';
  let errors = '';
  const waiting: { name: string; resolve: (event: Event) => void }[] = [];
  createInterface({ input: child.stdout ?? process.stdin }).on('line', (line) => {
    output += `${line}\n`;
    if (!line.startsWith('{"event"')) return;
    const event = JSON.parse(line) as Event;
    events.push(event);
    for (const one of waiting) if (one.name === event.event) one.resolve(event);
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    child,
    events,
    ended,
    output: () => output,
    errors: () => errors,
    event: (name: string) =>
      new Promise<Event>((resolve, reject) => {
        const known = events.find(({ event }) => event === name);
        if (known !== undefined) return resolve(known);
        waiting.push({ name, resolve });
        void ended.then((code) => reject(new Error(`ended with ${code} before ${name}:\n${output}${errors}`)));
      }),
  };
}

const serve = (folder: string, ...args: string[]) => run(['serve', '--port', '0', '--data', folder, ...args]);

describe('serve', () => {
  it('says what it does, serves a moving fleet with its demonstration, ends on SIGTERM and goes on where it was', async () => {
    const folder = newFolder();
    const first = serve(folder, '--vehicles', '30', '--seed', '5');
    const { url = '', token = '' } = await first.event('ready');
    expect(first.events[0]?.event).toBe('progress');
    expect(first.events[0]?.message).toContain('Creating the database');
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await first.event('moving')).vehicles).toBeGreaterThan(0);
    const ask = (from: string, bearer: string) =>
      fetch(`${from}/api/v2/third-parties?limit=1000`, { headers: { authorization: `Bearer ${bearer}` } });
    const parties = thirdPartiesPage.parse(await (await ask(url, token)).json()).items;
    expect(parties.length).toBeGreaterThan(50);
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    expect(
      first
        .errors()
        .split('\n')
        .filter(Boolean)
        .every((line) => line.startsWith('{"level"')),
    ).toBe(true);

    const second = serve(folder, '--vehicles', '30', '--seed', '5');
    const again = await second.event('ready');
    // The token of the first run is still good, and the demonstration is there once.
    expect(thirdPartiesPage.parse(await (await ask(again.url ?? '', token)).json()).items).toEqual(parties);
    expect(second.events.some(({ event }) => event === 'progress')).toBe(false);
    second.child.kill('SIGINT');
    expect(await second.ended).toBe(0);
  });

  it('knows after it was killed where vehicles were some seconds before, with the age that this has', async () => {
    const folder = await preparedFolder();
    const database = await openDatabase({ databaseUrl: undefined, dataFolder: folder, log: silentLog, progress() {} });
    await insertRows(database, { vehicles: 2 });
    await database.close();
    const first = serve(folder, '--no-feed');
    const { url = '', token = '' } = await first.event('ready');
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const observedAtMs = Date.now() - 120_000;
    const positions = [{ vehicle: 'LYO-1', longitude: 4.8, latitude: 45.7, observedAtMs }];
    const posted = await fetch(`${url}/api/v2/positions`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ positions }),
    });
    expect(await posted.json()).toMatchObject({ accepted: 1 });
    await vi.waitFor(() => expect(existsSync(path.join(folder, 'latest-positions.bin'))).toBe(true));
    first.child.kill('SIGKILL');
    await first.ended;

    const second = serve(folder, '--no-feed');
    const again = await second.event('ready');
    const socket: Socket<PositionsServerEvents, PositionsClientEvents> = io(again.url + POSITIONS_NAMESPACE, {
      auth: { token },
      transports: ['websocket'],
    });
    const table = new FleetTable({ streamId: 0, epochMs: 0 });
    socket.on('directory', (_part, acknowledge) => acknowledge());
    socket.on('frame', (frame, acknowledge) => {
      table.apply(frame);
      acknowledge();
    });
    socket.emit('subscribe', {});
    try {
      await vi.waitFor(() => expect(table.count).toBe(1));
    } finally {
      socket.disconnect();
    }
    expect(Math.abs((table.read(0)?.observedAtMs ?? 0) - observedAtMs)).toBeLessThan(10);
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
  });

  it('ends when the pipe on its standard input is closed', async () => {
    const service = run(['serve', '--port', '0', '--data', await preparedFolder(), '--no-feed'], { stdin: 'pipe' });
    await service.event('ready');
    service.child.stdin?.end();
    expect(await service.ended).toBe(0);
    expect(service.events.some(({ event }) => event === 'moving')).toBe(false);
  });

  it('refuses a folder that another one uses, and a port that is taken', async () => {
    const folder = await preparedFolder();
    const first = serve(folder, '--no-feed');
    const { url = '' } = await first.event('ready');
    const second = serve(folder, '--no-feed');
    expect((await second.event('failed')).message).toMatch(
      new RegExp(`in use by process ${first.child.pid}: stop that one`),
    );
    expect(await second.ended).toBe(1);
    const third = run(['serve', '--port', new URL(url).port, '--data', newFolder(), '--no-feed']);
    expect((await third.event('failed')).message).toMatch(
      /^Port \d+ of 127\.0\.0\.1 is taken by another program: stop that one, or choose another with --port/,
    );
    expect(await third.ended).toBe(1);
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });

  it.each([
    ['a port that is no number', ['--port', 'http'], 2, /--port is "http": give a whole number/],
    ['an option that is not known', ['--prot', '1'], 2, /Unknown option '--prot'.*--help/],
    [
      'an address that others reach',
      ['--host', '0.0.0.0'],
      1,
      /demonstration sign-in is for this machine alone.*leave --host out/,
    ],
    ['an address that is not here', ['--host', '127.0.0.1.5'], 1, /--host/],
    ['a feed that is not there', ['--feed', '/nowhere/day.csv'], 1, /\/nowhere\/day\.csv/],
  ])('refuses %s', async (_, args, code, message) => {
    const service = run(['serve', '--data', newFolder(), '--port', '0', ...args]);
    expect(await service.ended).toBe(code);
    expect(service.events.at(-1)?.event).toBe('failed');
    expect(service.events.at(-1)?.message).toMatch(message);
    expect(service.events.at(-1)?.message).not.toContain('\n');
  });

  it.each([
    [
      'is a file',
      (folder: string) => writeFileSync(path.join(folder, 'data'), ''),
      /data.* cannot be used|is not a folder/,
    ],
    [
      'holds a database of another version',
      (folder: string) => {
        mkdirSync(path.join(folder, 'data/postgres'), { recursive: true });
        writeFileSync(path.join(folder, 'data/postgres/PG_VERSION'), '15\n');
      },
      /PostgreSQL 15/,
    ],
  ])('refuses a data folder that %s', async (_, prepare, message) => {
    const folder = newFolder();
    prepare(folder);
    const service = serve(path.join(folder, 'data'), '--no-feed');
    expect((await service.event('failed')).message).toMatch(message);
    expect(await service.ended).toBe(1);
  });

  it('uses DATABASE_URL when it is set, and says when nothing answers there', async () => {
    const folder = newFolder();
    const service = run(['serve', '--port', '0', '--data', folder], {
      env: { DATABASE_URL: 'postgres://me:secret@127.0.0.1:9/fleet' },
    });
    const { message } = await service.event('failed');
    expect(message).toMatch(/^The database at 127\.0\.0\.1:9\/fleet cannot be reached .*check DATABASE_URL/);
    expect(service.output() + service.errors()).not.toContain('secret');
    expect(await service.ended).toBe(1);
    expect(existsSync(path.join(folder, 'postgres'))).toBe(false);
  });
});

describe('other commands', () => {
  it('migrate up, status, down; epoch renew; token; openapi; help', async () => {
    const folder = await preparedFolder();
    const data = ['--data', folder];
    const command = async (...args: string[]) => {
      const running = run(args);
      expect(await running.ended, running.errors()).toBe(0);
      return running.output();
    };
    expect(await command('migrate', 'up', ...data)).toBe('The database is up to date.\n');
    const [before, newest] = readdirSync(path.join(root, 'backend/migrations'))
      .map((file) => path.parse(file).name)
      .toSorted()
      .slice(-2);
    expect(await command('migrate', 'down', ...data)).toBe(`took back ${newest}\n`);
    expect(await command('migrate', 'status', ...data)).toContain(`applied  ${before}\nmissing  ${newest}`);
    expect(await command('migrate', 'up', ...data)).toBe(`applied ${newest}\n`);
    expect(await command('epoch', 'renew', ...data)).toMatch(/^New epoch [\da-f-]{36}\. Restart the service/);
    expect(await command('token', '--role', 'billing', ...data)).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(JSON.parse((await command('openapi')).trim())).toMatchObject({ openapi: '3.1.0' });
    const file = path.join(folder, 'api/openapi.json');
    await command('openapi', '--out', file);
    expect(existsSync(file)).toBe(true);
    expect(await command('--help')).toMatch(/serve \[options\]/);
  });

  it('ends with the code of what went wrong', async () => {
    const running = run(['dance']);
    expect(await running.ended).toBe(2);
    expect(running.errors()).toMatch(/"dance" is not a command .*--help/);
  });
});
