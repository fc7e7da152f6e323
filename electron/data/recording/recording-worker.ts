import { parentPort, workerData } from 'node:worker_threads';
import { serveRecorder } from './serve-recorder.ts';
import { serveReplay } from './serve-replay.ts';
import type { RecorderOptions } from './recorder.ts';

/**
 * The threads of recordings, of one file: one writes what comes, as long as anything is recorded; the other reads for those who replay. Neither
 * waits for the other, and the data host for none of them.
 */
export type RecordingTask =
  | ({ role: 'recorder' } & Omit<RecorderOptions, 'clock'>)
  | { role: 'replay'; folder: string };

const port = parentPort;
if (port === null) throw new Error('recordings have threads of their own: they are not started by themselves');
const task = workerData as RecordingTask;
if (task.role === 'recorder') serveRecorder(port, task);
else serveReplay(port, task.folder);
