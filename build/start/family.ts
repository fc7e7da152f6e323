import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { isAlive, signalGroup } from './process-group.ts';

/** How a process ended: with a code, or by a signal. */
export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** One process that was started, with all that it starts. */
export interface Member {
  readonly process: ChildProcess;
  /** Resolves when it has ended, never rejects. */
  readonly ended: Promise<Ending>;
  /** Asks it to end (its input closes, SIGTERM), and ends its whole group by force after `graceMs`. */
  stop(graceMs?: number): Promise<void>;
}

/** The processes of one run. None of them outlives it, not even when the run is killed. */
export interface Family {
  /** @throws Error if the program cannot be started (ENOENT, EACCES), or all is being stopped */
  start(command: string, args: readonly string[], options: SpawnOptions): Promise<Member>;
  /** Stops all, the last started first. */
  stop(graceMs?: number): Promise<void>;
}

/** Told of each process that comes and goes, so that the folder lock knows them. */
export interface FamilyRegister {
  addChild(pid: number): void;
  removeChild(pid: number): void;
}

const GRACE_MS = 10_000;

/**
 * Begins a family, with the reaper that ends it should this process be killed.
 * @param reaperGraceMs time that the reaper leaves the processes to end by themselves
 */
export function createFamily(register: FamilyRegister, reaperGraceMs = GRACE_MS): Family {
  const members: Member[] = [];
  const reaper = spawn(
    process.execPath,
    [fileURLToPath(new URL('reaper.ts', import.meta.url)), String(reaperGraceMs)],
    {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    },
  );
  reaper.unref();
  // A reaper that is gone cannot be told; what it was there for is lost, the run itself is not.
  reaper.stdin.on('error', () => undefined);
  if (reaper.stdin instanceof Socket) reaper.stdin.unref();
  let stopping = false;
  return {
    async start(command, args, options) {
      if (stopping) throw new Error(`${command} is not started any more: all is being stopped`);
      const child = await spawned(command, args, options);
      const pid = child.pid ?? 0;
      reaper.stdin.write(`+${pid}\n`);
      register.addChild(pid);
      const member = createMember(child, pid, () => {
        reaper.stdin.write(`-${pid}\n`);
        register.removeChild(pid);
        members.splice(members.indexOf(member), 1);
      });
      members.push(member);
      return member;
    },
    async stop(graceMs) {
      stopping = true;
      for (const member of members.toReversed()) await member.stop(graceMs);
      reaper.stdin.end();
    },
  };
}

function spawned(command: string, args: readonly string[], options: SpawnOptions): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, detached: process.platform !== 'win32' });
    child.once('error', reject);
    child.once('spawn', () => resolve(child));
  });
}

function createMember(child: ChildProcess, pid: number, onEnd: () => void): Member {
  const ended = new Promise<Ending>((resolve) => {
    child.once('exit', (code, signal) => {
      // What the process started and left behind goes with it.
      if (process.platform !== 'win32') signalGroup(pid, 'SIGKILL');
      onEnd();
      resolve({ code, signal });
    });
  });
  return {
    process: child,
    ended,
    async stop(graceMs = GRACE_MS) {
      if (!isAlive(pid)) return;
      child.stdin?.end();
      // On Windows the signal would end it at once; its input, closed, asks there.
      if (process.platform !== 'win32') child.kill('SIGTERM');
      const force = setTimeout(() => signalGroup(pid, 'SIGKILL'), graceMs);
      await ended;
      clearTimeout(force);
    },
  };
}
