import type { Change, SyncEntity } from '../../../shared/api/index.ts';
import { type AlarmReads, createAlarmReads } from './alarm-reads.ts';
import { type AlarmRuleReads, createAlarmRuleReads, createAlarmRuleWrites } from './alarm-rules.ts';
import { createAlarmWrites } from './alarms.ts';
import { type BillingCycleReads, createBillingCycleReads, createBillingCycleWrites } from './billing-cycles.ts';
import { createCycleMissionReads, type CycleMissionReads } from './cycle-missions.ts';
import { createEventPlaceWrites, type EventPlace, readEventPlace } from './event-place.ts';
import { createDelegationReads, createDelegationWrites, type DelegationReads } from './delegations.ts';
import { createGeofenceReads, createGeofenceWrites, type GeofenceReads } from './geofences.ts';
import { createHandoverReads, createHandoverWrites, type HandoverReads } from './handovers.ts';
import type { Reader, Writer } from './handles.ts';
import { createIncidentReads, createIncidentWrites, type IncidentReads } from './incidents.ts';
import { createImportReads, createImportWrites, type ImportReads, type ImportWrites } from './import-rows.ts';
import { type BoardReads, createBoardReads } from './mission-board.ts';
import { createMissionReads, type MissionReads } from './mission-reads.ts';
import { createMissionWrites, type TouchedMissions } from './mission-writes.ts';
import { createOutboxReads } from './outbox-reads.ts';
import type { ReadPayload } from './outbox-rows.ts';
import type { Place } from './outbox-queue.ts';
import type { OutboxReads, OutboxWrites } from './outbox-types.ts';
import { createOutboxWrites } from './outbox-writes.ts';
import { createRemembered } from './remembered.ts';
import type { SalvagedEntry } from './salvage-read.ts';
import { createScheduleReads, type ScheduleReads } from './schedule-reads.ts';
import { createSearchReads, type SearchReads } from './search.ts';
import {
  createServerAnswerReads,
  createServerAnswerWrites,
  type ServerAnswerReads,
  type ServerAnswerWrites,
} from './server-answers.ts';
import { createShownOverlay } from './shown-overlay.ts';
import { createSyncStateWrites, readSyncState, type SyncProgress, type SyncState } from './sync-state.ts';
import { createThirdPartyReads, createThirdPartyWrites, type ThirdPartyReads } from './third-parties.ts';
import { createValidationReads, createValidationWrites, type ValidationReads } from './validations.ts';
import { createDuplicateReads, type DuplicateReads } from './third-party-duplicates.ts';
import { createVehicleMissionReads, type VehicleMissionReads } from './vehicle-missions.ts';
import { createVehicleReads, createVehicleWrites, type VehicleReads } from './vehicles.ts';

/** All that can be asked of the cache. */
export interface CacheReads {
  readonly missions: MissionReads;
  readonly board: BoardReads;
  readonly vehicleMissions: VehicleMissionReads;
  readonly schedule: ScheduleReads;
  readonly search: SearchReads;
  readonly vehicles: VehicleReads;
  readonly thirdParties: ThirdPartyReads;
  readonly duplicates: DuplicateReads;
  readonly imports: ImportReads;
  readonly billingCycles: BillingCycleReads;
  readonly geofences: GeofenceReads;
  readonly delegations: DelegationReads;
  readonly validations: ValidationReads;
  readonly alarmRules: AlarmRuleReads;
  readonly alarms: AlarmReads;
  readonly incidents: IncidentReads;
  readonly handovers: HandoverReads;
  readonly outbox: OutboxReads;
  readonly cycleMissions: CycleMissionReads;
  /** What the server last said of what is not synchronised as rows. */
  readonly answers: ServerAnswerReads;
  syncState(): SyncState;
  /** How far a server's log of events has been heard. */
  eventPlace(serverIdentity: string): EventPlace | undefined;
}

/** All that changes the cache; within a transaction of the store. */
export interface CacheWrites {
  readonly outbox: OutboxWrites;
  readonly imports: ImportWrites;
  readonly answers: Pick<ServerAnswerWrites, 'keep'>;
  /** One row as the server sent it. One that is older than what is known is ignored; edits on their way are shown on top. */
  apply(change: Change): void;
  /** @throws CursorMovedError */
  advance(progress: SyncProgress): void;
  /** Removes alarms that were closed before a time, UTC ms, the server's: desktops keep them for KEPT_CLOSED_DAYS. */
  forgetAlarms(closedBeforeMs: number): void;
  /** Notes how far a server's log of events has been heard. */
  heardTo(serverIdentity: string, place: EventPlace): void;
  /** Empties the cache for the rows of another server or epoch. Only rows: what a person entered stays in the outbox. */
  clear(): void;
}

/** What a transaction changed. */
export interface CacheChange {
  entities: SyncEntity[];
  revision: number;
}

/** The same, and what is told to no window. */
export interface FinishedChange extends CacheChange {
  isOutboxChanged: boolean;
  missions: TouchedMissions;
}

/** The writes, and what the store does around them. */
export interface CacheTransaction extends CacheWrites {
  /** After the beginning of each transaction. */
  start(): void;
  /**
   * The first transaction, when the cache is opened: takes in what was entered into another one, and makes what is shown agree with the program and the
   * server that it is set to.
   * @returns how many edits were taken in
   */
  begin(takenIn: readonly SalvagedEntry[], nowMs: number): number;
  /** Ends the transaction's own work, before the commit. Undefined where nothing has changed. */
  finish(leastRevision: number): FinishedChange | undefined;
  /** After a rollback. */
  forget(): void;
}

export interface CacheOptions {
  /** The server that this Vigie is set to; null: none. */
  serverIdentity: string | null;
  /** One for all connections to a cache: what one has read, the others need not. */
  readPayload: ReadPayload;
}

export function createCacheReads(reader: Reader, options: CacheOptions): CacheReads {
  const remembered = createRemembered<readonly Place[]>(reader);
  const alarms = createAlarmReads(reader);
  const incidents = createIncidentReads(reader);
  return {
    missions: createMissionReads(reader),
    board: createBoardReads(reader),
    schedule: createScheduleReads(reader),
    vehicleMissions: createVehicleMissionReads(reader),
    search: createSearchReads(reader, alarms, incidents),
    vehicles: createVehicleReads(reader),
    thirdParties: createThirdPartyReads(reader),
    duplicates: createDuplicateReads(reader),
    imports: createImportReads(reader),
    billingCycles: createBillingCycleReads(reader),
    geofences: createGeofenceReads(reader),
    delegations: createDelegationReads(reader),
    validations: createValidationReads(reader),
    alarmRules: createAlarmRuleReads(reader),
    alarms,
    incidents,
    handovers: createHandoverReads(reader),
    outbox: createOutboxReads(reader, { ...options, remember: (read) => remembered('places', read) }),
    cycleMissions: createCycleMissionReads(reader),
    answers: createServerAnswerReads(reader),
    syncState: () => readSyncState(reader),
    eventPlace: (serverIdentity) => readEventPlace(reader, serverIdentity),
  };
}

export function createCacheTransaction(writer: Writer, options: CacheOptions): CacheTransaction {
  const missions = createMissionWrites(writer);
  const vehicles = createVehicleWrites(writer, missions);
  const thirdParties = createThirdPartyWrites(writer);
  const billingCycles = createBillingCycleWrites(writer);
  const geofences = createGeofenceWrites(writer);
  const delegations = createDelegationWrites(writer);
  const validations = createValidationWrites(writer);
  const alarmRules = createAlarmRuleWrites(writer);
  const alarms = createAlarmWrites(writer);
  const incidents = createIncidentWrites(writer);
  const handovers = createHandoverWrites(writer);
  const syncState = createSyncStateWrites(writer);
  const heardTo = createEventPlaceWrites(writer);
  const answers = createServerAnswerWrites(writer);
  const changed = new Set<SyncEntity>();
  let isOutboxChanged = false;
  const tables = {
    vehicle: vehicles,
    'third-party': thirdParties,
    'billing-cycle': billingCycles,
    geofence: geofences,
    delegation: delegations,
    validation: validations,
    'alarm-rule': alarmRules,
    alarm: alarms,
    incident: incidents,
    handover: handovers,
    mission: missions,
  };
  const overlay = createShownOverlay({
    ...options,
    writer,
    tables,
    owner: () => outbox.owner(),
    onShown: (entity) => changed.add(entity),
  });
  const outbox = createOutboxWrites({
    ...options,
    writer,
    overlay,
    applyToTable,
    onChanged() {
      isOutboxChanged = true;
    },
  });

  function applyToTable(change: Change): void {
    changed.add(change.entity);
    if (change.op === 'delete') return tables[change.entity].remove(change.id, change.version);
    switch (change.entity) {
      case 'mission':
        return missions.upsert(change.row, change.version);
      case 'vehicle':
        return vehicles.upsert(change.row, change.version);
      case 'third-party':
        return thirdParties.upsert(change.row, change.version);
      case 'billing-cycle':
        return billingCycles.upsert(change.row, change.version);
      case 'geofence':
        return geofences.upsert(change.row, change.version);
      case 'delegation':
        return delegations.upsert(change.row, change.version);
      case 'validation':
        return validations.upsert(change.row, change.version);
      case 'alarm-rule':
        return alarmRules.upsert(change.row, change.version);
      case 'alarm':
        return alarms.upsert(change.row, change.version);
      case 'incident':
        return incidents.upsert(change.row, change.version);
      case 'handover':
        return handovers.upsert(change.row, change.version);
    }
  }

  const imports = createImportWrites(writer);
  const isEmpty = writer.selectValue<number>('SELECT NOT EXISTS (SELECT 1 FROM outbox)');

  function clear(): void {
    for (const [entity, table] of Object.entries(tables) as [SyncEntity, { clear(): void }][]) {
      table.clear();
      changed.add(entity);
    }
    answers.clear();
    syncState.clear();
    outbox.emptied();
  }

  return {
    outbox,
    imports,
    answers,
    start: () => overlay.start(),
    begin(takenIn, nowMs) {
      overlay.start();
      // Nobody's rows: the ones that are shown were made here, perhaps for another server than the one that is set now.
      if (readSyncState(writer).origin === null && isEmpty.get() === 0) clear();
      outbox.tend(nowMs);
      return outbox.takeIn(takenIn);
    },
    apply(change) {
      if (overlay.isKeptAside(change.entity, change.id)) overlay.apply(change);
      else applyToTable(change);
    },
    advance: (progress) => overlay.watchOwner(() => syncState.advance(progress)),
    forgetAlarms(closedBeforeMs) {
      if (alarms.forgetClosed(closedBeforeMs) > 0) changed.add('alarm');
    },
    heardTo,
    clear,
    finish(leastRevision) {
      missions.finish();
      const entities = [...changed];
      const result = { entities, isOutboxChanged, missions: missions.touched() };
      changed.clear();
      isOutboxChanged = false;
      if (entities.length === 0 && !result.isOutboxChanged) return undefined;
      return { ...result, revision: syncState.revise(leastRevision) };
    },
    forget() {
      changed.clear();
      isOutboxChanged = false;
      missions.forget();
      overlay.forget();
    },
  };
}
