import { Worker } from 'node:worker_threads';
import type { Clock, Disposer } from '../../../shared/domain/index.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Log } from '../log.ts';
import type { RecorderState } from './recorder.ts';
import type { RecordingTask } from './recording-worker.ts';
import { recordingThreadFile } from './replay-thread.ts';
import type { FromRecorder, ToRecorder } from './serve-recorder.ts';

/** A thread that has died is started again after this, ms. */
const RESTART_MS = 5_000;
/** The last block is waited for at the end, and not for ever, ms. */
const CLOSE_MS = 3_000;

/** What of a fleet is recorded. */
export type RecordedFleet = Pick<Fleet, 'onFrame' | 'frameSince' | 'streamId' | 'vehicleIdOf'>;

export interface RecorderThreadOptions extends Omit<Extract<RecordingTask, { role: 'recorder' }>, 'role'> {
  fleet: RecordedFleet;
  clock: Clock;
  log: Log;
  onState: (state: RecorderState) => void;
}

/**
 * Hands frames to the thread that records: one is on its way at a time, and the next holds all that has changed since. A disk that is slow makes
 * the recording coarser; it holds up nothing here, and takes no memory.
 */
export function startRecorderThread(options: RecorderThreadOptions): { close(): Promise<void> } {
  const { fleet, clock, log, onState, ...task } = options;
  const workerData: RecordingTask = { role: 'recorder', ...task };
  let worker: Worker | undefined;
  let isBusy = false;
  let hasNews = false;
  let place = { streamId: 0, sequence: 0 };
  let sentIds = { streamId: 0, count: 0 };
  let hasStarted = false;
  let isClosing = false;
  let stopRestart: Disposer = () => undefined;
  let closed: () => void = () => undefined;

  const post = (message: ToRecorder) => worker?.postMessage(message);

  function sendDirectory(): void {
    const streamId = fleet.streamId();
    if (sentIds.streamId !== streamId) sentIds = { streamId, count: 0 };
    const ids: string[] = [];
    for (let slot = sentIds.count; ; slot++) {
      const id = fleet.vehicleIdOf(slot);
      if (id === undefined) break;
      ids.push(id);
    }
    if (ids.length === 0) return;
    post({ type: 'directory', streamId, start: sentIds.count, ids });
    sentIds.count += ids.length;
  }

  function send(): void {
    if (isBusy || isClosing || worker === undefined) return void (hasNews = true);
    const frame = fleet.frameSince(place);
    if (frame === undefined) return;
    hasNews = false;
    isBusy = true;
    place = frame.place;
    sendDirectory();
    post({ type: 'frame', frame: frame.bytes });
  }

  function receive(message: FromRecorder): void {
    switch (message.type) {
      case 'taken':
        isBusy = false;
        if (!message.isWhole) place = { streamId: 0, sequence: 0 };
        if (hasNews || !message.isWhole) send();
        return;
      case 'state':
        return onState(message.state);
      case 'closed':
        return closed();
    }
  }

  function start(): void {
    const started = new Worker(recordingThreadFile(), { name: 'vigie-recorder', workerData });
    started.unref();
    worker = started;
    isBusy = false;
    place = { streamId: 0, sequence: 0 };
    sentIds = { streamId: 0, count: 0 };
    started.on('message', receive);
    started.on('error', (error: unknown) => log.error({ err: error }, 'the recording failed'));
    started.on('exit', () => {
      if (worker !== started) return;
      worker = undefined;
      closed();
      if (isClosing) return;
      onState({
        state: 'stopped',
        bytes: 0,
        fault: { code: 'thread', message: 'the thread that records has ended' },
        recovered: { closed: 0, cutBytes: 0, removed: 0 },
      });
      stopRestart = clock.after(RESTART_MS, start);
    });
  }

  const stopListening = fleet.onFrame(() => {
    // With the first frame: a room without positions needs no thread.
    if (!hasStarted) {
      hasStarted = true;
      start();
    }
    send();
  });
  return {
    async close() {
      isClosing = true;
      stopListening();
      stopRestart();
      const ending = worker;
      if (ending === undefined) return;
      let stopWaiting: Disposer = () => undefined;
      await new Promise<void>((resolve) => {
        closed = resolve;
        stopWaiting = clock.after(CLOSE_MS, resolve);
        post({ type: 'close' });
      });
      stopWaiting();
      worker = undefined;
      await ending.terminate();
    },
  };
}
