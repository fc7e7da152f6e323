import type { SyncEntity } from '../../shared/api/index.ts';
import type { Health, vigieContract } from '../../shared/contract/index.ts';
import type { Clock, Disposer } from '../../shared/domain/index.ts';
import type { RpcServer } from '../../shared/rpc/index.ts';
import { type Unsent, unsentOf } from './outbox-health.ts';
import type { Store } from './store/store.ts';
import { createCoalescer } from './sync/coalesce.ts';

/** Windows hear of changes at most this often, ms. */
const EVENT_INTERVAL_MS = 250;

export interface HostEvents {
  /** Something in the health of a part is another than before. */
  healthChanged(): void;
  /** Whose inbox it is has become known, or time has moved something in it. */
  inboxChanged(): void;
  /** Time has moved something among alarms. */
  alarmsChanged(): void;
  dispose: Disposer;
}

/** Tells all windows what has changed: health, rows, the outbox; and whoever started the host what is not sent. */
export function createHostEvents(parts: {
  rpc: RpcServer<typeof vigieContract>;
  store: Store;
  clock: Clock;
  health: () => Health;
  onUnsent: (unsent: Unsent) => void;
}): HostEvents {
  const { rpc, store, clock, health } = parts;
  let unsent = unsentOf(health().outbox);
  const healthEvents = createCoalescer(clock, EVENT_INTERVAL_MS, () => {
    const now = health();
    rpc.emit('health.changed', now);
    tellUnsent(unsentOf(now.outbox));
  });

  function tellUnsent(now: Unsent): void {
    if (now.notSent === unsent.notSent && now.needsPerson === unsent.needsPerson) return;
    unsent = now;
    parts.onUnsent(now);
  }

  const changed = new Set<SyncEntity>();
  const dataEvents = createCoalescer(clock, EVENT_INTERVAL_MS, () => {
    const entities = [...changed];
    changed.clear();
    rpc.emit('data.changed', { entities, revision: store.revision() });
  });

  const outboxEvents = createCoalescer(clock, EVENT_INTERVAL_MS, () => {
    rpc.emit('outbox.changed', { revision: store.revision() });
  });

  const stopListening = [
    store.onHealth(healthEvents.request),
    store.onChange(({ entities }) => {
      for (const entity of entities) changed.add(entity);
      dataEvents.request();
    }),
    store.onOutbox(() => {
      outboxEvents.request();
      healthEvents.request();
    }),
  ];
  return {
    healthChanged: healthEvents.request,
    inboxChanged() {
      changed.add('validation');
      dataEvents.request();
    },
    alarmsChanged() {
      changed.add('alarm');
      dataEvents.request();
    },
    dispose() {
      for (const stop of stopListening) stop();
      for (const events of [healthEvents, dataEvents, outboxEvents]) events.dispose();
    },
  };
}
