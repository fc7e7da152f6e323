import { type Channel, createListeners, decodeMessage, encodeMessage } from '../../shared/rpc/index.ts';

/** A channel over an open WebSocket whose `binaryType` is `arraybuffer`. A message that is none closes it. */
export function createSocketChannel(socket: WebSocket): Channel {
  const messages = createListeners<unknown>();
  const closings = createListeners<void>();
  let closed = false;

  function close(): void {
    if (closed) return;
    closed = true;
    socket.close();
    closings.emit();
  }

  socket.addEventListener('message', (event: MessageEvent<string | ArrayBuffer>) => {
    if (closed) return;
    try {
      messages.emit(decodeMessage(event.data));
    } catch (error) {
      console.error('a message of the data host could not be read', error);
      close();
    }
  });
  socket.addEventListener('close', close);
  return {
    send(message) {
      if (!closed && socket.readyState === WebSocket.OPEN) socket.send(encodeMessage(message));
    },
    onMessage: (listener) => messages.add(listener),
    onClose(listener) {
      if (!closed) return closings.add(listener);
      listener();
      return () => undefined;
    },
    close,
  };
}
