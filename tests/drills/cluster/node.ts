import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { freePort } from '../../support/free-port.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const READY_WITHIN_MS = 120_000;
/** All desktops of the drill come from one address, by one sign-in. */
const UNLIMITED = { VIGIE_REQUESTS_PER_ADDRESS: '0', VIGIE_REQUESTS_PER_SUBJECT: '0', VIGIE_SOCKETS_PER_SUBJECT: '0' };
const readyLine = z.object({ event: z.literal('ready'), token: z.string().min(1) });

/** One process of the back office service, at an address that stays. */
export interface Node {
  readonly port: number;
  start(): Promise<void>;
  /** Ends at once, without a word. */
  kill(): Promise<void>;
  /** Ends as it is asked to. */
  stop(): Promise<void>;
  /** A token that all nodes take. */
  token(): string;
  /** Memory of the process now, bytes; 0 while it does not run. */
  memory(): number;
  /** What it said last, for a failure. */
  words(): string;
}

/** @param folder shared by all nodes: it holds the key of the development sign-in */
export async function createNode(folder: string, environment: Record<string, string>): Promise<Node> {
  const port = await freePort();
  let child: ChildProcess | undefined;
  let token = '';
  let words = '';
  const end = async (signal: NodeJS.Signals) => {
    const ended = child;
    child = undefined;
    if (ended === undefined || ended.exitCode !== null || ended.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => ended.once('exit', () => resolve()));
    ended.kill(signal);
    const force = setTimeout(() => ended.kill('SIGKILL'), 15_000);
    await gone;
    clearTimeout(force);
  };
  return {
    port,
    async start() {
      const args = ['backend/cli.ts', 'serve', '--port', String(port), '--data', folder, '--no-feed'];
      const started = spawn(process.execPath, args, {
        cwd: root,
        env: { ...process.env, ...UNLIMITED, VIGIE_LOG_LEVEL: 'warn', ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child = started;
      started.stderr.on('data', (chunk: Buffer) => {
        words = (words + chunk.toString()).slice(-4_000);
      });
      await new Promise<void>((resolve, reject) => {
        const fail = (reason: string) => reject(new Error(`a node ${reason}; it said:\n${words}`));
        const timer = setTimeout(() => fail('was not ready in time'), READY_WITHIN_MS);
        started.once('exit', (code) => fail(`ended with code ${code}`));
        createInterface({ input: started.stdout }).on('line', (line) => {
          const parsed = readyLine.safeParse(jsonOf(line));
          if (!parsed.success) return;
          ({ token } = parsed.data);
          clearTimeout(timer);
          resolve();
        });
      });
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    token: () => token,
    memory: () => residentBytes(child?.pid),
    words: () => words,
  };
}

/** Linux says it in /proc; elsewhere nothing is known. */
function residentBytes(pid: number | undefined): number {
  if (pid === undefined || process.platform !== 'linux') return 0;
  try {
    const [, kibibytes = '0'] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kibibytes) * 1024;
  } catch {
    return 0;
  }
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
