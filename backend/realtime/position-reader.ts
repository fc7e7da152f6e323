import type { FeedStatus, PositionsDirectory, PositionsSubscription } from '../../shared/api/index.ts';
import type { AgeThresholds, Disposer, FleetCounts } from '../../shared/domain/index.ts';
import type { FleetSource } from '../services/fleet-view.ts';
import type { PositionFrames, ReaderFrames } from './position-frames.ts';

/** The way to one reader. `taken` is called when the reader has what was sent. */
export interface PositionOutlet {
  sendDirectory(part: PositionsDirectory, taken: () => void): void;
  sendFrame(frame: Buffer, taken: () => void): void;
  sendFeed(status: FeedStatus): void;
  sendCounts(counts: FleetCounts): void;
}

/** A directory goes out in messages of so many vehicles, each of which takes either side about a millisecond. */
const DIRECTORY_PART = 5_000;
/** One message on its way, and one more for a reader that starts anew meanwhile. */
const MOST_ON_THE_WAY = 2;
/** Counts of the whole fleet go with a frame, at most so often. */
const COUNTS_EVERY_MS = 900;

/**
 * Brings one reader up to date: one message is on its way at a time, be it a frame, which holds all that changed since the
 * last, or a part of the directory, which goes before the first frame that uses it. A slow reader gets fewer frames; one
 * that never answers gets no more, and takes no memory.
 */
export class PositionReader {
  readonly #supervision: FleetSource;
  readonly #shared: PositionFrames;
  readonly #outlet: PositionOutlet;
  readonly #disposers: Disposer[];
  /** Where the reader will be once it has what is on its way. */
  #sequence = 0;
  /** Of what the reader wants: the whole fleet, or a part. */
  #frames: ReaderFrames;
  /** By which vehicles are counted for a reader of a part; undefined: it has them all, and counts them itself. */
  #ages: AgeThresholds | undefined;
  #countedAtMs = Number.NEGATIVE_INFINITY;
  #directoryCount = 0;
  #onTheWay = 0;
  /** Counts subscriptions: the frames of an earlier one say nothing about where the reader is. */
  #subscription = 0;
  #isWaiting = false;
  #hasNewFeedStatus = false;
  /** As the reader was told last. */
  #feedState: FeedStatus['state'] | undefined;

  constructor(supervision: FleetSource, frames: PositionFrames, outlet: PositionOutlet) {
    this.#supervision = supervision;
    this.#shared = frames;
    this.#frames = frames;
    this.#outlet = outlet;
    this.#sendFeed();
    this.#disposers = [
      supervision.subscribe(() => this.#advance()),
      supervision.feed.subscribe(({ state }) => this.#tellFeed(state)),
    ];
  }

  /** Starts, goes on from where the reader is, or starts anew after a gap. */
  subscribe({ streamId, sequence = 0, directoryCount = 0, part }: PositionsSubscription): void {
    const { table, directory } = this.#supervision;
    const isOurStream = streamId === table.streamId && sequence <= table.sequence && directoryCount <= directory.length;
    this.#frames = part === undefined ? this.#shared : this.#shared.ofPart(part.area);
    this.#ages = part?.ages;
    this.#countedAtMs = Number.NEGATIVE_INFINITY;
    this.#sequence = isOurStream && part === undefined ? sequence : 0;
    this.#directoryCount = isOurStream ? directoryCount : 0;
    this.#subscription += 1;
    this.#isWaiting = true;
    this.#advance();
  }

  /** Figures go along with the next frame, which leaves within a second; a reader that takes none gets neither. */
  #tellFeed(state: FeedStatus['state']): void {
    this.#hasNewFeedStatus = true;
    if (state === this.#feedState || this.#onTheWay >= MOST_ON_THE_WAY) return;
    this.#sendFeed();
  }

  #sendFeed(): void {
    const { status } = this.#supervision.feed;
    this.#hasNewFeedStatus = false;
    this.#feedState = status.state;
    this.#outlet.sendFeed(status);
  }

  dispose(): void {
    for (const dispose of this.#disposers) dispose();
    this.#isWaiting = false;
  }

  #advance(): void {
    const { table, directory } = this.#supervision;
    if (!this.#isWaiting || this.#onTheWay >= MOST_ON_THE_WAY || this.#sequence === table.sequence) return;
    if (this.#directoryCount < directory.length) this.#sendDirectoryPart();
    else this.#sendFrame();
  }

  /** Slots that the next frame may use and the reader does not know. */
  #sendDirectoryPart(): void {
    const { table, directory } = this.#supervision;
    const start = this.#directoryCount;
    const vehicleIds = directory.slice(start, start + DIRECTORY_PART);
    this.#directoryCount += vehicleIds.length;
    this.#outlet.sendDirectory({ streamId: table.streamId, start, vehicleIds }, this.#begin());
  }

  #sendFrame(): void {
    if (this.#hasNewFeedStatus) this.#sendFeed();
    const frame = this.#frames.since(this.#sequence);
    this.#sequence = this.#supervision.table.sequence;
    this.#sendCounts();
    this.#outlet.sendFrame(frame, this.#begin());
  }

  #sendCounts(): void {
    const { serverTimeMs } = this.#supervision.table;
    if (this.#ages === undefined || Math.abs(serverTimeMs - this.#countedAtMs) < COUNTS_EVERY_MS) return;
    this.#countedAtMs = serverTimeMs;
    this.#outlet.sendCounts(this.#shared.counts(this.#ages));
  }

  /** A message leaves. @returns what is to be called when it has been taken */
  #begin(): () => void {
    const subscription = this.#subscription;
    this.#isWaiting = false;
    this.#onTheWay += 1;
    return () => {
      this.#onTheWay -= 1;
      if (subscription === this.#subscription) this.#isWaiting = true;
      this.#advance();
    };
  }
}
