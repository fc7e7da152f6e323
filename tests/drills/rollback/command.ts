import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

const root = path.join(import.meta.dirname, '../../..');

export interface Ended {
  /** The exit code; null where it was killed. */
  code: number | null;
  /** What it wrote on standard output, a JSON document. */
  result: unknown;
  seconds: number;
}

export interface CommandOptions {
  environment: Readonly<Record<string, string>>;
  /** Ends the process with SIGKILL once it is so far in a part of its work. */
  killAt?: { label: string; share: number };
  /** A command that takes longer is killed, and the drill fails. */
  mostSeconds: number;
}

/**
 * Runs a command of the back office as a process of its own, as an operator does.
 * @throws Error when it takes too long, or says nothing that can be read and was not killed on purpose
 */
export async function runCommand(args: readonly string[], options: CommandOptions): Promise<Ended> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, [path.join(root, 'backend/cli.ts'), ...args, '--json'], {
    cwd: root,
    env: { ...process.env, ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  let isKilled = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  createInterface({ input: child.stderr }).on('line', (line) => {
    errors = `${errors}${line}\n`.slice(-4_000);
    if (!isKilled && isAt(line, options.killAt)) {
      isKilled = true;
      child.kill('SIGKILL');
    }
  });
  const code = await ended(child, args, options.mostSeconds);
  const seconds = (performance.now() - startedMs) / 1000;
  if (isKilled) return { code: null, result: undefined, seconds };
  try {
    return { code, result: JSON.parse(output), seconds };
  } catch (error) {
    throw new Error(`${args.join(' ')} ended with ${code} and said: ${output}${errors}`, { cause: error });
  }
}

function isAt(line: string, killAt: CommandOptions['killAt']): boolean {
  if (killAt === undefined || !line.startsWith('{"event":"progress"')) return false;
  const { label, done, total } = JSON.parse(line) as { label: string; done: number; total?: number };
  return label === killAt.label && total !== undefined && total > 0 && done >= total * killAt.share;
}

async function ended(child: ChildProcess, args: readonly string[], mostSeconds: number): Promise<number | null> {
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    child.kill('SIGKILL');
  }, mostSeconds * 1000);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  if (isLate) throw new Error(`${args.join(' ')} did not end within ${mostSeconds} s`);
  return code;
}
