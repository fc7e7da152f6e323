import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Backend, startBackendIn } from './backend-process.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const READY_WITHIN_MS = 60_000;
const told = z.object({ event: z.enum(['ready', 'link']), url: z.string() });

/** A real backend and a real preview host, of which the backend can be stopped and started again on the same data. */
export interface PreviewStack {
  /** An address that lets one page in: a new one after each use. */
  readonly url: () => string;
  stopBackend(): Promise<void>;
  startBackend(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * @param vehicles number of vehicles that the simulator moves
 * @param signIn people sign in, in place of a token that opens the server
 */
export async function startPreviewStack({
  vehicles,
  signIn = false,
}: {
  vehicles: number;
  signIn?: boolean;
}): Promise<PreviewStack> {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-preview-'));
  const port = await freePort();
  const serve = () =>
    startBackendIn(path.join(folder, 'backend'), ['--vehicles', String(vehicles), '--port', String(port)]);
  let backend: Backend | undefined = await serve();
  const preview = await startPreview(folder, signIn ? { ...backend, token: '' } : backend);
  return {
    url: preview.url,
    async stopBackend() {
      await backend?.stop();
      backend = undefined;
    },
    async startBackend() {
      backend ??= await serve();
    },
    async stop() {
      await preview.stop();
      await backend?.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function startPreview(
  folder: string,
  backend: Pick<Backend, 'url' | 'token'>,
): Promise<{ readonly url: () => string; stop(): Promise<void> }> {
  const args = ['electron/preview/main.ts', '--server', backend.url, '--data', path.join(folder, 'desktop')];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, VIGIE_SERVER_TOKEN: backend.token },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let url = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000);
  });
  await new Promise<void>((resolve, reject) => {
    const fail = (reason: string) => reject(new Error(`the preview host ${reason}; it said:\n${said}`));
    const timer = setTimeout(() => fail(`was not ready within ${READY_WITHIN_MS} ms`), READY_WITHIN_MS);
    child.once('exit', (code) => fail(`ended with code ${code}`));
    createInterface({ input: child.stdout }).on('line', (line) => {
      said += `${line}\n`;
      const parsed = told.safeParse(JSON.parse(line));
      if (!parsed.success) return;
      url = parsed.data.url;
      clearTimeout(timer);
      resolve();
    });
  });
  return { url: () => url, stop: () => end(child) };
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

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
