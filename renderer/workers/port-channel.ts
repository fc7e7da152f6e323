import { type Channel, createListeners } from '../../shared/rpc/index.ts';

/** The part of a MessagePort that a channel needs. */
export interface PortLike {
  postMessage(message: unknown): void;
  addEventListener(type: 'message' | 'close' | 'messageerror', listener: (event: Event) => void): void;
  start(): void;
  close(): void;
}

/** A channel over a MessagePort. Bytes cross as they are. Chromium says `close` when the other side is gone. */
export function createPortChannel(port: PortLike): Channel {
  const messages = createListeners<unknown>();
  const closes = createListeners<void>();
  let closed = false;
  const close = () => {
    if (closed) return;
    closed = true;
    port.close();
    closes.emit();
  };
  port.addEventListener('message', (event) => {
    if (!closed) messages.emit((event as MessageEvent<unknown>).data);
  });
  port.addEventListener('messageerror', close);
  port.addEventListener('close', close);
  port.start();
  return {
    send(message) {
      if (!closed) port.postMessage(message);
    },
    onMessage: (listener) => messages.add(listener),
    onClose(listener) {
      if (!closed) return closes.add(listener);
      listener();
      return () => undefined;
    },
    close,
  };
}
