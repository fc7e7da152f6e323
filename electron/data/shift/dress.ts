import type {
  HandoverDetail,
  HandoverRow,
  IncidentDetail,
  IncidentRow,
  NamedSubject,
  UnsentState,
} from '../../../shared/contract/index.ts';
import {
  type HandoverItem,
  type Incident,
  type IncidentSubject,
  refuseHandoverAction,
  stepsOf,
} from '../../../shared/domain/index.ts';
import type { ShownHandover } from '../store/handovers.ts';

/** Incidents and handovers as windows show them, with what is found in other rows. */

export interface IncidentDress {
  unsent: UnsentState | null;
  named: (subject: IncidentSubject) => NamedSubject;
  nowMs: number;
}

export function dressIncident(incident: Incident, { unsent, named, nowMs }: IncidentDress): IncidentDetail {
  return {
    ...incident,
    unsent,
    isOverdue: isOverdue(incident, nowMs),
    subjects: incident.subjects.map(named),
    entries: incident.entries.map((entry) => ({ ...entry, subject: entry.subject && named(entry.subject) })),
    steps: stepsOf(incident.status),
  };
}

export function incidentInList(
  { subjects, entries, ...incident }: Incident,
  { unsent, nowMs }: Pick<IncidentDress, 'unsent' | 'nowMs'>,
): IncidentRow {
  const count = (kind: IncidentSubject['kind']) => subjects.filter((one) => one.kind === kind).length;
  return {
    ...incident,
    unsent,
    ...{ alarms: count('alarm'), vehicles: count('vehicle'), missions: count('mission'), entries: entries.length },
    lastAt: entries.at(-1)?.at ?? incident.openedAt,
    isOverdue: isOverdue(incident, nowMs),
  };
}

function isOverdue({ status, deadline }: Pick<Incident, 'status' | 'deadline'>, nowMs: number): boolean {
  return status !== 'closed' && deadline !== null && Date.parse(deadline) < nowMs;
}

export interface HandoverDress {
  unsent: UnsentState | null;
  /** Of a draft: what stands now. */
  items: readonly HandoverItem[];
  /** Who is at this desktop; null: nobody has said yet. */
  subject: string | null;
}

export function dressHandover(row: ShownHandover, { unsent, items, subject }: HandoverDress): HandoverDetail {
  const actor = subject === null ? undefined : { subject };
  return {
    ...row,
    unsent,
    awaiting: row.awaiting ?? null,
    items: [...items],
    isMine: row.leavingBy === subject,
    signFault: refuseHandoverAction(row, 'sign', {}, actor)?.code ?? null,
  };
}

export function handoverInList(
  handover: ShownHandover,
  { unsent, subject }: Omit<HandoverDress, 'items'>,
): HandoverRow {
  const { items, remarks: _, awaiting, ...row } = handover;
  const isMine = row.leavingBy === subject;
  return { ...row, unsent, awaiting: awaiting ?? null, items: items.length, isMine };
}
