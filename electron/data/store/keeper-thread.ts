import { Worker } from 'node:worker_threads';
import type { KeeperAnswer, KeeperRequest, KeeperTask } from './keeper.ts';

export interface Keeper {
  /** @throws Error with SQLite's code as `code`, or when the thread has ended */
  run(task: KeeperTask, file: string): Promise<{ problem: string | undefined }>;
  close(): Promise<void>;
}

interface Waiting {
  resolve(result: { problem: string | undefined }): void;
  reject(error: Error): void;
}

/** The keeper's code: from source beside this file; in the bundle, beside that. */
function keeperFile(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? './keeper.ts' : './keeper.js', import.meta.url);
}

/** A task of the keeper that failed. */
export class KeeperError extends Error {
  override name = 'KeeperError';
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Starts the keeper's thread with its first task. */
export function createKeeper(file: URL = keeperFile()): Keeper {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let nextId = 1;

  function fail(error: Error): void {
    worker = undefined;
    for (const entry of waiting.values()) entry.reject(error);
    waiting.clear();
  }

  function start(): Worker {
    const started = new Worker(file, { name: 'vigie-keeper' });
    // It does not keep the process alive.
    started.unref();
    started.on('message', (answer: KeeperAnswer) => {
      const entry = waiting.get(answer.id);
      waiting.delete(answer.id);
      if (answer.error === undefined) entry?.resolve({ problem: answer.problem });
      else entry?.reject(new KeeperError(answer.error.code, answer.error.message));
    });
    started.on('error', (error) => fail(new KeeperError('thread', `the keeper failed: ${String(error)}`)));
    started.on('exit', () => fail(new KeeperError('thread', 'the keeper has ended')));
    return started;
  }

  return {
    run(task, databaseFile) {
      return new Promise((resolve, reject) => {
        worker ??= start();
        const id = nextId++;
        waiting.set(id, { resolve, reject });
        worker.postMessage({ id, task, file: databaseFile } satisfies KeeperRequest);
      });
    },
    async close() {
      await worker?.terminate();
    },
  };
}
