import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RecordedStretch } from '../../shared/contract/index.ts';
import type { Clock, Disposer } from '../../shared/domain/index.ts';
import type { Connection } from '../connection/index.ts';
import { createFleetStore, type FleetStore } from '../supervision/index.ts';
import type { PositionsWorker, ReplaySteering } from '../workers/index.ts';

export const SPEEDS = [1, 2, 5, 10, 30, 60] as const;
export type Speed = (typeof SPEEDS)[number];

/** So long before now a window goes back to at first. */
export const BACK_MS = 60_000;
/** How often it is asked what there is to be replayed. */
const SPAN_EVERY_MS = 2_000;
/** While one drags through the time, the player is told so often at most. */
const SEEK_EVERY_MS = 120;

/** A recording that a window shows. */
export interface Replaying {
  readonly fleet: FleetStore;
  readonly isPlaying: boolean;
  readonly speed: Speed;
  /** An instant that was asked for and is not shown yet. */
  readonly soughtMs: number | null;
  /** An instant that somebody named, until it is played on from what is shown: where it was not recorded, that is said. */
  readonly askedMs: number | null;
  /** In the order in which they were recorded; null: not known yet. */
  readonly stretches: readonly RecordedStretch[] | null;
}

/** Whether a window shows what was, and how. One a window. */
export interface ReplayStore {
  /** Null: the window is live. */
  readonly state: StoreApi<{ readonly replaying: Replaying | null }>;
  /** Goes back, to the last minute. */
  begin(): void;
  /** Goes to an instant, back first where the window is live. */
  show(atMs: number): void;
  /** Back to what is live. */
  end: () => void;
  play(isPlaying: boolean): void;
  setSpeed(speed: Speed): void;
  goTo: (atMs: number) => void;
  /** From the instant that is shown, or that was asked for last. */
  step(byMs: number): void;
  dispose: Disposer;
}

export interface ReplayOptions {
  connection: Pick<Connection, 'client' | 'openWorkerChannel'>;
  clock: Clock;
  /** The fleet as it is: by its server's clock one goes back. */
  live: Pick<FleetStore, 'serverNowMs'>;
  createWorker: () => PositionsWorker;
  /** Names a player. */
  newPlayer: () => string;
}

export function createReplayStore({ connection, clock, live, createWorker, newPlayer }: ReplayOptions): ReplayStore {
  const state = createStore<{ replaying: Replaying | null }>(() => ({ replaying: null }));
  let worker: PositionsWorker | undefined;
  let stop: Disposer = () => undefined;
  let stopSeek: Disposer | undefined;
  let isSeekDue = false;

  function change(next: Partial<Replaying>): void {
    const { replaying } = state.getState();
    if (replaying !== null) state.setState({ replaying: { ...replaying, ...next } });
  }
  function steer(steering: ReplaySteering): void {
    worker?.postMessage({ type: 'steer', steering });
  }
  function setPace(): void {
    const { replaying } = state.getState();
    replaying?.fleet.setPace(replaying.isPlaying ? replaying.speed : 0);
  }
  /** The newest wins: one seek at once, and then no more than the player can show. */
  function seek(): void {
    if (stopSeek !== undefined) {
      isSeekDue = true;
      return;
    }
    const soughtMs = state.getState().replaying?.soughtMs ?? null;
    if (soughtMs === null) return;
    steer({ seek: { atMs: soughtMs, stretch: null } });
    stopSeek = clock.after(SEEK_EVERY_MS, () => {
      stopSeek = undefined;
      if (!isSeekDue) return;
      isSeekDue = false;
      seek();
    });
  }

  function followSpan(): Disposer {
    let isOver = false;
    let stopTimer: Disposer = () => undefined;
    const ask = () => {
      void connection.client.request('recordings.span', {}).then(
        ({ stretches }) => {
          if (!isOver) change({ stretches });
        },
        // What was known stays; that the data host does not answer is said elsewhere.
        () => undefined,
      );
      stopTimer = clock.after(SPAN_EVERY_MS, ask);
    };
    ask();
    return () => {
      isOver = true;
      stopTimer();
    };
  }

  function open(atMs: number, askedMs: number | null): void {
    if (state.getState().replaying !== null) return;
    const made = createWorker();
    worker = made;
    const player = newPlayer();
    made.postMessage({
      type: 'replay',
      start: { player, atMs, stretch: null, isPlaying: false, speed: 1 },
    });
    const fleet = createFleetStore(made, clock, 'replay', player);
    fleet.setPace(0);
    const onMessage = ({ data }: Parameters<Parameters<PositionsWorker['addEventListener']>[1]>[0]) => {
      if (data.type === 'sought' && data.atMs === state.getState().replaying?.soughtMs) change({ soughtMs: null });
    };
    made.addEventListener('message', onMessage);
    const closeChannel = connection.openWorkerChannel(made);
    state.setState({ replaying: { fleet, isPlaying: false, speed: 1, soughtMs: null, askedMs, stretches: null } });
    const stopSpan = followSpan();
    stop = () => {
      stopSpan();
      stopSeek?.();
      stopSeek = undefined;
      isSeekDue = false;
      closeChannel();
      made.removeEventListener('message', onMessage);
      fleet.dispose();
      made.terminate();
      worker = undefined;
    };
  }
  function end(): void {
    stop();
    stop = () => undefined;
    state.setState({ replaying: null });
  }
  function goTo(atMs: number): void {
    change({ soughtMs: Math.round(atMs), askedMs: Math.round(atMs) });
    seek();
  }

  return {
    state,
    begin: () => open(live.serverNowMs() - BACK_MS, null),
    show(atMs) {
      if (state.getState().replaying === null) open(atMs, atMs);
      else goTo(atMs);
    },
    end,
    play(isPlaying) {
      change(isPlaying ? { isPlaying, askedMs: null } : { isPlaying });
      steer({ isPlaying });
      setPace();
    },
    setSpeed(speed) {
      change({ speed });
      steer({ speed });
      setPace();
    },
    goTo,
    step(byMs) {
      const { replaying } = state.getState();
      if (replaying !== null) goTo((replaying.soughtMs ?? replaying.fleet.serverNowMs()) + byMs);
    },
    dispose: end,
  };
}
