import type { EditResult, GeofenceRow } from '../../../shared/contract/index.ts';
import { type FieldValue, geometryText, type GeofenceGeometry } from '../../../shared/domain/index.ts';
import type { WindowClient } from '../../connection/index.ts';
import type { FenceDraft } from './fence-draft.ts';

/** What became of a draft. `unchanged`: it is as the row was, and nothing was sent. */
export type SaveResult = EditResult | { result: 'unchanged' };

/**
 * Keeps a draft as an edit, of the row as it was when the drawing began.
 * @throws RpcError
 */
export async function saveFence(
  client: WindowClient,
  { id, name, kind }: FenceDraft,
  geometry: GeofenceGeometry,
  original: GeofenceRow | null,
): Promise<SaveResult> {
  const fields = { name: name.trim(), kind, geometry: geometryText(geometry) };
  if (id === null || original === null) return client.request('edits.create', { entity: 'geofence', fields });
  const before: Record<string, FieldValue> = {
    ...{ name: original.name, kind: original.kind, geometry: geometryText(original.geometry) },
  };
  const edits = Object.entries(fields).flatMap(([field, to]) => {
    const from = before[field] ?? null;
    return from === to ? [] : [[field, { from, to }] as const];
  });
  if (edits.length === 0) return { result: 'unchanged' };
  return client.request('edits.patch', { entity: 'geofence', id, fields: Object.fromEntries(edits) });
}
