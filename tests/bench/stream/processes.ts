import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const TELL_KEPT = new URL('./tell-kept.ts', import.meta.url).href;
/** A program that is busy answers within so long, milliseconds. */
const ANSWER_MS = 3_000;

/** A program of the benchmark that runs until it is ended. */
export interface Program {
  readonly pid: number;
  readonly child: ChildProcess;
  /** The JSON of the first line that `accept` takes; rejects when the program ends before. */
  line<Line>(accept: (line: Record<string, unknown>) => boolean): Promise<Line>;
  /** Memory that it keeps after a collection, MB; undefined when it does not answer (it is stopped). */
  kept(): Promise<number | undefined>;
  /** The JSON of the last line that it printed. */
  last(): Record<string, unknown> | undefined;
  end(): Promise<void>;
}

/** Starts a script with this Node. It must print JSON lines only. */
export function startProgram(script: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Program {
  const child = spawn(process.execPath, ['--expose-gc', '--import', TELL_KEPT, script, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${script} could not be started`);
  const waiting = new Set<(line: Record<string, unknown>) => void>();
  let last: Record<string, unknown> | undefined;
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-2_000);
  });
  const lines: Record<string, unknown>[] = [];
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = JSON.parse(text) as Record<string, unknown>;
    if (!('keptMb' in line)) last = line;
    if (lines.length < 50) lines.push(line);
    for (const look of waiting) look(line);
  });
  const exited = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  return {
    ...{ pid, child },
    last: () => last,
    kept() {
      return new Promise((resolve) => {
        const look = (line: Record<string, unknown>) => {
          if (typeof line['keptMb'] !== 'number') return;
          clearTimeout(giveUp);
          waiting.delete(look);
          resolve(line['keptMb']);
        };
        const giveUp = setTimeout(() => {
          waiting.delete(look);
          resolve(undefined);
        }, ANSWER_MS);
        waiting.add(look);
        child.kill('SIGUSR2');
      });
    },
    line<Line>(accept: (line: Record<string, unknown>) => boolean) {
      const known = lines.find(accept);
      if (known !== undefined) return Promise.resolve(known as Line);
      return new Promise<Line>((resolve, reject) => {
        const look = (line: Record<string, unknown>) => {
          if (!accept(line)) return;
          waiting.delete(look);
          resolve(line as Line);
        };
        waiting.add(look);
        void exited.then((code) => reject(new Error(`${script} ended with ${code}: ${errors}`)));
      });
    },
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await exited;
      clearTimeout(force);
    },
  };
}
