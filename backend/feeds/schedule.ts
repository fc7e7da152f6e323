import type { Disposer } from '../../shared/domain/index.ts';
import type { FeedHost } from './feed.ts';

/** The timers of a running feed, all on the host's clock and all ended at once. */
export interface Schedule {
  readonly stopped: boolean;
  /** Runs an action again and again, `ms` after it last ended. What it throws is logged, and it goes on. */
  every(ms: number, action: () => void | Promise<void>): void;
  /** Resolves after `ms`, or at once when the schedule is stopped. */
  sleep(ms: number): Promise<void>;
  /** Starts something that takes long. What it throws is logged. */
  run(action: () => Promise<void>): void;
  /** Ends all timers and sleeps, and resolves when the actions under way have ended. */
  stop(): Promise<void>;
}

export function createSchedule(host: Pick<FeedHost, 'clock' | 'log'>): Schedule {
  const timers = new Map<Disposer, () => void>();
  const running = new Set<Promise<void>>();
  let stopped = false;

  const after = (ms: number, action: () => void, ended: () => void) => {
    if (stopped) return ended();
    const dispose = host.clock.after(ms, () => {
      timers.delete(dispose);
      action();
    });
    timers.set(dispose, ended);
  };

  const run = (action: () => void | Promise<void>): Promise<void> => {
    const task = attempt(action, host).finally(() => running.delete(task));
    running.add(task);
    return task;
  };

  const every = (ms: number, action: () => void | Promise<void>) => {
    const again = () => void run(action).then(() => after(ms, again, () => {}));
    after(ms, again, () => {});
  };

  return {
    get stopped() {
      return stopped;
    },
    every,
    sleep: (ms) => new Promise((resolve) => after(ms, resolve, resolve)),
    run: (action) => void run(action),
    async stop() {
      stopped = true;
      const waiting = [...timers];
      timers.clear();
      for (const [dispose, ended] of waiting) {
        dispose();
        ended();
      }
      await Promise.all(running);
    },
  };
}

async function attempt(action: () => void | Promise<void>, host: Pick<FeedHost, 'log'>): Promise<void> {
  try {
    await action();
  } catch (error) {
    host.log('a step of the feed failed; the feed goes on', { reason: messageOf(error) });
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
