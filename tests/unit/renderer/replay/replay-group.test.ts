import { describe, expect, it } from 'vitest';
import { createReplaySource, type ReplaySource } from '../../../../electron/data/recording/replay-source.ts';
import type { ReplayThread } from '../../../../electron/data/recording/replay-thread.ts';
import { createWallReplays } from '../../../../electron/data/walls/wall-replays.ts';
import { createReplayStore, type GroupReplay, type ReplayLink } from '../../../../renderer/replay/index.ts';
import type { ToPositionsWorker } from '../../../../renderer/workers/index.ts';
import { createListeners } from '../../../../shared/rpc/index.ts';
import { EPOCH_MS } from '../../../support/fleet-records.ts';
import { createManualClock, type ManualClock } from '../../../support/manual-clock.ts';

/** What is recorded: an hour with a gap in it. */
const STRETCHES = [
  { fromMs: EPOCH_MS - 3_600_000, toMs: EPOCH_MS - 40_000 },
  { fromMs: EPOCH_MS - 20_000, toMs: EPOCH_MS },
] as const;
const settle = async () => {
  for (let turn = 0; turn < 60; turn++) await Promise.resolve();
};

/** A thread that plays by these stretches, as a player does that goes by the clock, and takes its time for a seek. */
function createThread(clock: ManualClock, seekMs: number): Pick<ReplayThread, 'ask'> & { atMs: () => number } {
  let atMs = 0;
  function advance(byMs: number): number {
    let toMs = atMs + byMs;
    const [first, last] = STRETCHES;
    if (atMs <= first.toMs && toMs > first.toMs) toMs = last.fromMs + (toMs - first.toMs);
    atMs = Math.min(toMs, last.toMs);
    return Math.max(0, toMs - last.toMs);
  }
  return {
    atMs: () => atMs,
    ask: async (ask: string, asked: { atMs: number; byMs?: number }) => {
      if (ask === 'leave') return null;
      if (ask === 'seek') {
        await new Promise<void>((resolve) => void clock.after(seekMs, resolve));
        atMs = asked.atMs;
      }
      const missedMs = advance(asked.byMs ?? 0);
      return { place: { stretch: 1, streamId: 7, atMs, isAtEnd: false, missedMs }, frame: new Uint8Array(1) };
    },
  };
}

/** A window of the group: its store, and what its worker makes of what the store says, over a link that takes its time. */
function createWindow(clock: ManualClock, replays: ReturnType<typeof createWallReplays>, delayMs: number) {
  const thread = createThread(clock, delayMs * 3);
  const said: ToPositionsWorker[] = [];
  const news = createListeners<GroupReplay | null>();
  let source: ReplaySource | undefined;
  let letGo: () => void = () => undefined;
  const replay = createReplayStore({
    connection: {
      client: { request: () => new Promise(() => undefined), on: () => () => undefined },
      openWorkerChannel: () => () => undefined,
    },
    clock,
    live: { serverNowMs: () => EPOCH_MS },
    createWorker: () => ({
      postMessage(message: ToPositionsWorker) {
        said.push(message);
        if (message.type === 'replay') {
          source = createReplaySource(thread, 1, message.start, clock);
          // A reader that is always free.
          const read = (frames: ReplaySource) => {
            while (frames.take() !== undefined);
          };
          const opened = source;
          opened.onReady(() => read(opened));
          read(opened);
          letGo = replays.hold('1', message.start.group?.group ?? '');
        } else if (message.type === 'steer') void source?.steer(message.steering).catch(() => undefined);
      },
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
      terminate() {
        source?.dispose();
        letGo();
      },
    }),
    newPlayer: () => 'p',
  });
  const link: ReplayLink = {
    group: { wall: '1', group: 'a' },
    subscribe(listener) {
      listener(replays.of('1')[0]?.replay ?? null);
      return news.add(listener);
    },
    publish: async (asked) => replays.steer('1', 'a', asked),
  };
  return {
    ...{ replay, said, link, atMs: thread.atMs },
    hear: (told: GroupReplay | null) => void clock.after(delayMs, () => news.emit(told)),
    state: () => replay.state.getState().replaying,
  };
}
type GroupWindow = ReturnType<typeof createWindow>;

function setUp() {
  const clock = createManualClock(EPOCH_MS);
  const windows: GroupWindow[] = [];
  const replays = createWallReplays(clock, (_wall, _group, told) => {
    for (const window of windows) window.hear(told);
  });
  const add = (delayMs: number) => {
    const window = createWindow(clock, replays, delayMs);
    windows.push(window);
    window.replay.join(window.link);
    return window;
  };
  const pass = async (ms: number) => {
    for (let gone = 0; gone < ms; gone += 5) {
      await settle();
      clock.advance(5);
    }
    await settle();
  };
  return { add, pass, windows };
}
/** How far apart the instants of windows may be: a frame of 16 ms, played as fast. */
const expectTogether = (windows: readonly GroupWindow[], speed: number) => {
  const shown = windows.map(({ atMs }) => atMs());
  expect(Math.max(...shown) - Math.min(...shown)).toBeLessThanOrEqual(16 * speed);
};

describe('windows that show parts of one picture', () => {
  it('go back, play, step, jump and stand together, whichever is told, and are live again together', async () => {
    const { add, pass, windows } = setUp();
    const [one, other] = [add(3), add(11)];
    one.replay.begin();
    await pass(100);
    expect(windows.map(({ state }) => [state()?.isPlaying, state()?.fleet.source])).toEqual([
      [false, 'replay'],
      [false, 'replay'],
    ]);
    expect(windows.map(({ atMs }) => atMs())).toEqual([EPOCH_MS - 60_000, EPOCH_MS - 60_000]);
    other.replay.setSpeed(10);
    other.replay.goTo(EPOCH_MS - 3_000_000);
    await pass(200);
    one.replay.play(true);
    for (let look = 0; look < 8; look++) {
      await pass(135);
      expectTogether(windows, 10);
    }
    expect(one.atMs()).toBeGreaterThan(EPOCH_MS - 3_000_000 + 5_000);
    expect(windows.map(({ state }) => [state()?.isPlaying, state()?.speed])).toEqual([
      [true, 10],
      [true, 10],
    ]);
    other.replay.play(false);
    await pass(150);
    expectTogether(windows, 0);
    one.replay.goTo(EPOCH_MS - 2_000_000);
    await pass(50);
    one.replay.step(-60_000);
    await pass(300);
    expect(windows.map(({ atMs }) => atMs())).toEqual([EPOCH_MS - 2_060_000, EPOCH_MS - 2_060_000]);
    other.replay.end();
    await pass(50);
    expect(windows.map(({ state }) => state())).toEqual([null, null]);
  });

  it('pass over what is not recorded together, and one that opens meanwhile joins them', async () => {
    const { add, pass, windows } = setUp();
    const one = add(2);
    add(17);
    one.replay.show(EPOCH_MS - 46_000);
    await pass(100);
    one.replay.setSpeed(10);
    one.replay.play(true);
    await pass(1_000);
    const late = add(7);
    await pass(300);
    expect(late.state()).toMatchObject({ isPlaying: true, speed: 10 });
    expect(late.said[0]).toMatchObject({ type: 'replay', start: { group: { wall: '1', group: 'a' } } });
    expect(one.atMs()).toBeGreaterThan(EPOCH_MS - 20_000);
    expect(one.atMs()).toBeLessThan(EPOCH_MS - 5_000);
    expectTogether(windows, 10);
  });

  it('go alone where nobody hears of it', async () => {
    const { add, pass } = setUp();
    const one = add(2);
    one.replay.join({ ...one.link, publish: () => Promise.reject(new Error('no line')) });
    one.replay.begin();
    await pass(100);
    expect(one.state()?.isPlaying).toBe(false);
    one.replay.play(true);
    await pass(20);
    expect(one.said.at(-1)).toEqual({ type: 'steer', steering: { isPlaying: true } });
    one.replay.end();
    await pass(10);
    expect(one.state()).toBeNull();
  });
});
