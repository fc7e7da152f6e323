import { z } from 'zod';
import { alarmPriority } from '../alarms/alarm-rule.ts';
import { utcTime } from '../mission.ts';

/** `watched`: nothing is left to do but to look at it again. */
export const INCIDENT_STATUSES = ['open', 'watched', 'closed'] as const;
export const incidentStatus = z.enum(INCIDENT_STATUSES);
export type IncidentStatus = z.infer<typeof incidentStatus>;

/** What an incident gathers. */
export const INCIDENT_SUBJECTS = ['alarm', 'vehicle', 'mission'] as const;
export const incidentSubjectKind = z.enum(INCIDENT_SUBJECTS);
export type IncidentSubjectKind = z.infer<typeof incidentSubjectKind>;

export const incidentSubject = z.object({ kind: incidentSubjectKind, id: z.string().min(1).max(100) });
export type IncidentSubject = z.infer<typeof incidentSubject>;

/**
 * What stands in a timeline. The first five are written by people; `attached` to `reopened` are what people did; `changed`, `alarm` and `mission`
 * come by themselves: a field of the incident, a line of an alarm's journal, another status of a mission.
 */
export const ENTRY_KINDS = [
  'opened',
  'note',
  'decision',
  'link',
  'view',
  'attached',
  'detached',
  'watched',
  'closed',
  'reopened',
  'changed',
  'alarm',
  'mission',
] as const;
export const entryKind = z.enum(ENTRY_KINDS);
export type EntryKind = z.infer<typeof entryKind>;

/** What was on a map, so that it can be shown again: centre in degrees (WGS 84), zoom, and of which moment (UTC ms). */
export const mapView = z.object({
  longitude: z.number().min(-180).max(180),
  latitude: z.number().min(-90).max(90),
  zoom: z.number().min(0).max(24),
  atMs: z.number().int().nonnegative(),
});
export type MapView = z.infer<typeof mapView>;

export const incidentEntry = z.object({
  id: z.string(),
  kind: entryKind,
  /** When it was so, or was written, by the clock of whoever wrote it. */
  at: utcTime,
  /** When the server took it in: later than `at` where it was written offline. */
  recordedAt: utcTime,
  /** Subject of the one who did it; null: it came by itself. */
  by: z.string().nullable(),
  text: z.string().nullable(),
  subject: incidentSubject.nullable(),
  /** Of `alarm` the word of its journal, of `mission` its status, of `changed` the field (`text` has its new value). */
  what: z.string().nullable(),
  view: mapView.nullable(),
  /** Made on this desktop, and not answered by the server. */
  isUnsent: z.boolean().optional(),
});
export type IncidentEntry = z.infer<typeof incidentEntry>;

/** Something that is looked after from its beginning to its end, with what belongs to it and what was done. */
export const incident = z.object({
  id: z.guid(),
  title: z.string(),
  status: incidentStatus,
  priority: alarmPriority,
  /** Who looks after it: a subject of the sign-in, or a name; null: nobody yet. */
  owner: z.string().nullable(),
  deadline: utcTime.nullable(),
  openedAt: utcTime,
  openedBy: z.string(),
  closedAt: utcTime.nullable(),
  subjects: z.array(incidentSubject),
  /** By `at`, then in the order in which the server took them. */
  entries: z.array(incidentEntry),
});
export type Incident = z.infer<typeof incident>;
