import type { MessagePort } from 'node:worker_threads';
import { systemClock } from '../system-clock.ts';
import { Recorder, type RecorderOptions, type RecorderState } from './recorder.ts';

/** What the thread is told. One frame is on its way at a time. */
export type ToRecorder =
  | { type: 'frame'; frame: Uint8Array }
  | { type: 'directory'; streamId: number; start: number; ids: string[] }
  | { type: 'close' };
export type FromRecorder =
  /** The next frame may come; `isWhole`: from where this one ended. */
  { type: 'taken'; isWhole: boolean } | { type: 'state'; state: RecorderState } | { type: 'closed' };

/** Waiting frames are written within this beyond the time that they are held back, ms. */
const TICK_MS = 250;

export function serveRecorder(port: MessagePort, options: Omit<RecorderOptions, 'clock'>): void {
  const recorder = new Recorder({ ...options, clock: systemClock });
  let told = '';
  const tell = () => {
    const state = recorder.state();
    const text = JSON.stringify(state);
    if (text === told) return;
    told = text;
    port.postMessage({ type: 'state', state } satisfies FromRecorder);
  };
  tell();
  const timer = setInterval(() => {
    recorder.tick();
    tell();
  }, TICK_MS);
  port.on('message', (message: ToRecorder) => {
    switch (message.type) {
      case 'frame':
        return port.postMessage({ type: 'taken', isWhole: recorder.frame(message.frame) } satisfies FromRecorder);
      case 'directory':
        return recorder.directory(message.streamId, message.start, message.ids);
      case 'close':
        clearInterval(timer);
        recorder.close();
        tell();
        port.postMessage({ type: 'closed' } satisfies FromRecorder);
        return port.close();
    }
  });
}
