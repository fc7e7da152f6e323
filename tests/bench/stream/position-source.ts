/**
 * A server that says where a fleet is, in a process of its own, so that its processor time is not the data host's:
 *
 *   node position-source.ts frames VEHICLES   Vigie's wire: REST and socket.io, binary frames
 *   node position-source.ts objects VEHICLES  the same fleet as arrays of objects, over the same kind of socket
 *
 * Each vehicle has a new position each second, a quarter of the fleet every 250 ms. Prints `{url, token}` on one line.
 */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { startVigieServer } from '../../support/vigie-server/vigie-server.ts';
import { createRoundFleet } from './round-fleet.ts';

const [mode, vehicles] = process.argv.slice(2);
const count = Number(vehicles);
const PARTS = 4;
const EVERY_MS = 250;

async function serveFrames(): Promise<{ url: string; token: string }> {
  const server = await startVigieServer();
  const fleet = createRoundFleet(count);
  for (let slot = 0; slot < count; slot++) server.vehicleIds.push(String(slot + 1));
  fleet.writeAll(server.table);
  server.publish();
  let turn = 0;
  setInterval(() => {
    fleet.write(server.table, turn++ % PARTS, PARTS);
    server.publish();
  }, EVERY_MS);
  return { url: server.url, token: server.token };
}

/** A reader gets the next message when it has acknowledged the last: all that has changed since, as in the frames. */
async function serveObjects(): Promise<{ url: string; token: string }> {
  const httpServer = http.createServer();
  const io = new Server(httpServer);
  const fleet = createRoundFleet(count);
  let turn = 0;
  let published = 0;
  io.on('connection', (socket) => {
    let reached = 0;
    let isBusy = false;
    const send = () => {
      if (isBusy || reached === published) return;
      isBusy = true;
      const positions = fleet.objects(reached === 0 ? PARTS : Math.min(PARTS, published - reached), published, PARTS);
      reached = published;
      socket.emit('positions', positions, () => {
        isBusy = false;
        send();
      });
    };
    const timer = setInterval(send, EVERY_MS / 10);
    socket.on('disconnect', () => clearInterval(timer));
  });
  setInterval(() => {
    turn += 1;
    published = turn;
  }, EVERY_MS);
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`, token: '' };
}

const told = await (mode === 'objects' ? serveObjects() : serveFrames());
process.stdout.write(`${JSON.stringify(told)}\n`);
