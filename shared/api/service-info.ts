import { z } from 'zod';
import { utcTime } from '../domain/mission.ts';

/** Version of the API's shape. A client refuses a server whose version it does not know. */
export const API_VERSION = 2;
/** Version of the synchronised rows. Raised when an older client could not store or show them rightly. */
export const SYNC_SCHEMA_VERSION = 6;
/**
 * The oldest client version that may still synchronise. Version 2 brought pushes; version 3 geofences; version 4 validations and
 * delegations; version 5 alarms and their rules; version 6 incidents and handovers: each is sent only to those who say that they know it. All other rows are those of version 1, so desktops of version 1 go on reading.
 */
export const OLDEST_CLIENT_SCHEMA_VERSION = 1;

/** `GET /api/v2`: who answers. Needs no token, so that a wrong address is told from a wrong token. */
export const serviceInfo = z.object({
  service: z.literal('vigie'),
  apiVersion: z.number().int(),
  syncSchemaVersion: z.number().int(),
  /** The oldest client schema that may still sync. */
  oldestClientSchemaVersion: z.number().int(),
  serverVersion: z.string(),
  /** Changes when the database was restored: what a client has cached may then be newer than the server. */
  epoch: z.string(),
  serverTime: utcTime,
});
export type ServiceInfo = z.infer<typeof serviceInfo>;
