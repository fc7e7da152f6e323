import { Worker } from 'node:worker_threads';
import type { MissionFilterQuery, MissionTotalsRow } from '../../../../shared/contract/index.ts';
import type { IndexAnswer, IndexRequest, IndexResult } from './index-worker.ts';
import type { IndexQuery } from './mission-index.ts';

/** What is asked of all missions at once, in a thread of its own: a million rows hold up neither positions nor edits. */
export interface MissionIndexThread {
  /** Row keys of a part of the filtered, sorted list. @throws IndexError */
  page(query: IndexQuery): Promise<{ keys: number[]; total: number }>;
  ids(query: IndexQuery): Promise<{ ids: string[]; total: number }>;
  totals(filter: MissionFilterQuery): Promise<MissionTotalsRow>;
  drivers(text: string | undefined, limit: number): Promise<{ drivers: { name: string; missions: number }[] }>;
  /** Whether it has read the missions: the first question waits for that. */
  isReady(): boolean;
  /** After a commit: these rows are others, or the names that missions show. */
  changed(keys: readonly number[], names: boolean): void;
  /** The cache is another file. */
  replaced(): void;
  close(): Promise<void>;
}

/** The index cannot answer. `code` is SQLite's, where it is that. */
export class IndexError extends Error {
  override name = 'IndexError';
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** From source beside this file; in the bundle, beside that. */
function workerFile(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? './index-worker.ts' : './mission-index.js', import.meta.url);
}

interface Waiting {
  resolve(result: IndexResult): void;
  reject(error: Error): void;
}

/** Started by the first question; after it has died, by the next. */
export function createMissionIndexThread(file: string): MissionIndexThread {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let isReady = false;
  let isClosed = false;
  let nextId = 1;

  function fail(error: IndexError): void {
    worker = undefined;
    isReady = false;
    for (const entry of waiting.values()) entry.reject(error);
    waiting.clear();
  }

  function start(): Worker {
    const started = new Worker(workerFile(), { name: 'vigie-mission-index', workerData: { file } });
    // It does not keep the process alive.
    started.unref();
    started.on('message', (answer: IndexAnswer) => {
      const entry = waiting.get(answer.id);
      waiting.delete(answer.id);
      isReady = 'result' in answer;
      if ('result' in answer) entry?.resolve(answer.result);
      else entry?.reject(new IndexError(answer.error.code, answer.error.message));
    });
    started.on('error', (error) => {
      if (worker === started) fail(new IndexError('thread', `the index of missions failed: ${String(error)}`));
    });
    started.on('exit', () => {
      if (worker === started) fail(new IndexError('thread', 'the index of missions has ended'));
    });
    return started;
  }

  function ask<T extends IndexResult>(request: DistributiveOmit<Extract<IndexRequest, { ask: string }>, 'id'>) {
    return new Promise<T>((resolve, reject) => {
      if (isClosed) return reject(new IndexError('closed', 'the index of missions is closed'));
      worker ??= start();
      const id = nextId++;
      waiting.set(id, { resolve: (result) => resolve(result as T), reject });
      worker.postMessage({ id, ...request } satisfies IndexRequest);
    });
  }

  function tell(request: Extract<IndexRequest, { tell: string }>): void {
    worker?.postMessage(request);
  }

  return {
    page: (query) => ask({ ask: 'page', query }),
    ids: (query) => ask({ ask: 'ids', query }),
    totals: (filter) => ask({ ask: 'totals', filter }),
    drivers: (text, limit) => ask({ ask: 'drivers', text, limit }),
    isReady: () => isReady,
    changed: (keys, names) => tell({ tell: 'changed', keys, names }),
    replaced() {
      isReady = false;
      tell({ tell: 'replaced' });
    },
    async close() {
      isClosed = true;
      await worker?.terminate();
    },
  };
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
