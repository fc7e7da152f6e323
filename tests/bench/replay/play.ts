import { createReplaySource } from '../../../electron/data/recording/replay-source.ts';
import type { ReplayThread } from '../../../electron/data/recording/replay-thread.ts';
import { systemClock } from '../../../electron/data/system-clock.ts';
import { FleetTable } from '../../../shared/api/index.ts';
import { watchEventLoop } from '../support/event-loop.ts';

/**
 * Plays at a speed, as a window that takes each frame at once would have it, and watches how long the data host's own thread is held up. The
 * window's table is not part of that: it has a process of its own.
 */
export async function play(thread: ReplayThread, fromMs: number, speed: number, seconds: number) {
  const source = createReplaySource(
    thread,
    1_000_000,
    { atMs: fromMs, stretch: null, isPlaying: true, speed },
    systemClock,
  );
  const frames: Uint8Array[] = [];
  const take = () => {
    const frame = source.take();
    if (frame !== undefined) {
      frames.push(frame);
      // The reader's acknowledgement.
      setImmediate(take);
    }
  };
  const stop = source.onReady(take);
  const watch = watchEventLoop();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const longestBlockMs = watch.stop();
  stop();
  source.dispose();
  const table = new FleetTable({ streamId: 0, epochMs: 0 }, 1_024, 'replay');
  for (const frame of frames) if (table.apply(frame) !== 'applied') throw new Error('a replayed frame does not follow');
  return { longestBlockMs, frames: frames.length, playedSeconds: (table.serverTimeMs - fromMs) / 1000 };
}
