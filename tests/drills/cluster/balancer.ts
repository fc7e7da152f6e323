import { connect, createServer, type Server, type Socket } from 'node:net';

/** One address for several nodes, as a load balancer of layer 4 gives: it knows nothing of what passes. */
export interface Balancer {
  readonly url: string;
  /** Ends all connections, as a network does that fails for a moment. */
  cut(): void;
  close(): Promise<void>;
}

/** Each connection goes to the next node that takes it. A node that ends takes its connections with it. */
export async function startBalancer(ports: readonly number[]): Promise<Balancer> {
  const sockets = new Set<Socket>();
  let turn = 0;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  };
  const server: Server = createServer((client) => {
    keep(client);
    client.on('error', () => client.destroy());
    turn += 1;
    pass(
      client,
      ports.map((_, index) => ports[(turn + index) % ports.length] ?? 0),
    );
  });

  function pass(client: Socket, [port, ...others]: readonly number[]): void {
    if (port === undefined) return void client.destroy();
    const node = connect(port, '127.0.0.1');
    let isThrough = false;
    keep(node);
    node.once('connect', () => {
      isThrough = true;
      client.pipe(node).pipe(client);
    });
    node.once('error', () => {
      if (isThrough) client.destroy();
      else pass(client, others);
    });
    node.once('close', () => {
      if (isThrough) client.destroy();
    });
    client.once('close', () => node.destroy());
  }

  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${port}`,
    cut,
    async close() {
      cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
