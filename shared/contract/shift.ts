import { z } from 'zod';
import { REFUSAL_CODES } from '../domain/refusal.ts';
import {
  awaitingStep,
  handover,
  handoverItem,
  incident,
  INCIDENT_ACTIONS,
  incidentEntry,
  incidentSubject,
  incidentSubjectKind,
} from '../domain/shift/index.ts';
import { method } from '../rpc/index.ts';
import { editResult, unsentState } from './edits.ts';
import { rowsOf, searchText, windowOf } from './page.ts';

/** `current`: open and watched ones. */
export const INCIDENT_VIEWS = ['current', 'closed', 'all'] as const;
export type IncidentView = (typeof INCIDENT_VIEWS)[number];

const count = z.number().int().nonnegative();

/** An incident in a list. */
export const incidentRow = incident.omit({ subjects: true, entries: true }).extend({
  unsent: unsentState.nullable(),
  alarms: count,
  vehicles: count,
  missions: count,
  entries: count,
  /** Of its newest entry. */
  lastAt: z.string(),
  isOverdue: z.boolean(),
});
export type IncidentRow = z.infer<typeof incidentRow>;

/** What belongs to it, by its name where it is known here. */
const namedSubject = incidentSubject.extend({ name: z.string(), isKnown: z.boolean() });
export type NamedSubject = z.infer<typeof namedSubject>;

export const incidentDetail = incident.extend({
  unsent: unsentState.nullable(),
  isOverdue: z.boolean(),
  subjects: z.array(namedSubject),
  entries: z.array(incidentEntry.extend({ subject: namedSubject.nullable() })),
  steps: z.array(z.enum(INCIDENT_ACTIONS)),
});
export type IncidentDetail = z.infer<typeof incidentDetail>;
export type ShownEntry = IncidentDetail['entries'][number];

/** A change of shift in a list. */
export const handoverRow = handover.omit({ items: true, remarks: true }).extend({
  unsent: unsentState.nullable(),
  awaiting: awaitingStep.nullable(),
  items: count,
  isMine: z.boolean(),
});
export type HandoverRow = z.infer<typeof handoverRow>;

export const handoverDetail = handover.extend({
  unsent: unsentState.nullable(),
  /** A step of this desktop that the server has not answered. */
  awaiting: awaitingStep.nullable(),
  /** Of a draft: gathered now, as far as this desktop knows. */
  items: z.array(handoverItem),
  /** The person at this desktop leaves. */
  isMine: z.boolean(),
  /** Why the person at this desktop cannot sign; null: they can. */
  signFault: z.enum(REFUSAL_CODES).nullable(),
});
export type HandoverDetail = z.infer<typeof handoverDetail>;

const byId = z.strictObject({ id: z.string().min(1).max(100) });

/** Incidents and handovers from the cache; all but handing over is edited by the methods of edits. */
export const shiftMethods = {
  'incidents.page': method(
    z.strictObject({
      view: z.enum(INCIDENT_VIEWS).default('current'),
      text: searchText.optional(),
      /** Those that this thing belongs to. */
      subject: z.strictObject({ kind: incidentSubjectKind, id: z.string().max(100) }).optional(),
      ...windowOf,
    }),
    rowsOf(incidentRow),
  ),
  'incidents.get': method(byId, incidentDetail),
  /** The newest first. */
  'handovers.page': method(z.strictObject(windowOf), rowsOf(handoverRow)),
  'handovers.get': method(byId, handoverDetail),
  /** What would be handed over now, and the draft of the person at this desktop, where there is one. */
  'handovers.now': method(
    z.strictObject({}),
    z.object({
      items: z.array(handoverItem),
      draftId: z.string().nullable(),
      /** Null: nobody has said yet who it is. */
      subject: z.string().nullable(),
      /** When the last shift ended, ISO 8601: the next one begins there. */
      lastShiftTo: z.string().nullable(),
    }),
  ),
  /** Hands over, with the edits of this desktop that the server has not. */
  'handovers.handOver': method(byId, editResult),
};
