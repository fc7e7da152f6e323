import { type ChildProcess, spawn } from 'node:child_process';
import { findProgram } from '../../build/start/programs.ts';

/** An X display that nobody looks at, with a window manager: two applications on one would take the focus from each other. */
export interface OwnDisplay {
  /** For DISPLAY in the environment of what shall be seen on it. */
  readonly name: string;
  stop(): Promise<void>;
}

/** Undefined where Xvfb is missing, as on other systems than Linux. */
export async function startOwnDisplay(): Promise<OwnDisplay | undefined> {
  const program = findProgram(['Xvfb']);
  if (program === undefined) return undefined;
  // With -displayfd the server chooses a free number itself and writes it when it is ready.
  const flags = ['-displayfd', '3', '-screen', '0', '1920x1080x24', '-nolisten', 'tcp', '-noreset'];
  const server = spawn(program, flags, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const name = `:${await numberOf(server)}`;
  const manager = findProgram(['openbox']);
  const managing =
    manager === undefined ? [] : [spawn(manager, [], { env: { ...process.env, DISPLAY: name }, stdio: 'ignore' })];
  return {
    name,
    async stop() {
      for (const child of [...managing, server]) await end(child);
    },
  };
}

function numberOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('Xvfb was not ready within 15 s')), 15_000);
    let text = '';
    server.stdio[3]?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (!text.includes('\n')) return;
      clearTimeout(timer);
      resolve(text.trim());
    });
    server.once('exit', (code) => reject(new Error(`Xvfb ended with code ${code}`)));
    server.once('error', reject);
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(force);
}
