import { createDataHost, type DataHost } from '../../electron/data/host.ts';
import { REST_LIMITS } from '../../electron/data/remote/rest-client.ts';
import { systemClock } from '../../electron/data/system-clock.ts';
import { type EditResult, type OutboxEntry, type VigieContract, vigieContract } from '../../shared/contract/index.ts';
import type { Clock, EditableEntity, FieldValues } from '../../shared/domain/index.ts';
import { fieldOf } from '../../shared/domain/index.ts';
import { createMemoryChannelPair, createRpcClient, type RpcClient } from '../../shared/rpc/index.ts';
import { createTestLog } from './test-log.ts';

export interface DesktopOptions {
  folder: string;
  server: { url: string; token: string | null } | null;
  clock?: Clock;
}

/** A data host on a real file, with one window, and what a person does in it. */
export interface Desktop {
  readonly host: DataHost;
  readonly window: RpcClient<VigieContract>;
  readonly log: ReturnType<typeof createTestLog>;
  /** Edits a row as a person would who sees it as it is shown now. */
  edit(entity: EditableEntity, id: string, wanted: FieldValues): Promise<EditResult>;
  outbox(): Promise<OutboxEntry[]>;
  close(): Promise<void>;
}

/** Gives up on a server sooner than in the field, and waits hardly between tries. */
export async function startDesktop({ folder, server, clock = systemClock }: DesktopOptions): Promise<Desktop> {
  const log = createTestLog();
  const restLimits = { ...REST_LIMITS, silenceMs: 1_500, answerMs: 20_000 };
  const common = { folder, server, log, clock, restLimits };
  const host = await createDataHost({ ...common, version: '1', random: () => 0.05, validateResults: true });
  const [near, far] = createMemoryChannelPair();
  host.connect(far);
  const window = createRpcClient(vigieContract, near, systemClock);

  function rowOf(entity: EditableEntity, id: string): Promise<object> {
    if (entity === 'mission') return window.request('missions.get', { id });
    if (entity === 'third-party') return window.request('thirdParties.get', { id });
    if (entity === 'geofence') return window.request('geofences.get', { id });
    return window.request('billingCycles.get', { id });
  }

  return {
    ...{ host, window, log },
    async edit(entity, id, wanted) {
      const row = await rowOf(entity, id);
      const fields = Object.fromEntries(
        Object.entries(wanted).map(([field, to]) => [field, { from: fieldOf({ ...row }, field), to }]),
      );
      return window.request('edits.patch', { entity, id, fields });
    },
    outbox: async () => (await window.request('outbox.page', { offset: 0, limit: 500 })).rows,
    close: () => host.close(),
  };
}
