import { createAdapter } from '@socket.io/redis-streams-adapter';
import type { Log } from '../log.ts';
import { closeRedis, connect, openReader, type RedisClient } from './redis-client.ts';

/** Of the stream, so of what a desktop that was away may be given by Redis; longer ago, it asks the log. At most some 64 MB. */
const MOST_ENTRIES = 2_000;
/** How long a socket that was cut off may come back as the one that it was. */
export const RECOVERY_MS = 120_000;

export interface SocketAdapter {
  /** For the namespaces that are to reach the sockets of all processes. */
  readonly adapter: ReturnType<typeof createAdapter>;
  /** Ends its connections. To be called once the namespaces' adapters are closed: before, they would be read from on and on. */
  close(): void;
}

/**
 * socket.io's adapter over Redis Streams: what one process sends, the sockets of all get, and a socket that was cut off gets what it missed
 * from whichever process it comes back to.
 */
export function createSocketAdapter(client: RedisClient, log: Log): SocketAdapter {
  const readers: RedisClient[] = [];
  const adapter = createAdapter(facadeOf(client, readers, log), {
    streamName: 'vigie:socket.io',
    channelPrefix: 'vigie:socket.io',
    sessionKeyPrefix: 'vigie:session:',
    maxLen: MOST_ENTRIES,
    onlyPlaintext: true,
  });
  return {
    adapter,
    close() {
      for (const reader of readers) closeRedis(reader);
    },
  };
}

/**
 * What the adapter uses of a client. It does not look at what becomes of some commands: their failures are logged here, since a rejection
 * that nobody hears of would end the process. Its readers wait for a server that is away: refused at once, the adapter would ask again at
 * once, for ever.
 */
function facadeOf(client: RedisClient, readers: RedisClient[], log: Log): object {
  const quietly = (work: Promise<unknown>) =>
    work.catch((error: Error) => log.debug({ err: error }, 'Redis did not take a note'));
  return {
    // By this name the adapter knows the package `redis`.
    sSubscribe: () => undefined,
    duplicate: () => {
      const reader = openReader(client);
      readers.push(reader);
      return readerFacade(reader);
    },
    xAdd: client.xAdd.bind(client),
    xRange: client.xRange.bind(client),
    multi: () => client.multi(),
    set: (...args: Parameters<RedisClient['set']>) => quietly(client.set(...args)),
    publish: (...args: Parameters<RedisClient['publish']>) => quietly(client.publish(...args)),
    sendCommand: client.sendCommand.bind(client),
  };
}

function readerFacade(reader: RedisClient): object {
  return {
    sSubscribe: () => undefined,
    on: () => undefined,
    // The adapter begins to read once this is done; where that is never, it never does.
    connect: () => {
      const ready = new Promise<void>((resolve) => reader.once('ready', resolve));
      connect(reader);
      return ready;
    },
    disconnect: () => closeRedis(reader),
    xRead: reader.xRead.bind(reader),
    subscribe: (...args: Parameters<RedisClient['subscribe']>) => reader.subscribe(...args).catch(() => undefined),
  };
}
