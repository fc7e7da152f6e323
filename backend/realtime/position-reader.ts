import type { FeedStatus, PositionsDirectory, PositionsSubscription } from '../../shared/api/index.ts';
import type { Disposer } from '../../shared/domain/index.ts';
import type { SupervisionService } from '../services/supervision-service.ts';
import type { PositionFrames } from './position-frames.ts';

/** The way to one reader. `taken` is called when the reader has the frame. */
export interface PositionOutlet {
  sendDirectory(directory: PositionsDirectory): void;
  sendFrame(frame: Buffer, taken: () => void): void;
  sendFeed(status: FeedStatus): void;
}

/** A directory goes out in messages of so many vehicles. */
const DIRECTORY_PART = 20_000;
/** One on its way, and one more for a reader that starts anew meanwhile. */
const MOST_FRAMES_ON_THE_WAY = 2;

/**
 * Brings one reader up to date: one frame is on its way at a time, and the next holds all that changed since. A slow
 * reader gets fewer frames; one that never answers gets no more, and takes no memory.
 */
export class PositionReader {
  readonly #supervision: SupervisionService;
  readonly #frames: PositionFrames;
  readonly #outlet: PositionOutlet;
  readonly #disposers: Disposer[];
  /** Where the reader will be once it has what is on its way. */
  #sequence = 0;
  #directoryCount = 0;
  #framesOnTheWay = 0;
  /** Counts subscriptions: the frames of an earlier one say nothing about where the reader is. */
  #subscription = 0;
  #isWaiting = false;
  #hasNewFeedStatus = false;
  /** As the reader was told last. */
  #feedState: FeedStatus['state'] | undefined;

  constructor(supervision: SupervisionService, frames: PositionFrames, outlet: PositionOutlet) {
    this.#supervision = supervision;
    this.#frames = frames;
    this.#outlet = outlet;
    this.#sendFeed();
    this.#disposers = [
      supervision.subscribe(() => this.#advance()),
      supervision.feed.subscribe(({ state }) => this.#tellFeed(state)),
    ];
  }

  /** Starts, goes on from where the reader is, or starts anew after a gap. */
  subscribe({ streamId, sequence = 0, directoryCount = 0 }: PositionsSubscription): void {
    const { table, directory } = this.#supervision;
    const isOurStream = streamId === table.streamId && sequence <= table.sequence && directoryCount <= directory.length;
    this.#sequence = isOurStream ? sequence : 0;
    this.#directoryCount = isOurStream ? directoryCount : 0;
    this.#subscription += 1;
    this.#isWaiting = true;
    this.#advance();
  }

  /** Figures go along with the next frame, which leaves within a second; a reader that takes none gets neither. */
  #tellFeed(state: FeedStatus['state']): void {
    this.#hasNewFeedStatus = true;
    if (state === this.#feedState || this.#framesOnTheWay >= MOST_FRAMES_ON_THE_WAY) return;
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
    const { table } = this.#supervision;
    if (!this.#isWaiting || this.#framesOnTheWay >= MOST_FRAMES_ON_THE_WAY || this.#sequence === table.sequence) return;
    const subscription = this.#subscription;
    this.#isWaiting = false;
    this.#framesOnTheWay += 1;
    if (this.#hasNewFeedStatus) this.#sendFeed();
    this.#sendDirectory();
    const frame = this.#frames.since(this.#sequence);
    this.#sequence = table.sequence;
    this.#outlet.sendFrame(frame, () => {
      this.#framesOnTheWay -= 1;
      if (subscription === this.#subscription) this.#isWaiting = true;
      this.#advance();
    });
  }

  /** The slots that the next frame may use and the reader does not know. */
  #sendDirectory(): void {
    const { table, directory } = this.#supervision;
    for (; this.#directoryCount < directory.length; this.#directoryCount += DIRECTORY_PART) {
      const start = this.#directoryCount;
      const vehicleIds = directory.slice(start, start + DIRECTORY_PART);
      this.#outlet.sendDirectory({ streamId: table.streamId, start, vehicleIds });
    }
    this.#directoryCount = directory.length;
  }
}
