import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { SocketServer } from '../realtime/socket-server.ts';
import type { Readiness } from './readiness.ts';

interface Serving {
  sockets: SocketServer;
  server: FastifyInstance;
  readiness: Readiness;
  /** How long requests are still taken, for load balancers to notice that this process is not ready, ms. */
  drainMs: number;
  /** How long requests may take then that are being answered, ms. */
  finishWithinMs: number;
}

/**
 * Ends the serving of requests without cutting one off: says that it is not ready, waits for load balancers to notice, takes no more
 * connections, ends the sockets (desktops connect anew after a pause with chance in it, to another node where there is one), and waits
 * for requests to be answered, for a bounded time.
 */
export async function stopServing({ sockets, server, readiness, drainMs, finishWithinMs }: Serving): Promise<void> {
  readiness.enter('draining');
  if (drainMs > 0) await sleep(drainMs);
  readiness.enter('closing');
  const closed = server.close();
  await sockets.close();
  const cut = setTimeout(() => server.server.closeAllConnections(), finishWithinMs);
  await closed;
  clearTimeout(cut);
}
