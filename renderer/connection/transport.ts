import type { Disposer } from '../../shared/domain/index.ts';
import type { Channel } from '../../shared/rpc/index.ts';
import type { PositionsWorker } from '../workers/index.ts';

/** The part of a positions worker that a link talks to. */
export type WorkerEnd = Pick<PositionsWorker, 'postMessage'>;

/** One open pipe to the data host. */
export interface Link {
  readonly channel: Channel;
  /** Gives the positions worker of this window a pipe of its own: frames never pass through the page. */
  attachWorker(worker: WorkerEnd): void;
}

/** How this window reaches its data host. The rest of the window never knows which one it is. */
export interface Transport {
  readonly kind: 'desktop' | 'preview';
  /**
   * Opens one link.
   * @throws RpcError `unauthorized` when it is no use to try again, `data-host-stopped` when the data host keeps
   *   stopping; any other code means that it did not work this time.
   */
  open(signal: AbortSignal): Promise<Link>;
  /** Called when the other side says, unasked, that a new link can be opened now. */
  onOffer(listener: () => void): Disposer;
}
