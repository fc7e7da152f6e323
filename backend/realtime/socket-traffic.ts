import type { Server } from 'socket.io';
import { POSITIONS_NAMESPACE, SYNC_NAMESPACE } from '../../shared/api/index.ts';
import type { Clock } from '../../shared/domain/index.ts';
import type { Log } from '../log.ts';

const FLOOD_WINDOW_MS = 10_000;

/** What is used of engine.io's messages. */
interface Packet {
  type: string;
  data?: unknown;
}

/** Counts what goes over the sockets, and ends those that send more than they may. */
export class SocketTraffic {
  readonly messages = { in: 0, 'out-text': 0, 'out-binary': 0 };
  readonly bytes = { in: 0, 'out-text': 0, 'out-binary': 0 };
  readonly refused = { 'all-taken': 0, 'subject-has-enough': 0, token: 0, flood: 0 };
  readonly #clock: Clock;
  readonly #log: Log;
  #io: Server | undefined;

  constructor(clock: Clock, log: Log) {
    this.#clock = clock;
    this.#log = log;
  }

  /** @param mostMessages that one connection may send in ten seconds; 0: any number */
  watch(io: Server, mostMessages: number): void {
    this.#io = io;
    io.engine.on('connection', (connection: EngineSocket) => {
      let windowAtMs = this.#clock.monotonicMs();
      let inWindow = 0;
      connection.on('packetCreate', (packet: Packet) => this.#count(packet, 'out'));
      connection.on('packet', (packet: Packet) => {
        if (packet.type !== 'message') return;
        this.#count(packet, 'in');
        const nowMs = this.#clock.monotonicMs();
        if (nowMs - windowAtMs >= FLOOD_WINDOW_MS) {
          windowAtMs = nowMs;
          inWindow = 0;
        }
        inWindow += 1;
        if (mostMessages === 0 || inWindow !== mostMessages + 1) return;
        this.refused.flood += 1;
        this.#log.warn({ mostMessages, windowMs: FLOOD_WINDOW_MS }, 'a socket sends too many messages and is closed');
        connection.close(true);
      });
    });
  }

  /** How many are open now. */
  open(): Record<string, number> {
    const io = this.#io;
    if (io === undefined) return {};
    return {
      connections: io.engine.clientsCount,
      sync: io.of(SYNC_NAMESPACE).sockets.size,
      positions: io.of(POSITIONS_NAMESPACE).sockets.size,
    };
  }

  #count({ type, data }: Packet, direction: 'in' | 'out'): void {
    if (type !== 'message') return;
    const isText = typeof data === 'string';
    const bytes = isText ? Buffer.byteLength(data) : ArrayBuffer.isView(data) ? data.byteLength : 0;
    const kind = direction === 'in' ? 'in' : isText ? 'out-text' : 'out-binary';
    this.messages[kind] += 1;
    this.bytes[kind] += bytes;
  }
}

/** What is used of an engine.io socket. */
interface EngineSocket {
  on(event: 'packet' | 'packetCreate', listener: (packet: Packet) => void): unknown;
  close(discard: boolean): unknown;
}
