import type { Fault, Health, OutboxHealth } from '../../shared/contract/index.ts';
import type { Pusher } from './sync/pusher.ts';
import type { Store } from './store/store.ts';
import { StorageError } from './store/storage-error.ts';

type Counts = Omit<OutboxHealth, 'isSending' | 'savedAtMs'>;
const NOTHING: Counts = { notSent: 0, conflicts: 0, rejected: 0, others: 0, oldestMadeAtMs: null };

/** That the server is away is told by the server's own health. */
const SERVER_AWAY: ReadonlySet<string> = new Set([
  'server-unreachable',
  'server-slow',
  'server-failed',
  'server-not-vigie',
  'server-incompatible',
]);

/** The outbox as windows are told of it. While the cache cannot be read, the last counts hold. */
export function createOutboxHealth(
  store: Store,
  pusher: Pick<Pusher, 'health'> | undefined,
): (server: Health['server']) => Health['outbox'] {
  let counts = NOTHING;

  function count(): Counts {
    try {
      counts = store.read((cache) => cache.outbox.counts());
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
    }
    return counts;
  }

  return (server) => {
    const { isSending, fault } = pusher?.health() ?? { isSending: false, fault: null };
    return { ...count(), isSending, savedAtMs: store.outboxSavedAtMs(), fault: ownFault(fault, server) };
  };
}

function ownFault(fault: Fault | null, server: Health['server']): Fault | null {
  const isToldThere = server.state === 'offline' || server.state === 'incompatible';
  return fault !== null && isToldThere && SERVER_AWAY.has(fault.code) ? null : fault;
}

/** What the shell and a terminal are told: how much is not sent, and how much of it waits for a person. */
export interface Unsent {
  notSent: number;
  needsPerson: number;
}

export function unsentOf({ notSent, conflicts, rejected, others }: OutboxHealth): Unsent {
  return { notSent, needsPerson: conflicts + rejected + others };
}
