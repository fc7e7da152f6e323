/** As many buffers as there are between the two sides: one on the page's screen, the one before it, one on its way. */
const BUFFERS = 3;

/**
 * Hands copies of a growing block of bytes to the page in three buffers that go back and forth. While the page has all,
 * nothing is copied: the next one that comes back is filled with what is newest then.
 */
export interface Delivery {
  /** Settles once a copy of the bytes as they are then has left. */
  deliver(): Promise<void>;
  /** The page gives a buffer back. */
  giveBack(buffer: ArrayBuffer): void;
}

export function createDelivery(bytes: () => Uint8Array, send: (copy: ArrayBuffer) => void): Delivery {
  let outstanding = 0;
  let spare: ArrayBuffer | undefined;
  let waiting: (() => void)[] = [];

  function leave(): void {
    const source = bytes();
    let buffer = spare;
    spare = undefined;
    // Room to grow, so that a fleet that fills up vehicle by vehicle does not ask for a new buffer each time.
    if (buffer === undefined || buffer.byteLength < source.byteLength) {
      buffer = new ArrayBuffer(Math.ceil(source.byteLength * 1.25));
    }
    new Uint8Array(buffer).set(source);
    outstanding += 1;
    const settled = waiting;
    waiting = [];
    send(buffer);
    for (const settle of settled) settle();
  }

  return {
    deliver() {
      return new Promise((resolve) => {
        waiting.push(resolve);
        if (outstanding < BUFFERS) leave();
      });
    },
    giveBack(buffer) {
      outstanding = Math.max(0, outstanding - 1);
      spare = buffer;
      if (waiting.length > 0) leave();
    },
  };
}
