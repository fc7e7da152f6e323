import http from 'node:http';
import type { AddressInfo } from 'node:net';
import net from 'node:net';
import { carry } from './fault-proxy/exchange.ts';
import type { FaultPlan, HttpAnswer, HttpFault, WebSocketFault } from './fault-proxy/faults.ts';

export type { Exchange, FaultPlan, HttpFault, WebSocketFault } from './fault-proxy/faults.ts';
export { seededPlan, type SeededPlanOptions } from './fault-proxy/seeded-plan.ts';

/** An answer of the server as text, for a test that changes what it says. */
export interface ProxiedAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** What went through, and what was done to it. */
export interface Passage {
  method: string;
  path: string;
  fault: HttpFault['kind'] | WebSocketFault['kind'] | undefined;
}

/** A way to a server that can go wrong on purpose. */
export interface FaultProxy {
  readonly url: string;
  /**
   * Decides for each request and each WebSocket what goes wrong on its way; may be set and taken away at any time:
   *
   *   proxy.plan = { http: ({ path }) => (path.includes('/sync/push') ? { kind: 'reset', reaches: true } : undefined) };
   *   proxy.plan = seededPlan(7, { rate: 0.4 });
   */
  plan: FaultPlan | undefined;
  /** Another answer in the place of a true one of the API, as text; undefined: as it comes. */
  fault: ((answer: ProxiedAnswer, path: string) => ProxiedAnswer) | undefined;
  /** True: the cable is pulled. What is open is reset, and so is whatever comes. */
  isDown: boolean;
  /** All that came, requests and WebSockets alike. */
  readonly passages: readonly Passage[];
  /** How often each kind of fault was done. */
  faultCounts(): Partial<Record<NonNullable<Passage['fault']>, number>>;
  /** Cuts those that are open. Returns how many. */
  cutWebSockets(): number;
  close(): Promise<void>;
}

/**
 * A proxy on the loopback interface.
 * @param target address of a server on the loopback interface
 * @param port 0: a free one
 */
export async function startFaultProxy(target: string, port = 0): Promise<FaultProxy> {
  const proxy = new HttpFaultProxy(new URL(target));
  await proxy.listen(port);
  return proxy;
}

class HttpFaultProxy implements FaultProxy {
  plan: FaultPlan | undefined;
  fault: FaultProxy['fault'];
  readonly passages: Passage[] = [];
  readonly #target: { hostname: string; port: number };
  readonly #server: http.Server;
  readonly #ending = new AbortController();
  readonly #connections = new Set<net.Socket>();
  readonly #webSockets = new Set<() => void>();
  #isDown = false;
  #requests = 0;
  #upgrades = 0;

  constructor({ hostname, port }: URL) {
    this.#target = { hostname, port: Number(port) };
    this.#server = http.createServer((request, response) => void this.#request(request, response));
    this.#server.on('connection', (socket: net.Socket) => this.#connected(socket));
    this.#server.on('upgrade', (request: http.IncomingMessage, socket: net.Socket, head: Buffer) =>
      this.#upgrade(request, socket, head),
    );
  }

  async listen(port: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#server.once('error', reject).listen(port, '127.0.0.1', resolve);
    await promise;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get isDown(): boolean {
    return this.#isDown;
  }

  set isDown(isDown: boolean) {
    this.#isDown = isDown;
    if (isDown) for (const socket of this.#connections) socket.resetAndDestroy();
  }

  faultCounts(): ReturnType<FaultProxy['faultCounts']> {
    const counts: ReturnType<FaultProxy['faultCounts']> = {};
    for (const { fault } of this.passages) if (fault !== undefined) counts[fault] = (counts[fault] ?? 0) + 1;
    return counts;
  }

  cutWebSockets(): number {
    const count = this.#webSockets.size;
    for (const cut of this.#webSockets) cut();
    return count;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#ending.abort();
    for (const socket of this.#connections) socket.destroy();
    await closed;
  }

  #connected(socket: net.Socket): void {
    if (this.#isDown) {
      socket.resetAndDestroy();
      return;
    }
    this.#connections.add(socket);
    socket.on('close', () => this.#connections.delete(socket));
  }

  async #request(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const { method = 'GET', url: path = '/' } = request;
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    try {
      const body = await bodyOf(request);
      const exchange = { method, path, index: this.#requests++, bytes: body.length };
      const fault = this.plan?.http?.(exchange);
      this.passages.push({ method, path, fault: fault?.kind });
      const isChanged = this.fault !== undefined && path.startsWith('/api/');
      const headers: http.OutgoingHttpHeaders = { ...request.headers, host: this.#host() };
      // What is changed has to be text.
      if (isChanged || fault?.kind === 'corrupt-answer') headers['accept-encoding'] = 'identity';
      const signal = AbortSignal.any([gone.signal, this.#ending.signal]);
      await carry({ ...this.#target, method, path, headers, body, signal }, response, fault, (answer) =>
        isChanged ? this.#changed(answer, path) : answer,
      );
    } catch {
      // The client has gone, or the server: either way the other one notices by the connection.
      response.destroy();
    }
  }

  #host(): string {
    return `${this.#target.hostname}:${this.#target.port}`;
  }

  #changed({ status, headers, body }: HttpAnswer, path: string): HttpAnswer {
    const plain = { status, headers: { 'content-type': String(headers['content-type'] ?? '') }, body: body.toString() };
    const given = this.fault?.(plain, path) ?? plain;
    return { ...given, body: Buffer.from(given.body) };
  }

  #upgrade(request: http.IncomingMessage, socket: net.Socket, head: Buffer): void {
    const { method = 'GET', url: path = '/' } = request;
    const fault = this.plan?.webSocket?.({ method, path, index: this.#upgrades++, bytes: 0 });
    this.passages.push({ method, path, fault: fault?.kind });
    if (fault?.kind === 'refuse') {
      socket.on('error', () => undefined).destroy();
      return;
    }
    const { hostname, port } = this.#target;
    const upstream = net.connect(port, hostname, () => {
      const lines = Object.entries({ ...request.headers, host: this.#host() });
      const text = lines.map(([name, value]) => `${name}: ${String(value)}`).join('\r\n');
      upstream.write(`${method} ${path} HTTP/1.1\r\n${text}\r\n\r\n`);
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    const timer = fault === undefined ? undefined : setTimeout(() => end(), fault.afterMs);
    const end = () => {
      clearTimeout(timer);
      this.#webSockets.delete(end);
      upstream.destroy();
      socket.destroy();
    };
    this.#webSockets.add(end);
    for (const one of [upstream, socket]) one.on('error', end).on('close', end);
  }
}

async function bodyOf(request: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
