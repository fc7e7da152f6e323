import { randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import {
  API_VERSION,
  type Change,
  FleetTable,
  POSITIONS_NAMESPACE,
  positionsSubscription,
  type ServiceInfo,
  SYNC_NAMESPACE,
  SYNC_SCHEMA_VERSION,
} from '../../../shared/api/index.ts';

/** Answers a request in place of the server; true when it did. */
export type Intercept = (request: http.IncomingMessage, response: http.ServerResponse, url: URL) => boolean;

/** A back office in memory, over real HTTP and socket.io, which can be told to go wrong. */
export interface VigieServer {
  readonly url: string;
  readonly token: string;
  epoch: string;
  /** What it says of itself may be changed. */
  info: Partial<ServiceInfo>;
  intercept: Intercept | undefined;
  /** Cursors below this are not known any more. */
  oldestCursor: number;
  /** Requests that came, as `path?query`. */
  readonly requests: string[];
  readonly table: FleetTable;
  /** Vehicles by slot. */
  readonly vehicleIds: string[];
  /** Adds changes, in this order, and pokes. */
  add(changes: readonly Change[], poke?: boolean): void;
  poke(): void;
  /** Publishes the table and sends each subscriber a frame. */
  publish(): void;
  /** Sends bytes as a frame to all subscribers, whatever they are. */
  sendRaw(frame: unknown): void;
  feed(status: unknown): void;
  /** How often readers subscribed, and with what. */
  readonly subscriptions: unknown[];
  connectionCount(): number;
  dropSockets(): void;
  close(): Promise<void>;
}

export interface VigieServerOptions {
  port?: number;
  token?: string;
  path?: string;
}

export async function startVigieServer(options: VigieServerOptions = {}): Promise<VigieServer> {
  const { token = 'token-of-the-test', path = '' } = options;
  const changes: Change[] = [];
  const httpServer = http.createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://server');
    if (url.pathname.startsWith(`${path}/socket.io`)) return;
    server.requests.push(`${url.pathname}${url.search}`);
    if (server.intercept?.(request, response, url) === true) return;
    if (url.pathname === `${path}/api/v2`) return json(response, 200, serviceInfo());
    if (request.headers.authorization !== `Bearer ${token}`) return problem(response, 401, 'unauthorized');
    if (url.pathname === `${path}/api/v2/sync/pull`) return pull(url, response);
    return problem(response, 404, 'not-found');
  });
  const io = new Server(httpServer, { path: `${path}/socket.io` });
  const subscribers = new Set<Subscriber>();

  function serviceInfo(): ServiceInfo {
    return {
      service: 'vigie',
      apiVersion: API_VERSION,
      syncSchemaVersion: SYNC_SCHEMA_VERSION,
      oldestClientSchemaVersion: SYNC_SCHEMA_VERSION,
      serverVersion: '0.0.0',
      epoch: server.epoch,
      serverTime: new Date().toISOString(),
      ...server.info,
    };
  }

  function pull(url: URL, response: http.ServerResponse): void {
    const asked = url.searchParams.get('cursor');
    const from = asked === null ? 0 : Number(asked.split('/')[1]);
    if (asked !== null && (asked.split('/')[0] !== server.epoch || from < server.oldestCursor)) {
      return problem(response, 409, 'resync');
    }
    const page = changes.slice(from, from + Number(url.searchParams.get('limit')));
    const reached = from + page.length;
    json(response, 200, {
      epoch: server.epoch,
      cursor: `${server.epoch}/${reached}`,
      hasMore: reached < changes.length,
      remaining: changes.length - reached,
      serverTime: new Date().toISOString(),
      changes: page,
    });
  }

  for (const namespace of [SYNC_NAMESPACE, POSITIONS_NAMESPACE]) {
    io.of(namespace).use((socket, next) => {
      if (socket.handshake.auth['token'] === token) return next();
      next(Object.assign(new Error('the token is refused'), { data: { code: 'unauthorized' } }));
    });
  }
  io.of(POSITIONS_NAMESPACE).on('connection', (socket) => {
    const subscriber: Subscriber = { socket, sequence: 0, streamId: 0, directoryCount: 0, isBusy: false };
    socket.on('subscribe', (raw: unknown) => {
      server.subscriptions.push(raw);
      const asked = positionsSubscription.parse(raw);
      subscriber.streamId = asked.streamId ?? 0;
      subscriber.sequence = asked.streamId === server.table.streamId ? (asked.sequence ?? 0) : 0;
      subscriber.directoryCount = asked.streamId === server.table.streamId ? (asked.directoryCount ?? 0) : 0;
      subscribers.add(subscriber);
      if (server.table.sequence > 0) sendNext(subscriber);
    });
    socket.on('disconnect', () => subscribers.delete(subscriber));
  });

  function sendNext(subscriber: Subscriber): void {
    if (subscriber.isBusy) return;
    const { socket } = subscriber;
    const { streamId } = server.table;
    if (subscriber.directoryCount < server.vehicleIds.length) {
      const start = subscriber.directoryCount;
      socket.emit('directory', { streamId, start, vehicleIds: server.vehicleIds.slice(start) });
      subscriber.directoryCount = server.vehicleIds.length;
    }
    const frame = server.table.frameSince(subscriber.sequence);
    subscriber.sequence = server.table.sequence;
    subscriber.isBusy = true;
    socket.emit('frame', frame, () => {
      subscriber.isBusy = false;
      if (subscriber.sequence < server.table.sequence) sendNext(subscriber);
    });
  }

  await new Promise<void>((resolve) => httpServer.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = httpServer.address() as AddressInfo;
  const server: VigieServer = {
    url: `http://127.0.0.1:${port}${path}`,
    token,
    epoch: randomUUID(),
    info: {},
    intercept: undefined,
    oldestCursor: 0,
    requests: [],
    table: new FleetTable({ streamId: 7, epochMs: Date.now() }),
    vehicleIds: [],
    subscriptions: [],
    add(added, poke = true) {
      for (const change of added) changes.push(change);
      if (poke) server.poke();
    },
    poke: () => void io.of(SYNC_NAMESPACE).emit('changes', { atMs: Date.now() }),
    publish() {
      server.table.publish(Date.now());
      for (const subscriber of subscribers) sendNext(subscriber);
    },
    sendRaw(frame) {
      for (const { socket } of subscribers) socket.emit('frame', frame, () => undefined);
    },
    feed: (status) => void io.of(POSITIONS_NAMESPACE).emit('feed', status),
    connectionCount: () => io.of(SYNC_NAMESPACE).sockets.size + io.of(POSITIONS_NAMESPACE).sockets.size,
    dropSockets() {
      for (const namespace of [SYNC_NAMESPACE, POSITIONS_NAMESPACE]) io.of(namespace).disconnectSockets(true);
    },
    async close() {
      await io.close();
      httpServer.closeAllConnections();
    },
  };
  return server;
}

interface Subscriber {
  socket: Socket;
  sequence: number;
  streamId: number;
  directoryCount: number;
  isBusy: boolean;
}

export function json(response: http.ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

export function problem(
  response: http.ServerResponse,
  status: number,
  type: string,
  headers: http.OutgoingHttpHeaders = {},
): void {
  response.writeHead(status, { 'content-type': 'application/problem+json', ...headers });
  response.end(JSON.stringify({ type: `/problems/${type}`, title: type, status }));
}
