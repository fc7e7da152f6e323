import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';
import type { EventBatch, EventHead, SyncClientEvents, SyncServerEvents } from '../../shared/api/index.ts';
import { type EventLog, EventsGoneError } from '../bus/event-log.ts';
import type { EventOutlet } from '../bus/event-relay.ts';
import type { Log } from '../log.ts';
import { waitingBytes } from './waiting-bytes.ts';

/** One that is further behind is told only that it is: it fetches the rest at its own pace. */
const MOST_PUSHED = 500;
/** A socket that takes nothing is ended when so much waits for it: it comes back and fetches what it missed. */
const MOST_WAITING_BYTES = 1_000_000;
const ROOM = 'followers';

export interface FollowerData {
  /** Up to where this follower has been sent the log. */
  heardTo?: number;
}

export type SyncNamespace = Namespace<SyncClientEvents, SyncServerEvents, DefaultEventsMap, FollowerData>;
export type SyncSocket = Socket<SyncClientEvents, SyncServerEvents, DefaultEventsMap, FollowerData>;

/** The sockets of this process that follow the log of events, and up to where each has been sent it. */
export class EventFollowers implements EventOutlet {
  readonly #namespace: SyncNamespace;
  readonly #events: EventLog;
  readonly #log: Log;

  constructor(namespace: SyncNamespace, events: EventLog, log: Log) {
    this.#namespace = namespace;
    this.#events = events;
    this.#log = log;
  }

  /** Serves one socket. It hears of events once it has asked to. */
  attach(socket: SyncSocket): void {
    // Each batch, whichever process sent it: the cluster's way ends here too.
    socket.onAnyOutgoing((name: string, batch?: EventBatch) => {
      if (name === 'events' && batch !== undefined) note(socket, batch.to);
    });
    socket.on('follow', (answer: unknown) => void this.#follow(socket, answer));
  }

  async #follow(socket: SyncSocket, answer: unknown): Promise<void> {
    if (!isCallback(answer)) return void socket.disconnect(true);
    try {
      // First: what is numbered from here on is sent to the room.
      await socket.join(ROOM);
      const { head } = await this.#events.ends();
      note(socket, head);
      answer({ epoch: this.#events.epoch, position: head });
    } catch (error) {
      this.#log.warn({ err: error }, 'a socket cannot follow events now and is ended: it comes again');
      socket.disconnect(true);
    }
  }

  send(batch: EventBatch, reach: 'process' | 'cluster'): void {
    if (reach === 'cluster') this.#namespace.to(ROOM).emit('events', batch);
    else this.#namespace.local.to(ROOM).emit('events', batch);
  }

  async tend(position: number): Promise<void> {
    const behind = new Map<number, string[]>();
    for (const socket of this.#namespace.sockets.values()) {
      const { heardTo } = socket.data;
      if (heardTo === undefined) continue;
      if (waitingBytes(socket.conn) > MOST_WAITING_BYTES) {
        this.#log.warn({ socket: socket.id }, 'a follower of events takes nothing and is ended');
        socket.conn.close(true);
      } else if (heardTo < position) behind.set(heardTo, [...(behind.get(heardTo) ?? []), socket.id]);
    }
    for (const [heardTo, ids] of behind) {
      for (const batch of await this.#since(heardTo, position)) this.#namespace.local.to(ids).emit('events', batch);
    }
  }

  async #since(heardTo: number, position: number): Promise<EventBatch[]> {
    // Nothing, and not from where they are: they see that something is missing, and fetch it.
    const gap = { epoch: this.#events.epoch, from: position, to: position, events: [] };
    if (position - heardTo > MOST_PUSHED) return [gap];
    try {
      const { hasMore: _, ...batch } = await this.#events.read(heardTo, MOST_PUSHED);
      return [batch];
    } catch (error) {
      if (error instanceof EventsGoneError) return [gap];
      throw error;
    }
  }
}

function note(socket: SyncSocket, position: number): void {
  socket.data.heardTo = Math.max(socket.data.heardTo ?? 0, position);
}

function isCallback(value: unknown): value is (head: EventHead) => void {
  return typeof value === 'function';
}
