import { dressAlarm } from '../../../electron/data/store/alarm-reads.ts';
import { dressHandover, dressIncident } from '../../../electron/data/shift/dress.ts';
import type { AlarmRow, UnsentState } from '../../../shared/contract/index.ts';
import {
  actionsFrom,
  alarmRecord,
  alarmRule,
  awaitingStep,
  billingCycle,
  delegation,
  type EditableEntity,
  geofence,
  handover,
  type HandoverItem,
  incident,
  type IncidentSubject,
  mission,
  REFERENCES,
  type RowFields,
  thirdParty,
  validation,
} from '../../../shared/domain/index.ts';
import type { Dataset } from './dataset.ts';
import { ME } from './memory-validations.ts';

/** The rows of the memory host that may be edited, by kind and id, as windows are shown them. */
export interface MemoryRows {
  get(entity: EditableEntity, id: string): RowFields | null;
  /** Puts, replaces or removes a row, with the names that a list shows beside it. */
  show(entity: EditableEntity, id: string, row: RowFields | null, unsent: UnsentState | null): void;
  /** What people call it. */
  nameOf(entity: EditableEntity, id: string): string | null;
  /** How many rows name this one. */
  usedBy(entity: EditableEntity, id: string): number;
}

const TABLES = {
  mission: 'missions',
  'third-party': 'thirdParties',
  'billing-cycle': 'billingCycles',
  geofence: 'geofences',
  validation: 'validations',
  delegation: 'delegations',
  'alarm-rule': 'alarmRules',
  alarm: 'alarms',
  incident: 'incidents',
  handover: 'handovers',
} as const;
const NAMES = {
  mission: 'reference',
  'third-party': 'name',
  'billing-cycle': 'label',
  geofence: 'name',
  validation: 'id',
  delegation: 'toSubject',
  'alarm-rule': 'name',
  alarm: 'ruleName',
  incident: 'title',
  handover: 'leavingBy',
} as const;

export function createMemoryRows(dataset: () => Dataset): MemoryRows {
  const rowsOf = (entity: EditableEntity): { id: string }[] => dataset()[TABLES[entity]];
  const find = (entity: EditableEntity, id: string) => rowsOf(entity).find((row) => row.id === id);

  function nameOf(entity: EditableEntity, id: string): string | null {
    const name: unknown = find(entity, id)?.[NAMES[entity] as 'id'];
    return typeof name === 'string' ? name : null;
  }

  const vehicleCode = (id: string) => dataset().vehicles.find((row) => row.id === id)?.code ?? null;

  function usedBy(entity: EditableEntity, id: string): number {
    const { missions, billingCycles } = dataset();
    const naming = { mission: missions, 'billing-cycle': billingCycles } as const;
    let count = 0;
    for (const [other, rows] of Object.entries(naming)) {
      const fields = Object.entries(REFERENCES[other as EditableEntity]).filter(([, named]) => named === entity);
      count += rows.filter((row) => fields.some(([field]) => row[field as 'id'] === id)).length;
    }
    return count;
  }

  function dressed(entity: EditableEntity, row: RowFields, unsent: UnsentState | null): { id: string } {
    const nameOrNull = (other: EditableEntity, id: string | null) => (id === null ? null : nameOf(other, id));
    const before = find(entity, String(row['id'])) as Partial<Record<string, unknown>> | undefined;
    const missionCount = before?.['missionCount'] ?? 0;
    switch (entity) {
      case 'third-party':
        return {
          ...thirdParty.parse(row),
          missionCount,
          cycleCount: before?.['cycleCount'] ?? 0,
          mergedIntoName: nameOrNull('third-party', typeof row['mergedInto'] === 'string' ? row['mergedInto'] : null),
          unsent,
        } as { id: string };
      case 'billing-cycle': {
        const cycle = billingCycle.parse(row);
        const thirdPartyName = nameOrNull('third-party', cycle.thirdPartyId);
        const availableActions = actionsFrom(cycle);
        const amountCents = before?.['amountCents'] ?? 0;
        return { ...cycle, thirdPartyName, availableActions, missionCount, amountCents, unsent } as { id: string };
      }
      case 'geofence':
        return { ...geofence.parse(row), unsent } as { id: string };
      case 'delegation':
        return { ...delegation.parse(row), unsent } as { id: string };
      case 'validation': {
        const awaiting = row['awaiting'] ?? null;
        return { ...before, ...validation.parse(row), awaiting, unsent } as { id: string };
      }
      case 'alarm-rule':
        return { ...alarmRule.parse(row), standing: before?.['standing'] ?? 0, unsent } as { id: string };
      case 'alarm': {
        const {
          vehicleCode = null,
          missionReference = null,
          geofenceName = null,
          explains = 0,
        } = (before ?? {}) as Partial<AlarmRow>;
        const names = { vehicleCode, missionReference, geofenceName, explains, unsent };
        return dressAlarm(alarmRecord.parse(row), names, Date.now());
      }
      case 'incident': {
        const named = (subject: IncidentSubject) => {
          const name = subject.kind === 'vehicle' ? vehicleCode(subject.id) : nameOf(subject.kind, subject.id);
          return { ...subject, name: name ?? subject.id, isKnown: name !== null };
        };
        return dressIncident(incident.parse(row), { unsent, named, nowMs: Date.now() });
      }
      case 'handover': {
        const items = (before?.['items'] ?? []) as HandoverItem[];
        const awaiting = awaitingStep.optional().parse(row['awaiting'] ?? undefined);
        return dressHandover({ ...handover.parse(row), awaiting }, { unsent, items, subject: ME });
      }
      case 'mission': {
        const parsed = mission.parse(row);
        return {
          ...parsed,
          vehicleCode: before?.['vehicleCode'] ?? null,
          thirdPartyName: nameOrNull('third-party', parsed.thirdPartyId),
          billingCycleLabel: nameOrNull('billing-cycle', parsed.billingCycleId),
          unsent,
        } as { id: string };
      }
    }
  }

  return {
    get: (entity, id) => (find(entity, id) as RowFields | undefined) ?? null,
    show(entity, id, row, unsent) {
      const rows = rowsOf(entity);
      const index = rows.findIndex((candidate) => candidate.id === id);
      if (row === null) {
        if (index >= 0) rows.splice(index, 1);
        return;
      }
      const next = dressed(entity, row, unsent);
      if (index >= 0) rows[index] = next;
      else rows.push(next);
    },
    nameOf,
    usedBy,
  };
}
