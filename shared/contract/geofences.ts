import { z } from 'zod';
import { geofence, geofenceKind } from '../domain/geofence.ts';
import { method } from '../rpc/index.ts';
import { unsentState } from './edits.ts';
import { direction, rowsOf, searchText, windowOf } from './page.ts';

export const geofenceRow = geofence.extend({ unsent: unsentState.nullable() });
export type GeofenceRow = z.infer<typeof geofenceRow>;

export const GEOFENCE_SORTS = ['name', 'kind', 'createdAt'] as const;

export const geofenceMethods = {
  'geofences.page': method(
    z.strictObject({
      filter: z
        .strictObject({ text: searchText.optional(), kinds: z.array(geofenceKind).max(10).optional() })
        .default({}),
      sort: z.strictObject({ by: z.enum(GEOFENCE_SORTS), direction }).default({ by: 'name', direction: 'ascending' }),
      ...windowOf,
    }),
    rowsOf(geofenceRow),
  ),
  'geofences.get': method(z.strictObject({ id: z.string() }), geofenceRow),
};
