import type { Change, SyncEntity } from '../../../shared/api/index.ts';
import { type BillingCycleReads, createBillingCycleReads, createBillingCycleWrites } from './billing-cycles.ts';
import type { Reader, Writer } from './handles.ts';
import { createMissionReads, type MissionReads } from './mission-reads.ts';
import { createMissionWrites } from './mission-writes.ts';
import { createSyncStateWrites, readSyncState, type SyncProgress, type SyncState } from './sync-state.ts';
import { createThirdPartyReads, createThirdPartyWrites, type ThirdPartyReads } from './third-parties.ts';
import { createVehicleReads, createVehicleWrites, type VehicleReads } from './vehicles.ts';

/** All that can be asked of the cache. */
export interface CacheReads {
  readonly missions: MissionReads;
  readonly vehicles: VehicleReads;
  readonly thirdParties: ThirdPartyReads;
  readonly billingCycles: BillingCycleReads;
  syncState(): SyncState;
}

/** All that changes the cache; within a transaction of the store. */
export interface CacheWrites {
  /** One row as the server sent it. Its place in the order of changes is the server's: what comes later is newer. */
  apply(change: Change): void;
  /** @throws CursorMovedError */
  advance(progress: SyncProgress): void;
  /** Empties the cache for the rows of another server or epoch. Only rows: what a person entered is in other tables. */
  clear(): void;
}

/** What a transaction changed. */
export interface CacheChange {
  entities: SyncEntity[];
  revision: number;
}

/** The writes, and what the store does around them. */
export interface CacheTransaction extends CacheWrites {
  /** Ends the transaction's own work, before the commit. Undefined where no row has changed. */
  finish(leastRevision: number): CacheChange | undefined;
  /** After a rollback. */
  forget(): void;
}

export function createCacheReads(reader: Reader): CacheReads {
  return {
    missions: createMissionReads(reader),
    vehicles: createVehicleReads(reader),
    thirdParties: createThirdPartyReads(reader),
    billingCycles: createBillingCycleReads(reader),
    syncState: () => readSyncState(reader),
  };
}

export function createCacheTransaction(writer: Writer): CacheTransaction {
  const missions = createMissionWrites(writer);
  const vehicles = createVehicleWrites(writer, missions);
  const thirdParties = createThirdPartyWrites(writer);
  const billingCycles = createBillingCycleWrites(writer);
  const syncState = createSyncStateWrites(writer);
  const changed = new Set<SyncEntity>();
  const writes = { vehicle: vehicles, 'third-party': thirdParties, 'billing-cycle': billingCycles, mission: missions };
  return {
    apply(change) {
      changed.add(change.entity);
      if (change.op === 'delete') return writes[change.entity].remove(change.id);
      switch (change.entity) {
        case 'mission':
          return missions.upsert(change.row, change.version);
        case 'vehicle':
          return vehicles.upsert(change.row, change.version);
        case 'third-party':
          return thirdParties.upsert(change.row, change.version);
        case 'billing-cycle':
          return billingCycles.upsert(change.row, change.version);
      }
    },
    advance: (progress) => syncState.advance(progress),
    clear() {
      for (const [entity, table] of Object.entries(writes) as [SyncEntity, { clear(): void }][]) {
        table.clear();
        changed.add(entity);
      }
      missions.forget();
      syncState.clear();
    },
    finish(leastRevision) {
      missions.finish();
      const entities = [...changed];
      changed.clear();
      return entities.length === 0 ? undefined : { entities, revision: syncState.revise(leastRevision) };
    },
    forget() {
      changed.clear();
      missions.forget();
    },
  };
}
