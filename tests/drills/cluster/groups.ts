import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Answers, Order } from './group.ts';

const program = fileURLToPath(new URL('group.ts', import.meta.url));
const reply = z.object({ id: z.number(), answer: z.unknown(), failure: z.string().optional() });

/** A process with some of the desktops. */
export interface Group {
  ask<Asked extends Order>(asked: Asked): Promise<Answers[Asked['type']]>;
  /** Its desktops take nothing any more, with their connections open. */
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
}

export function startGroup(server: { url: string; token: string }, count: { light: number; full: number }): Group {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-drill-'));
  const child: ChildProcess = fork(program, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const waiting = new Map<number, { resolve: (answer: unknown) => void; reject: (error: Error) => void }>();
  let last = 0;
  child.on('message', (message) => {
    const { id, answer, failure } = reply.parse(message);
    if (failure === undefined) waiting.get(id)?.resolve(answer);
    else waiting.get(id)?.reject(new Error(failure));
    waiting.delete(id);
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', (code) => {
      for (const { reject } of waiting.values()) reject(new Error(`a process of desktops ended with code ${code}`));
      resolve();
    });
  });
  const group: Group = {
    ask<Asked extends Order>(asked: Asked) {
      last += 1;
      const answered = new Promise<unknown>((resolve, reject) => waiting.set(last, { resolve, reject }));
      child.send({ id: last, ...asked });
      return answered as Promise<Answers[Asked['type']]>;
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    async stop() {
      child.kill('SIGCONT');
      const force = setTimeout(() => child.kill('SIGKILL'), 15_000);
      if (child.exitCode === null && child.connected) await group.ask({ type: 'stop' }).catch(() => undefined);
      child.kill('SIGKILL');
      await ended;
      clearTimeout(force);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  void group.ask({ type: 'start', server, ...count, folder });
  return group;
}
