import { Worker } from 'node:worker_threads';
import type { RecordingTask } from './recording-worker.ts';
import type { ReplayAnswer, ReplayAsk, ReplayQuestions } from './serve-replay.ts';

/** The thread's code: from source beside this file; in the bundle, beside that. */
export function recordingThreadFile(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? './recording-worker.ts' : './recording.js', import.meta.url);
}

/** A recording cannot be read. `code` is the system's, where it is that. */
export class ReplayError extends Error {
  override name = 'ReplayError';
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Reads recordings in a thread of its own, started by the first question; after it has died, by the next. */
export interface ReplayThread {
  /** @throws ReplayError */
  ask<Ask extends ReplayAsk>(ask: Ask, asked: ReplayQuestions[Ask]['asked']): Promise<ReplayQuestions[Ask]['answer']>;
  close(): Promise<void>;
}

interface Waiting {
  resolve(result: ReplayQuestions[ReplayAsk]['answer']): void;
  reject(error: Error): void;
}

export function createReplayThread(folder: string): ReplayThread {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let isClosed = false;
  let nextId = 1;

  function fail(ended: Worker, error: ReplayError): void {
    if (worker !== ended) return;
    worker = undefined;
    for (const entry of waiting.values()) entry.reject(error);
    waiting.clear();
  }

  function start(): Worker {
    const workerData: RecordingTask = { role: 'replay', folder };
    const started = new Worker(recordingThreadFile(), { name: 'vigie-replay', workerData });
    // It does not keep the process alive.
    started.unref();
    started.on('message', (answer: ReplayAnswer) => {
      const entry = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('result' in answer) entry?.resolve(answer.result);
      else entry?.reject(new ReplayError(answer.error.code, answer.error.message));
    });
    started.on('error', (error) => fail(started, new ReplayError('thread', `replaying failed: ${String(error)}`)));
    started.on('exit', () => fail(started, new ReplayError('thread', 'the thread that replays has ended')));
    return started;
  }

  return {
    ask<Ask extends ReplayAsk>(ask: Ask, asked: ReplayQuestions[Ask]['asked']) {
      return new Promise<ReplayQuestions[Ask]['answer']>((resolve, reject) => {
        if (isClosed) return reject(new ReplayError('closed', 'the room of this recording is closed'));
        worker ??= start();
        const id = nextId++;
        waiting.set(id, { resolve: (result) => resolve(result), reject });
        const request: { id: number; ask: ReplayAsk } = { id, ask, ...asked };
        worker.postMessage(request);
      });
    },
    async close() {
      isClosed = true;
      await worker?.terminate();
    },
  };
}
