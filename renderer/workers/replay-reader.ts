import type { VigieContract } from '../../shared/contract/index.ts';
import { type RpcClient, RpcError } from '../../shared/rpc/index.ts';

/** Where and how a recording is to be played. Instants: UTC ms by the server's clock of then. */
export interface ReplayStart {
  /** Names the player: of this window alone. */
  readonly player: string;
  readonly atMs: number;
  /** Null: the latest stretch that has the instant. */
  readonly stretch: number | null;
  readonly isPlaying: boolean;
  readonly speed: number;
  /** Told by the data host, of a window that replays with others. */
  readonly sinceMs?: number;
  readonly group?: { readonly wall: string; readonly group: string };
}

/** What is changed of it; what is left out stays. */
export interface ReplaySteering {
  readonly seek?: { readonly atMs: number; readonly stretch: number | null; readonly sinceMs?: number };
  readonly isPlaying?: boolean;
  readonly speed?: number;
}

/** Of a player that is not there. */
const NOT_OPEN: ReadonlySet<string> = new Set(['disconnected', 'not-found']);

type ReplayClient = Pick<RpcClient<VigieContract>, 'request'>;

/** What a window wants of its player, and where it is: over whatever connection there is, it goes on from there. */
export interface ReplayWish {
  /** Where it begins: to be said before anything is attached. */
  begin(start: ReplayStart): void;
  /** What the stream is opened with: at the instant that was shown last, or that was asked for since. */
  start(shownAtMs: number | undefined): ReplayStart;
  /** A frame has come: what is not asked for anew since, is shown. */
  shown(): void;
  /** 0 while it stands. */
  pace(): number;
  steer(steering: ReplaySteering): void;
  attach(client: ReplayClient): void;
  detach(): void;
}

/** @param onSought an instant that was asked for is shown, or cannot be */
export function createReplayWish(onSought: (atMs: number) => void): ReplayWish {
  let wanted: ReplayStart = { player: '', atMs: 0, stretch: null, isPlaying: false, speed: 1 };
  /** An instant that was asked for and not shown yet. */
  let sought: ReplaySteering['seek'];
  /** What the players of several windows go by: as long as this is the data host that told it. */
  let shared: ReplaySteering['seek'];
  let client: ReplayClient | undefined;
  let underWay = 0;

  async function send(steering: ReplaySteering): Promise<void> {
    const asked = client;
    const { seek } = steering;
    underWay += 1;
    try {
      if (asked === undefined) return;
      await asked.request('replay.steer', { player: wanted.player, ...steering });
      if (seek !== undefined) arrive(seek);
    } catch (error) {
      // A player that is not open yet is opened with what is wanted by then; so is one whose link is lost.
      if (seek !== undefined && error instanceof RpcError && !NOT_OPEN.has(error.code)) arrive(seek);
    } finally {
      underWay -= 1;
    }
  }
  function arrive(seek: { readonly atMs: number }): void {
    if (sought === seek) sought = undefined;
    onSought(seek.atMs);
  }

  return {
    begin(start) {
      const { sinceMs, ...own } = start;
      wanted = own;
      sought = undefined;
      shared = sinceMs === undefined ? undefined : { atMs: start.atMs, stretch: start.stretch, sinceMs };
    },
    start(shownAtMs) {
      // What was played may have gone on into another stretch.
      const at = sought ?? shared ?? { atMs: shownAtMs ?? wanted.atMs, stretch: null };
      return { ...wanted, ...at };
    },
    shown() {
      if (underWay === 0 && sought !== undefined) arrive(sought);
    },
    pace: () => (wanted.isPlaying ? wanted.speed : 0),
    steer({ seek, ...how }) {
      wanted = { ...wanted, ...how };
      if (seek !== undefined) {
        sought = seek;
        shared = seek.sinceMs === undefined ? undefined : seek;
      }
      void send({ ...(seek === undefined ? {} : { seek }), ...how });
    },
    attach(next) {
      client = next;
    },
    detach() {
      // Another data host has another clock; before the first, nothing was lost.
      if (client !== undefined) shared = undefined;
      client = undefined;
    },
  };
}
