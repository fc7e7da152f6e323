import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../electron/preview/main.ts', import.meta.url));

export interface PreviewProcess {
  readonly child: ChildProcess;
  /** What it printed, a line each. */
  readonly events: Record<string, unknown>[];
  readonly exited: Promise<number | null>;
  log(): string;
  /** Resolves with the first event of that name. */
  event(name: string): Promise<Record<string, unknown>>;
  /** Ends it, if it still runs. */
  kill(): Promise<void>;
}

/** Starts electron/preview/main.ts as npm start does. */
export function spawnPreview(args: readonly string[], token?: string): PreviewProcess {
  const { VIGIE_SERVER_TOKEN: _, ...env } = process.env;
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: token === undefined ? env : { ...env, VIGIE_SERVER_TOKEN: token },
  });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  const events: Record<string, unknown>[] = [];
  const waiting: { name: string; resolve(event: Record<string, unknown>): void }[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event = JSON.parse(line) as Record<string, unknown>;
    events.push(event);
    for (const entry of waiting) if (entry.name === event['event']) entry.resolve(event);
  });
  const exited = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  return {
    child,
    events,
    exited,
    log: () => log,
    event(name) {
      const known = events.find((event) => event['event'] === name);
      if (known !== undefined) return Promise.resolve(known);
      return new Promise((resolve, reject) => {
        waiting.push({ name, resolve });
        void exited.then(() =>
          reject(new Error(`the preview host ended without '${name}': ${JSON.stringify(events)} ${log.slice(-2_000)}`)),
        );
      });
    },
    async kill() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await exited;
    },
  };
}
