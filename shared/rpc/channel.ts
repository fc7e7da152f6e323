import type { Disposer } from '../domain/clock.ts';

/**
 * A two-way, ordered message pipe: all that the RPC core knows of a transport.
 * A message is a plain structured-cloneable value; a `Uint8Array` may stand only as the `value` of a stream item.
 */
export interface Channel {
  /** Sends one message. After `close`, or once the peer is gone, it is dropped: `onClose` has said so. */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): Disposer;
  /** Called once, when either side closes. A listener added after that is called at once. */
  onClose(listener: () => void): Disposer;
  close(): void;
}
