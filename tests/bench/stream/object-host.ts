/**
 * A data host as it would be with objects: hears arrays of positions over socket.io, keeps the latest of each vehicle in a map, and sends
 * each window what has changed since its last message, as JSON over a WebSocket, one message under way at a time.
 *
 *   node object-host.ts URL     prints `{url}` of its WebSocket
 */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { io } from 'socket.io-client';
import { WebSocketServer } from 'ws';
import type { RoundPosition } from './round-fleet.ts';

const [url = ''] = process.argv.slice(2);
const latest = new Map<number, RoundPosition>();
const windows = new Set<{ changed: Map<number, RoundPosition>; advance(): void }>();

const source = io(url, { transports: ['websocket'] });
source.on('positions', (positions: RoundPosition[], acknowledge: () => void) => {
  for (const position of positions) latest.set(position.id, position);
  for (const window of windows) {
    for (const position of positions) window.changed.set(position.id, position);
    window.advance();
  }
  acknowledge();
});

const server = http.createServer();
new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket) => {
  let isBusy = false;
  const window = {
    changed: new Map(latest),
    advance() {
      if (isBusy || window.changed.size === 0) return;
      isBusy = true;
      const text = JSON.stringify([...window.changed.values()]);
      window.changed = new Map();
      socket.send(text);
    },
  };
  windows.add(window);
  socket.on('message', () => {
    isBusy = false;
    window.advance();
  });
  socket.on('close', () => windows.delete(window));
  window.advance();
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
process.stdout.write(`${JSON.stringify({ url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}` })}\n`);
