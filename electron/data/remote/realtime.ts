import type { Socket } from 'socket.io-client';
import {
  type FeedStatus,
  feedStatus,
  POSITIONS_NAMESPACE,
  type PositionsClientEvents,
  type PositionsServerEvents,
  type SyncClientEvents,
  SYNC_NAMESPACE,
  type SyncServerEvents,
} from '../../../shared/api/index.ts';
import type { Clock, Disposer } from '../../../shared/domain/index.ts';
import type { EventFollower } from '../sync/event-follower.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { RemoteError } from './remote-error.ts';
import type { ServerAddress } from './rest-client.ts';
import { createSocketLink, type SocketLink } from './socket-link.ts';

export interface RealtimeOptions {
  server: ServerAddress;
  clock: Clock;
  random: () => number;
}

export interface PokeLink {
  /** Ends the connection, which may be dead without its being known, and connects anew. */
  restart(): void;
  close: Disposer;
}

/** Hears that there is something new to pull, and what has happened. `onChange` tells that the connection came or went. */
export function createPokeLink(
  options: RealtimeOptions,
  events: { onPoke(): void; onChange(error: RemoteError | undefined): void },
  follower: Pick<EventFollower, 'connected' | 'received' | 'lost'>,
): PokeLink {
  return createSocketLink({
    ...options,
    namespace: SYNC_NAMESPACE,
    onConnected(socket: Socket<SyncServerEvents, SyncClientEvents>) {
      socket.on('changes', () => events.onPoke());
      socket.on('events', (batch: unknown) => follower.received(batch));
      follower.connected((answer) => socket.emit('follow', answer));
      events.onChange(undefined);
    },
    onLost(error) {
      follower.lost();
      events.onChange(error);
    },
  });
}

/**
 * Brings positions to the fleet. Each frame, and each part of the directory, is acknowledged when it has been dealt with, well or
 * not: the server then sends the next, with all that has changed meanwhile.
 */
export function createPositionsLink(
  options: RealtimeOptions,
  fleet: Pick<Fleet, 'connected' | 'lost' | 'receiveFrame' | 'receiveDirectory'>,
  events: { onFeed(status: FeedStatus | undefined): void },
): Disposer {
  const link: SocketLink = createSocketLink({
    ...options,
    namespace: POSITIONS_NAMESPACE,
    onConnected(socket: Socket<PositionsServerEvents, PositionsClientEvents>) {
      socket.on('directory', (part: unknown, acknowledge: unknown) => {
        fleet.receiveDirectory(part);
        if (isCallback(acknowledge)) acknowledge();
      });
      socket.on('frame', (frame: unknown, acknowledge: unknown) => {
        fleet.receiveFrame(frame);
        if (isCallback(acknowledge)) acknowledge();
      });
      socket.on('feed', (status: unknown) => {
        const parsed = feedStatus.safeParse(status);
        if (parsed.success) events.onFeed(parsed.data);
      });
      fleet.connected({
        subscribe: (subscription) => void socket.emit('subscribe', subscription),
        restart: () => link.restart(),
      });
    },
    onLost(error) {
      events.onFeed(undefined);
      fleet.lost({ code: error.code, message: error.message });
    },
  });
  return link.close;
}

function isCallback(value: unknown): value is () => void {
  return typeof value === 'function';
}
