import { parentPort, workerData } from 'node:worker_threads';
import type { ImportRefusal } from '../../../../shared/contract/index.ts';
import { ImportError } from './import-error.ts';
import { type ImportedLayer, type ImportTask, readLayer } from './read-layer.ts';

/** What the thread says, once, before it ends. */
export type ImportAnswer =
  | { result: 'imported'; layer: ImportedLayer }
  | { result: 'refused'; reason: ImportRefusal }
  /** A fault of the disk, with the system's code, or a defect. */
  | { result: 'failed'; code: string; message: string };

const port = parentPort;
if (port === null) throw new Error('the importer is a worker thread: it is not started by itself');

async function answer(task: ImportTask): Promise<ImportAnswer> {
  try {
    return { result: 'imported', layer: await readLayer(task) };
  } catch (error) {
    if (error instanceof ImportError) return { result: 'refused', reason: error.reason };
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    return { result: 'failed', code, message: String(error) };
  }
}

port.postMessage(await answer(workerData as ImportTask));
