import { describe, expect, it } from 'vitest';
import { createReplayStore } from '../../../../renderer/replay/replay-store.ts';
import type { FromPositionsWorker, ToPositionsWorker } from '../../../../renderer/workers/index.ts';
import { EPOCH_MS } from '../../../support/fleet-records.ts';
import { createManualClock } from '../../../support/manual-clock.ts';

function setUp() {
  const clock = createManualClock(EPOCH_MS);
  const said: ToPositionsWorker[] = [];
  const listeners = new Set<(event: { data: FromPositionsWorker }) => void>();
  let terminated = 0;
  const stretches = [{ stretch: 1, streamId: 7, fromMs: 0, toMs: EPOCH_MS, timeScale: 1, isOpen: true }];
  const replay = createReplayStore({
    connection: {
      client: {
        request: (() => Promise.resolve({ stretches, bytes: 1, limits: null })) as never,
        on: () => () => undefined,
      },
      openWorkerChannel: () => () => undefined,
    },
    clock,
    live: { serverNowMs: () => EPOCH_MS },
    createWorker: () => ({
      postMessage: (message) => void said.push(message),
      addEventListener: (_type, listener) => void listeners.add(listener),
      removeEventListener: (_type, listener) => void listeners.delete(listener),
      terminate: () => void (terminated += 1),
    }),
    newPlayer: () => 'p',
  });
  const seeks = () => said.flatMap((one) => (one.type === 'steer' ? (one.steering.seek?.atMs ?? []) : []));
  const replaying = () => replay.state.getState().replaying;
  const sought = (atMs: number) => {
    for (const listener of listeners) listener({ data: { type: 'sought', atMs } });
  };
  return { clock, replay, said, seeks, replaying, sought, listeners, terminated: () => terminated };
}

describe('a window that goes back', () => {
  it('stands a minute before now, with a fleet of its own that is none of the live one', async () => {
    const { replay, said, replaying } = setUp();
    expect(replaying()).toBeNull();
    replay.begin();
    expect(said[0]).toEqual({
      type: 'replay',
      start: { player: 'p', atMs: EPOCH_MS - 60_000, stretch: null, isPlaying: false, speed: 1 },
    });
    expect(replaying()?.fleet.source).toBe('replay');
    expect(replaying()?.fleet.status.getState().pace).toBe(0);
    await Promise.resolve();
    await Promise.resolve();
    expect(replaying()?.stretches).toHaveLength(1);
    replay.end();
  });

  it('goes to an instant that somebody names, which is remembered until it is played on', () => {
    const { replay, said, seeks, replaying } = setUp();
    replay.show(400_000);
    expect(said[0]).toMatchObject({ type: 'replay', start: { atMs: 400_000 } });
    expect(replaying()).toMatchObject({ askedMs: 400_000, soughtMs: null });
    replay.show(500_000);
    expect(seeks()).toEqual([500_000]);
    expect(replaying()?.askedMs).toBe(500_000);
    replay.play(true);
    expect(replaying()?.askedMs).toBeNull();
    replay.end();
  });

  it('plays as fast as it is told, and stands', () => {
    const { replay, said, replaying } = setUp();
    replay.begin();
    replay.setSpeed(30);
    expect(replaying()?.fleet.status.getState().pace).toBe(0);
    replay.play(true);
    expect(replaying()?.fleet.status.getState().pace).toBe(30);
    expect(said.slice(-2)).toEqual([
      { type: 'steer', steering: { speed: 30 } },
      { type: 'steer', steering: { isPlaying: true } },
    ]);
    replay.play(false);
    expect(replaying()?.fleet.status.getState().pace).toBe(0);
    replay.end();
  });

  it('adds up steps that are asked for faster than they are shown, and tells the player the newest', () => {
    const { replay, seeks, clock, replaying, sought } = setUp();
    replay.begin();
    replay.goTo(500_000);
    for (let step = 0; step < 5; step++) replay.step(1_000);
    expect(seeks()).toEqual([500_000]);
    expect(replaying()?.soughtMs).toBe(505_000);
    // An answer to the first is none to the last.
    sought(500_000);
    expect(replaying()?.soughtMs).toBe(505_000);
    clock.advance(200);
    expect(seeks()).toEqual([500_000, 505_000]);
    clock.advance(200);
    sought(505_000);
    expect(replaying()?.soughtMs).toBeNull();
    replay.end();
  });

  it('leaves nothing behind when it is live again', () => {
    const { replay, replaying, listeners, terminated, said, clock } = setUp();
    replay.begin();
    replay.goTo(1);
    replay.goTo(2);
    replay.end();
    expect(replaying()).toBeNull();
    expect(terminated()).toBe(1);
    expect(listeners.size).toBe(0);
    const count = said.length;
    clock.advance(10_000);
    replay.step(1_000);
    expect(said).toHaveLength(count);
  });
});
