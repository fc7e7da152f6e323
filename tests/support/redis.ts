import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';

/** A Redis server of its own, on the loopback interface, that keeps nothing on the disk. */
export interface RedisServer {
  readonly url: string;
  /** Ends at once, as if the power went; what it held is lost. */
  kill(): Promise<void>;
  /** Starts again at the same address, empty. */
  start(): Promise<void>;
  /** Answers nothing any more, with its connections open. */
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
}

/** The program, or undefined where Redis is not installed. */
export function findRedis(): string | undefined {
  const folders = ['/usr/bin', ...(process.env['PATH'] ?? '').split(path.delimiter)];
  return folders.map((folder) => path.join(folder, 'redis-server')).find((program) => existsSync(program));
}

/** @throws Error when it does not start */
export async function startRedis(program: string): Promise<RedisServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-redis-'));
  const port = await freePort();
  let child: ChildProcess | undefined;
  const end = async () => {
    const ended = child;
    child = undefined;
    if (ended === undefined || ended.exitCode !== null || ended.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => ended.once('exit', () => resolve()));
    ended.kill('SIGKILL');
    await gone;
  };
  const server: RedisServer = {
    url: `redis://127.0.0.1:${port}`,
    kill: end,
    async start() {
      const settings = [
        '--port',
        String(port),
        '--bind',
        '127.0.0.1',
        '--save',
        '',
        '--appendonly',
        'no',
        '--dir',
        folder,
      ];
      child = spawn(program, settings, { cwd: folder, stdio: 'ignore' });
      const started = child;
      for (let attempt = 0; !(await answers(port)); attempt++) {
        if (attempt > 100 || started.exitCode !== null) throw new Error(`Redis does not start on port ${port}`);
        await sleep(100);
      }
    },
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    async stop() {
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
