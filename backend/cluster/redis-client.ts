import { createClient } from 'redis';
import type { Log } from '../log.ts';

/** A server that says nothing for so long is taken for dead: the connection is made anew. Longer than a read waits for news. */
const SILENCE_MS = 8_000;
const PING_MS = 2_000;
const CONNECT_MS = 5_000;
const LONGEST_PAUSE_MS = 2_000;

export type RedisClient = ReturnType<typeof makeClient>;

/**
 * A connection to Redis that comes back by itself, for ever, and is not waited for: the service works without. What is asked while it is
 * away fails at once, rather than being kept for later, when it would be old.
 */
export function openRedis(url: string, log: Log): RedisClient {
  const client = makeClient(url, log);
  connect(client);
  return client;
}

/** A further connection, for reading: what it asks waits until the server is there. */
export function openReader(client: RedisClient): RedisClient {
  const reader = client.duplicate({ disableOfflineQueue: false });
  // What ails it ails the first one too, which says so.
  reader.on('error', () => undefined);
  return reader;
}

/** Connects in the background. It does not fail: it is tried again until it succeeds or the client is destroyed. */
export function connect(client: RedisClient): void {
  client.connect().catch(() => undefined);
}

export function closeRedis(client: RedisClient): void {
  if (client.isOpen) client.destroy();
}

function makeClient(url: string, log: Log) {
  const client = createClient({
    url,
    name: 'vigie',
    // The replies that socket.io's adapter knows.
    RESP: 2,
    disableOfflineQueue: true,
    pingInterval: PING_MS,
    socket: {
      connectTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
      reconnectStrategy: (tries) => Math.min(100 * 2 ** tries, LONGEST_PAUSE_MS) * (0.5 + Math.random() / 2),
    },
  });
  listen(client, log);
  return client;
}

/** Says once that it is lost and once that it is back. */
function listen(client: Pick<RedisClient, 'on'>, log: Log): void {
  let isLost = false;
  client.on('ready', () => {
    if (isLost) log.info('Redis is back');
    isLost = false;
  });
  client.on('error', (error: Error) => {
    if (!isLost) log.warn({ err: error }, 'Redis is lost: each process serves its own desktops meanwhile');
    isLost = true;
  });
}
