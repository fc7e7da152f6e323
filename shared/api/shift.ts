import { z } from 'zod';
import { alarmPriority } from '../domain/alarms/alarm-rule.ts';
import { utcTime } from '../domain/mission.ts';
import {
  handover,
  HANDOVER_ACTIONS,
  handoverGroup,
  handoverState,
  incident,
  INCIDENT_ACTIONS,
  incidentStatus,
  incidentSubjectKind,
  itemKey,
  LONGEST_ENTRY,
  LONGEST_LINK,
  LONGEST_REMARK,
} from '../domain/shift/index.ts';
import { page, pageQuery } from './page.ts';

export const incidentsQuery = pageQuery.extend({ status: incidentStatus.optional() });
export const incidentsPage = page(incident);
export const handoversQuery = pageQuery.extend({ state: handoverState.optional() });
export const handoversPage = page(handover);

const person = z.string().trim().min(1).max(200);
export const newIncident = z.strictObject({
  title: z.string().trim().min(1).max(200),
  priority: alarmPriority,
  /** Who looks after it. */
  owner: person.optional(),
  deadline: utcTime.optional(),
});

export const askedIncidentAction = z.strictObject({
  action: z.enum(INCIDENT_ACTIONS),
  /** How it ended, why it begins again, what was seen or decided. */
  text: z.string().trim().min(1).max(LONGEST_ENTRY).optional(),
  /** Of `link`. */
  url: z.string().trim().max(LONGEST_LINK).optional(),
  /** Of `attach` and `detach`. */
  kind: incidentSubjectKind.optional(),
  id: z.string().min(1).max(100).optional(),
  /** Of `view`: degrees (WGS 84), zoom, and of which moment (UTC ms). */
  longitude: z.number().optional(),
  latitude: z.number().optional(),
  zoom: z.number().optional(),
  atMs: z.number().int().optional(),
});

/** The shift of whoever asks. */
export const newHandover = z.strictObject({ shiftFrom: utcTime, shiftTo: utcTime });

export const askedHandoverAction = z.strictObject({
  action: z.enum(HANDOVER_ACTIONS),
  text: z.string().trim().max(LONGEST_REMARK).optional(),
  /** Of `remark`: which item, and enough of it to tell it where it is gone. */
  key: itemKey.optional(),
  group: handoverGroup.optional(),
  label: z.string().max(300).optional(),
  isSettled: z.boolean().optional(),
});
