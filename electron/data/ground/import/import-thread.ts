import { Worker } from 'node:worker_threads';
import type { ImportAnswer } from './importer.ts';
import type { ImportTask } from './read-layer.ts';

/** The importer's code: from source beside this file; in the bundle, beside that. */
function importerFile(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? './importer.ts' : './importer.js', import.meta.url);
}

/** What the thread may take, MB: the largest file that is read as a whole becomes some ten times as large. */
const MOST_MEMORY_MB = 1_536;

export interface ImportThread {
  /** Never rejects: a thread that dies has failed. */
  readonly answer: Promise<ImportAnswer>;
  stop(): void;
}

/** Reads a file in a thread of its own: parsing holds up neither the positions nor the windows. */
export function startImport(task: ImportTask): ImportThread {
  const worker = new Worker(importerFile(), {
    name: 'vigie-importer',
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
  });
  worker.unref();
  const answer = new Promise<ImportAnswer>((resolve) => {
    worker.on('message', resolve);
    worker.on('error', (error: Error & { code?: string }) => {
      const isTooLarge = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      const detail = 'it takes more memory than there is for it';
      if (isTooLarge) resolve({ result: 'refused', reason: { code: 'too-large', file: task.fileName, detail } });
      else resolve({ result: 'failed', code: error.code ?? 'thread', message: String(error) });
    });
    worker.on('exit', () => resolve({ result: 'failed', code: 'thread', message: 'the importer has ended' }));
  });
  return { answer, stop: () => void worker.terminate() };
}
