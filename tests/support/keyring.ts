import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProgram } from '../../build/start/programs.ts';

const READY_MS = 15_000;

/** A keychain of its own: a session bus with GNOME Keyring on it, unlocked, its files in a folder that goes with it. */
export interface Keyring {
  /** For a program that is to use it. */
  readonly env: Readonly<Record<string, string>>;
  readonly scripts: readonly string[];
  stop(): Promise<void>;
}

/** Undefined where the programs are missing. */
export async function startKeyring(): Promise<Keyring | undefined> {
  const bus = findProgram(['dbus-daemon']);
  const daemon = findProgram(['gnome-keyring-daemon']);
  const asker = findProgram(['dbus-send']);
  if (bus === undefined || daemon === undefined || asker === undefined) return undefined;
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-keyring-'));
  const busProcess = spawn(bus, ['--session', '--nofork', '--print-address'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const address = await firstLine(busProcess);
  const env = { DBUS_SESSION_BUS_ADDRESS: address, XDG_DATA_HOME: folder, XDG_RUNTIME_DIR: folder };
  const keyring = spawn(daemon, ['--foreground', '--unlock', '--components=secrets'], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  keyring.stdin?.end('a password of this test\n');
  await secretsOn(asker, { ...process.env, ...env });
  return {
    env: { DBUS_SESSION_BUS_ADDRESS: address },
    scripts: [path.join(import.meta.dirname, 'real-keychain.cjs')],
    async stop() {
      for (const child of [keyring, busProcess]) await end(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until somebody keeps secrets on the bus: the daemon itself does not say so in the foreground. */
async function secretsOn(asker: string, env: NodeJS.ProcessEnv): Promise<void> {
  const question = [
    '--session',
    '--dest=org.freedesktop.DBus',
    '--print-reply',
    '/',
    'org.freedesktop.DBus.NameHasOwner',
  ];
  for (const endsAtMs = Date.now() + READY_MS; Date.now() < endsAtMs; await sleep(100)) {
    const { stdout } = spawnSync(asker, [...question, 'string:org.freedesktop.secrets'], { env, encoding: 'utf8' });
    if (stdout.includes('boolean true')) return;
  }
  throw new Error('nobody keeps secrets on the bus in time');
}

/** Of what it prints; fails if it ends or says nothing. */
function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new Error(`${child.spawnfile} said nothing in time`)), READY_MS);
    child.once('exit', (code) => reject(new Error(`${child.spawnfile} ended with code ${code}`)));
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (!said.includes('\n')) return;
      clearTimeout(timer);
      resolve(said.split('\n', 1)[0] ?? '');
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  await ended;
}
