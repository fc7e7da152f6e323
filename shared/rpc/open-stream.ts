import type { StreamSource } from './contract.ts';
import type { ServerMessage } from './messages.ts';

export interface OpenStream {
  acknowledge(sequence: number): void;
  dispose(): void;
}

/** Sends a source's items one at a time: the next leaves only when the last is acknowledged (bounded memory). */
export function createOpenStream(
  id: number,
  source: StreamSource<unknown>,
  send: (message: ServerMessage) => void,
  fail: (error: unknown) => void,
): OpenStream {
  let sequence = 0;
  let acknowledged = 0;
  let disposed = false;

  function advance(): void {
    if (disposed || acknowledged < sequence) return;
    try {
      const value = source.take();
      if (value === undefined) return;
      sequence += 1;
      send({ type: 'item', id, sequence, value });
    } catch (error) {
      fail(error);
    }
  }

  const stop = source.onReady(advance);
  // Deferred, so that the caller has registered the stream before its first item or failure.
  void Promise.resolve().then(advance);
  return {
    acknowledge(received) {
      // A future or repeated number cannot open the window: only the item in flight counts.
      if (received !== sequence || acknowledged === sequence) return;
      acknowledged = received;
      advance();
    },
    dispose() {
      if (disposed) return;
      disposed = true;
      stop();
      source.dispose();
    },
  };
}
