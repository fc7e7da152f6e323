/**
 * A server that passes each position on as a message of its own, as Traccar's does (its AsyncSocket: `onUpdatePosition` sends
 * `{"positions": [position]}` to the socket of each user who may see it). Takes positions by `POST /api/v2/positions`, unchecked.
 * In its favour the text is made once (Traccar makes it anew for each socket), nothing is stored, and nobody's rights are looked at.
 * Prints `{url}`.
 */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** Beyond so much that waits for a socket a message is dropped: it would queue without bound. */
const MOST_WAITING_BYTES = 4 * 2 ** 20;

interface Posted {
  vehicle: string;
  longitude: number;
  latitude: number;
  observedAtMs: number;
  headingDegrees: number;
  speedMetresPerSecond: number;
}

let id = 0;
/** The members of Traccar's model of a position, with the few attributes that most protocols have. */
function messageOf(fix: Posted): string {
  id += 1;
  const time = new Date(fix.observedAtMs).toISOString();
  const position = {
    ...{ id, deviceId: Number(fix.vehicle.slice(4)), protocol: 'osmand' },
    ...{ serverTime: time, deviceTime: time, fixTime: time, outdated: false, valid: true },
    ...{ latitude: fix.latitude, longitude: fix.longitude, altitude: 0, speed: fix.speedMetresPerSecond / 0.514444 },
    ...{ course: fix.headingDegrees, address: null, accuracy: 0, network: null, geofenceIds: null },
    attributes: { batteryLevel: 87, distance: 10.2, totalDistance: 1_234_567.8, motion: true },
  };
  return JSON.stringify({ positions: [position] });
}

const sockets = new Set<WebSocket>();
const server = http.createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { positions } = JSON.parse(Buffer.concat(chunks).toString()) as { positions: Posted[] };
    for (const fix of positions) {
      const message = messageOf(fix);
      for (const socket of sockets) if (socket.bufferedAmount < MOST_WAITING_BYTES) socket.send(message);
    }
    response.end(JSON.stringify({ accepted: positions.length }));
  });
});
new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket) => {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })}\n`);
