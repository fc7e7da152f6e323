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

/** How a window replays, as it is said to others. */
export interface ReplayPace {
  readonly atMs: number;
  readonly isPlaying: boolean;
  readonly speed: number;
  readonly askedMs: number | null;
}
/** The same as all windows of a group are told it. */
export interface GroupReplay extends ReplayPace {
  /** When `atMs` is shown, for the players alone: by the clock of the data host. */
  readonly sinceMs: number;
}

/** One replay that several windows share. The data host decides which is newer; all follow what it says, who asked for it too. */
export interface ReplayLink {
  readonly group: { readonly wall: string; readonly group: string };
  /** Called with what the group replays, null where it is live: at once if that is known, with each change, and after a lost link again. */
  subscribe(listener: (replay: GroupReplay | null) => void): Disposer;
  /** Rejects where nobody hears of it. */
  publish(replay: ReplayPace | null): Promise<unknown>;
}

const speedOf = (speed: number): Speed => SPEEDS.find((one) => one === speed) ?? 1;

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
  /** From now on the window goes back and on with others, and is live with them again; until it is disposed. */
  join(link: ReplayLink): Disposer;
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
  let link: ReplayLink | undefined;
  let openedAtMs = 0;
  /** Of what this window has asked its group for, what was not answered yet. */
  let underWay = 0;

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
    share({ atMs: soughtMs }, () => steer({ seek: { atMs: soughtMs, stretch: null } }));
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

  /** In a group: tells all of it, this window too. By itself, or where nobody hears of it, this window goes alone. */
  function share(next: Partial<ReplayPace>, alone: () => void): void {
    if (link === undefined) return alone();
    const { replaying } = state.getState();
    const { isPlaying = false, speed = 1, soughtMs = null, askedMs = null } = replaying ?? {};
    const shownMs = replaying?.fleet.frame() === undefined ? openedAtMs : replaying.fleet.serverNowMs();
    const atMs = soughtMs ?? (replaying === null ? live.serverNowMs() - BACK_MS : shownMs);
    const asked = { atMs, isPlaying, speed, askedMs, ...next };
    // What is asked for next, before this is told, is asked for on top of it.
    change({ isPlaying: asked.isPlaying, speed: speedOf(asked.speed), askedMs: asked.askedMs });
    publish(asked, alone);
  }
  function publish(asked: ReplayPace | null, alone: () => void): void {
    if (link === undefined) return alone();
    underWay += 1;
    link
      .publish(asked)
      .catch(alone)
      .finally(() => (underWay -= 1));
  }
  function follow(told: GroupReplay | null): void {
    // What this window has asked for since is told next.
    if (underWay > 1) return undefined;
    if (told === null) return end();
    const { atMs, sinceMs, isPlaying, askedMs } = told;
    const speed = speedOf(told.speed);
    if (state.getState().replaying === null) return open(atMs, askedMs, { isPlaying, speed, sinceMs });
    // Who drags through the time has asked for another instant since.
    change({ isPlaying, speed, ...(isSeekDue ? {} : { askedMs, soughtMs: atMs }) });
    steer({ seek: { atMs, stretch: null, sinceMs }, isPlaying, speed });
    setPace();
  }

  function open(
    atMs: number,
    askedMs: number | null,
    pace?: { isPlaying: boolean; speed: Speed; sinceMs: number },
  ): void {
    if (state.getState().replaying !== null) return;
    const { isPlaying = false, speed = 1 } = pace ?? {};
    openedAtMs = atMs;
    const made = createWorker();
    worker = made;
    const player = newPlayer();
    made.postMessage({
      type: 'replay',
      start: {
        ...{ player, atMs, stretch: null, isPlaying, speed },
        ...(pace === undefined ? {} : { sinceMs: pace.sinceMs }),
        ...(link === undefined ? {} : { group: link.group }),
      },
    });
    const fleet = createFleetStore(made, clock, 'replay', player);
    fleet.setPace(isPlaying ? speed : 0);
    const onMessage = ({ data }: Parameters<Parameters<PositionsWorker['addEventListener']>[1]>[0]) => {
      if (data.type === 'sought' && data.atMs === state.getState().replaying?.soughtMs) change({ soughtMs: null });
    };
    made.addEventListener('message', onMessage);
    const closeChannel = connection.openWorkerChannel(made);
    state.setState({ replaying: { fleet, isPlaying, speed, soughtMs: null, askedMs, stretches: null } });
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
    begin() {
      if (state.getState().replaying === null) share({}, () => open(live.serverNowMs() - BACK_MS, null));
    },
    show(atMs) {
      if (state.getState().replaying === null) share({ atMs, askedMs: atMs }, () => open(atMs, atMs));
      else goTo(atMs);
    },
    end() {
      publish(null, end);
    },
    play(isPlaying) {
      share(isPlaying ? { isPlaying, askedMs: null } : { isPlaying }, () => {
        change(isPlaying ? { isPlaying, askedMs: null } : { isPlaying });
        steer({ isPlaying });
        setPace();
      });
    },
    setSpeed(speed) {
      share({ speed }, () => {
        change({ speed });
        steer({ speed });
        setPace();
      });
    },
    goTo,
    join(next) {
      link = next;
      const stopFollowing = next.subscribe(follow);
      return () => {
        stopFollowing();
        if (link === next) link = undefined;
      };
    },
    step(byMs) {
      const { replaying } = state.getState();
      if (replaying !== null) goTo((replaying.soughtMs ?? replaying.fleet.serverNowMs()) + byMs);
    },
    dispose: end,
  };
}
