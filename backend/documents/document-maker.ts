import { Worker } from 'node:worker_threads';
import type { Clock, Disposer } from '../../shared/domain/index.ts';
import type { WorkerAnswer, WorkerQuestion } from './document-worker.ts';
import type { DocumentJob } from './job.ts';

/** No document was written. */
export class DocumentError extends Error {
  override name = 'DocumentError';
  /** Too many are waiting: worth trying again soon. */
  readonly isBusy: boolean;
  constructor(message: string, isBusy = false) {
    super(message);
    this.isBusy = isBusy;
  }
}

interface Waiting {
  job: DocumentJob;
  resolve: (bytes: Uint8Array) => void;
  reject: (error: DocumentError) => void;
}

/** Documents that wait; more are refused at once. */
const MOST_WAITING = 16;
/** A statement of 50,000 missions takes about a minute on one core. */
const MOST_MS = 5 * 60_000;
/** Its memory is given back when nobody has asked for as long. */
const IDLE_MS = 60_000;
const LIMITS = { maxOldGenerationSizeMb: 3072 };

/**
 * Writes documents one after another in a thread of its own: a long statement holds up neither positions nor edits. The thread is started by the
 * first document, ended when nobody asks any more, and started anew after it has died.
 */
export class DocumentMaker {
  readonly #clock: Clock;
  readonly #queue: Waiting[] = [];
  #current: Waiting | undefined;
  #worker: Worker | undefined;
  #isClosed = false;
  #nextId = 1;
  #stopTimer: Disposer = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @throws DocumentError */
  make(job: DocumentJob): Promise<Uint8Array> {
    if (this.#isClosed) return Promise.reject(new DocumentError('the service is ending', true));
    if (this.#queue.length >= MOST_WAITING)
      return Promise.reject(new DocumentError(`${MOST_WAITING} documents are waiting already`, true));
    return new Promise((resolve, reject) => {
      this.#queue.push({ job, resolve, reject });
      this.#next();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stopTimer();
    const ending = new DocumentError('the service is ending', true);
    for (const { reject } of this.#queue.splice(0)) reject(ending);
    this.#current?.reject(ending);
    this.#current = undefined;
    await this.#worker?.terminate();
  }

  #next(): void {
    if (this.#current !== undefined || this.#isClosed) return;
    this.#stopTimer();
    const next = this.#queue.shift();
    if (next === undefined) {
      this.#stopTimer = this.#clock.after(IDLE_MS, () => this.#end());
      return;
    }
    this.#current = next;
    this.#worker ??= this.#start();
    this.#worker.postMessage({ id: this.#nextId++, job: next.job } satisfies WorkerQuestion);
    this.#stopTimer = this.#clock.after(MOST_MS, () => {
      this.#end();
      this.#settle((waiting) => waiting.reject(new DocumentError('the document took more than five minutes')));
    });
  }

  #start(): Worker {
    const worker = new Worker(new URL('./document-worker.ts', import.meta.url), {
      name: 'vigie-documents',
      resourceLimits: LIMITS,
    });
    worker.unref();
    worker.on('message', (answer: WorkerAnswer) => {
      this.#settle((waiting) => {
        if ('bytes' in answer) waiting.resolve(answer.bytes);
        else waiting.reject(new DocumentError(answer.error));
      });
    });
    const failed = (message: string) => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      this.#settle((waiting) => waiting.reject(new DocumentError(message)));
    };
    worker.on('error', (error) => failed(`the writer of documents failed: ${String(error)}`));
    worker.on('exit', () => failed('the writer of documents has ended'));
    return worker;
  }

  #end(): void {
    const worker = this.#worker;
    this.#worker = undefined;
    void worker?.terminate();
  }

  #settle(how: (waiting: Waiting) => void): void {
    const waiting = this.#current;
    this.#current = undefined;
    if (waiting !== undefined) how(waiting);
    this.#next();
  }
}
