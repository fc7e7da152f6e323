import type { PositionObject } from '../scene.ts';

/**
 * Receives positions as JSON on the page's own thread, as Traccar's web client does, and acknowledges each message once `show` has
 * dealt with it.
 */
export function readObjects(url: string, session: string, show: (positions: PositionObject[]) => Promise<void>): void {
  const socket = new WebSocket(url);
  let isOpen = false;
  socket.addEventListener('open', () => socket.send(JSON.stringify({ token: session })));
  socket.addEventListener('message', (event: MessageEvent<string>) => {
    if (!isOpen) {
      isOpen = true;
      return socket.send(JSON.stringify({ type: 'open', id: 1, stream: 'objects', params: {} }));
    }
    const { sequence, value } = JSON.parse(event.data) as { sequence: number; value: PositionObject[] };
    void show(value).then(() => socket.send(JSON.stringify({ type: 'ack', id: 1, sequence })));
  });
}
