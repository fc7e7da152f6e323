import http from 'node:http';
import type { AddressInfo } from 'node:net';
import net from 'node:net';

/** What a fault does with an answer of the server: gives another one. */
export interface ProxiedAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** A way to a server that can go wrong on purpose. WebSockets pass as they are while it is up. */
export interface FaultProxy {
  readonly url: string;
  /** Of the requests over HTTP for the API; undefined: as it comes. */
  fault: ((answer: ProxiedAnswer, path: string) => ProxiedAnswer) | undefined;
  close(): Promise<void>;
}

/** @param port 0: a free one */
export async function startFaultProxy(target: string, port = 0): Promise<FaultProxy> {
  const { hostname, port: targetPort } = new URL(target);
  const sockets = new Set<net.Socket>();
  const proxy = http.createServer((request, response) => {
    const headers = { ...request.headers, host: `${hostname}:${targetPort}`, 'accept-encoding': 'identity' };
    const forwarded = http.request(
      { hostname, port: targetPort, path: request.url, method: request.method, headers },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const plain = {
            status: answer.statusCode ?? 502,
            headers: { 'content-type': answer.headers['content-type'] ?? '' },
            body: Buffer.concat(chunks).toString(),
          };
          const isApi = request.url?.startsWith('/api/') === true;
          const given = isApi && self.fault !== undefined ? self.fault(plain, request.url ?? '') : plain;
          response.writeHead(given.status, given.headers).end(given.body);
        });
      },
    );
    forwarded.on('error', () => response.destroy());
    request.pipe(forwarded);
  });
  proxy.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  proxy.on('upgrade', (request: http.IncomingMessage, socket: net.Socket, head: Buffer) => {
    const upstream = net.connect(Number(targetPort), hostname, () => {
      const lines = Object.entries(request.headers).map(([name, value]) => `${name}: ${String(value)}`);
      upstream.write(`${request.method} ${request.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    const end = () => {
      upstream.destroy();
      socket.destroy();
    };
    for (const one of [upstream, socket]) one.on('error', end).on('close', end);
  });
  await new Promise<void>((resolve) => proxy.listen(port, '127.0.0.1', resolve));
  const self: FaultProxy = {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    fault: undefined,
    async close() {
      const closed = new Promise<void>((resolve) => proxy.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
  return self;
}
