import type { DefaultEventsMap, Socket } from 'socket.io';
import {
  type PositionsClientEvents,
  type PositionsServerEvents,
  positionsSubscription,
} from '../../shared/api/index.ts';
import type { Log } from '../log.ts';
import type { ServedFleet } from './fleets.ts';
import { PositionReader } from './position-reader.ts';

interface Context extends ServedFleet {
  log: Log;
}

type PositionsSocket = Socket<PositionsClientEvents, PositionsServerEvents, DefaultEventsMap, unknown>;

/** Serves one socket of `/positions` until it disconnects. */
export function servePositions(socket: PositionsSocket, { source, frames, log }: Context): void {
  const reader = new PositionReader(source, frames, {
    sendDirectory: (part, taken) => socket.emit('directory', part, taken),
    sendFrame: (frame, taken) => socket.emit('frame', frame, taken),
    sendFeed: (status) => socket.emit('feed', status),
    sendCounts: (counts) => socket.emit('counts', counts),
  });
  socket.on('subscribe', (subscription: unknown) => {
    const parsed = positionsSubscription.safeParse(subscription);
    if (parsed.success) {
      reader.subscribe(parsed.data);
      return;
    }
    const [issue] = parsed.error.issues;
    // Neither what was sent, nor its names: a stranger chose both.
    log.warn({ reason: issue?.code }, 'a reader of positions subscribed wrongly and is disconnected');
    socket.disconnect(true);
  });
  socket.on('disconnect', () => reader.dispose());
}
