import { parentPort } from 'node:worker_threads';
import { carryOut, type DocumentJob } from './job.ts';

export interface WorkerQuestion {
  id: number;
  job: DocumentJob;
}
export type WorkerAnswer = { id: number; bytes: Uint8Array } | { id: number; error: string };

const port = parentPort;
if (port === null) throw new Error('the writer of documents is a worker thread: it is not started by itself');

port.on('message', ({ id, job }: WorkerQuestion) => {
  carryOut(job).then(
    (bytes) => port.postMessage({ id, bytes } satisfies WorkerAnswer),
    (error: unknown) => port.postMessage({ id, error: String(error) } satisfies WorkerAnswer),
  );
});
