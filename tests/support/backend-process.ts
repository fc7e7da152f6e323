import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const root = fileURLToPath(new URL('../..', import.meta.url));
const READY_WITHIN_MS = 60_000;

/** What the backend prints, among other lines, when it takes requests. */
const readyLine = z.object({ event: z.literal('ready'), url: z.string(), token: z.string().min(1) });

/** A real backend with a simulated fleet, on a free loopback port, with its data in a folder of its own. */
export interface Backend {
  readonly url: string;
  readonly token: string;
  stop(): Promise<void>;
}

/** @param vehicles number of vehicles that the simulator moves */
export async function startBackend({ vehicles }: { vehicles: number }): Promise<Backend> {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-backend-'));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  try {
    const backend = await startBackendIn(folder, ['--vehicles', String(vehicles)]);
    return {
      ...backend,
      async stop() {
        await backend.stop();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/**
 * A backend on a data folder of the caller's, which stays.
 * @param args further arguments of `serve`
 * @param settings variables of its environment, besides those of this process
 */
export async function startBackendIn(
  folder: string,
  args: readonly string[],
  settings: NodeJS.ProcessEnv = {},
): Promise<Backend> {
  const command = [path.join(root, 'backend/cli.ts'), 'serve', '--port', '0', '--data', folder, ...args];
  // What Node has compiled of its source is kept, for the next one.
  const compiled = path.join(root, 'node_modules/.cache/vigie/compiled');
  const env = { NODE_COMPILE_CACHE: compiled, ...process.env, ...settings };
  const child = spawn(process.execPath, command, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = () => end(child);
  try {
    return { ...(await ready(child)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function ready(child: ChildProcess): Promise<{ url: string; token: string }> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (reason: string) => reject(new Error(`the backend ${reason}; it said:\n${said.slice(-4_000)}`));
    const timer = setTimeout(() => fail(`was not ready within ${READY_WITHIN_MS} ms`), READY_WITHIN_MS);
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code) => fail(`ended with code ${code}`));
    if (child.stdout === null) return fail('has no output');
    createInterface({ input: child.stdout }).on('line', (line) => {
      said += `${line}\n`;
      const parsed = readyLine.safeParse(jsonOf(line));
      if (!parsed.success) return;
      clearTimeout(timer);
      resolve({ url: parsed.data.url, token: parsed.data.token });
    });
  });
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(force);
}
