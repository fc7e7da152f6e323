/**
 * What one window does with positions, in a process of its own:
 *
 *   node window.ts frames URL SESSION    the real positions worker's code over a WebSocket; a page that takes each fleet and gives it back
 *   node window.ts held URL SESSION      the same, but the page hangs: it never gives a buffer back
 *   node window.ts objects URL           JSON into a map of objects
 *
 * Prints a line of figures each second: `{frames, vehicles, oldestMs, heapMb}` since the last.
 */
import { WebSocket } from 'ws';
import { createPositionsService } from '../../../renderer/workers/positions-service.ts';
import { systemClock } from '../../../electron/data/system-clock.ts';
import type { SocketLike } from '../../../renderer/workers/socket-channel.ts';
import type { RoundPosition } from './round-fleet.ts';

const [mode = '', url = '', session = ''] = process.argv.slice(2);
const seen = { frames: 0, vehicles: 0, oldestMs: 0 };

function readFrames(): void {
  const service = createPositionsService({
    source: 'live',
    clock: systemClock,
    random: Math.random,
    post(message) {
      if (message.type !== 'fleet') return;
      seen.frames += 1;
      seen.vehicles = message.count;
      seen.oldestMs = Math.max(seen.oldestMs, Date.now() - message.serverTimeMs);
      // A page gives a buffer back when the next has come, and not within the call that brought it.
      if (mode !== 'held') setImmediate(() => service.receive({ type: 'return', buffer: message.records }, []));
    },
    openSocket: (address): SocketLike => {
      const origin = new URL(address).origin.replace('ws:', 'http:');
      const socket: unknown = new WebSocket(address, { origin, perMessageDeflate: false });
      return socket as SocketLike;
    },
  });
  service.receive({ type: 'socket', url, session }, []);
}

function readObjects(): void {
  const latest = new Map<number, RoundPosition>();
  const socket = new WebSocket(url, { perMessageDeflate: false });
  socket.on('message', (data: Buffer) => {
    const positions = JSON.parse(data.toString()) as RoundPosition[];
    for (const position of positions) latest.set(position.id, position);
    seen.frames += 1;
    seen.vehicles = latest.size;
    seen.oldestMs = Math.max(seen.oldestMs, Date.now() - (positions[0]?.observedAtMs ?? Date.now()));
    socket.send('taken');
  });
}

if (mode === 'objects') readObjects();
else readFrames();
setInterval(() => {
  const heapMb = process.memoryUsage().heapUsed / 2 ** 20;
  process.stdout.write(`${JSON.stringify({ ...seen, heapMb })}\n`);
  Object.assign(seen, { frames: 0, oldestMs: 0 });
}, 1_000);
