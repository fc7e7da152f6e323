import type { Log } from '../log.ts';
import { closeRedis, connect, openReader, openRedis, type RedisClient } from './redis-client.ts';
import { createSocketAdapter, type SocketAdapter } from './socket-adapter.ts';

/** What several processes of the service share besides the database: a Redis server. */
export interface Cluster {
  readonly redis: RedisClient;
  /** A connection that only listens to channels. */
  readonly listener: RedisClient;
  readonly sockets: SocketAdapter;
  /** Redis answers now. */
  readonly isReady: boolean;
  close(): void;
}

/** Begins to connect, and does not wait: a Redis that is away keeps nothing from starting. @param url redis:// or rediss:// */
export function openCluster(url: string, log: Log): Cluster {
  const redis = openRedis(url, log);
  const listener = openReader(redis);
  connect(listener);
  const sockets = createSocketAdapter(redis, log);
  return {
    redis,
    listener,
    sockets,
    get isReady() {
      return redis.isReady;
    },
    close() {
      sockets.close();
      closeRedis(listener);
      closeRedis(redis);
    },
  };
}
