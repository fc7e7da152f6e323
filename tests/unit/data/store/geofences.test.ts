import { beforeEach, describe, expect, it } from 'vitest';
import type { GeofenceQuery } from '../../../../electron/data/store/geofences.ts';
import type { Store } from '../../../../electron/data/store/store.ts';
import { createEditHandlers } from '../../../../electron/data/handlers/edits.ts';
import type { Change } from '../../../../shared/api/index.ts';
import type { EditResult } from '../../../../shared/contract/index.ts';
import {
  GEOFENCE_KINDS,
  type Geofence,
  type GeofenceGeometry,
  geometryText,
  polygonOf,
} from '../../../../shared/domain/index.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { applyAll, testStores } from '../../../support/test-store.ts';

const newFolder = temporaryFolders();
const newStore = testStores();
let store: Store;

const uuid = (n: number) => `01980000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const square = polygonOf([
  [2, 48],
  [2.1, 48],
  [2.1, 48.1],
  [2, 48.1],
]);
const circle: GeofenceGeometry = { type: 'Circle', center: [4.8, 45.7], radiusMetres: 250 };
const row = (n: number, change: Partial<Geofence> = {}): Geofence => ({
  id: uuid(n),
  name: `Zone ${n}`,
  kind: GEOFENCE_KINDS[n % 3] ?? 'zone',
  geometry: n % 2 === 0 ? square : circle,
  createdAt: new Date(Date.UTC(2026, 0, n)).toISOString(),
  ...change,
});
const upsert = (geofence: Geofence, version = 1): Change => ({
  op: 'upsert',
  entity: 'geofence',
  id: geofence.id,
  version,
  row: geofence,
});
const page = (query: Partial<GeofenceQuery> = {}) =>
  store.read((cache) =>
    cache.geofences.page({ filter: {}, sort: { by: 'name', direction: 'ascending' }, offset: 0, limit: 100, ...query }),
  );
const handlers = () => createEditHandlers(store, createManualClock());
const context = { cancelled: false, onCancel: () => () => undefined };
const kept = async (result: EditResult | Promise<EditResult>) => {
  const done = await result;
  if (done.result !== 'kept') throw new Error(`it was not kept: ${JSON.stringify(done)}`);
  return done;
};

beforeEach(async () => {
  ({ store } = newStore(newFolder()));
  await applyAll(
    store,
    Array.from({ length: 12 }, (_, n) => upsert(row(n + 1))),
  );
});

describe('pages of geofences', () => {
  it('hold the rows as the server has them, by name as people sort', () => {
    const { rows, total } = page();
    expect(total).toBe(12);
    expect(rows.map(({ name }) => name).slice(0, 3)).toEqual(['Zone 1', 'Zone 2', 'Zone 3']);
    expect(rows[1]).toEqual({ ...row(2), unsent: null });
    expect(page({ offset: 10, limit: 5 }).rows).toHaveLength(2);
  });

  it.each(['name', 'kind', 'createdAt'] as const)('are sorted by %s, and back', (by) => {
    const there = page({ sort: { by, direction: 'ascending' } }).rows.map(({ id }) => id);
    const back = page({ sort: { by, direction: 'descending' } }).rows.map(({ id }) => id);
    expect(new Set(there).size).toBe(12);
    expect(back).toEqual(there.toReversed());
  });

  it('are searched by the words of the name, accents left aside, and by kind', async () => {
    await applyAll(store, [upsert(row(20, { name: 'Dépôt des Gratte-Ciel', kind: 'depot' }))]);
    expect(page({ filter: { text: 'depot gratte' } }).rows.map(({ id }) => id)).toEqual([uuid(20)]);
    expect(page({ filter: { kinds: ['restricted', 'depot'] } }).rows.every(({ kind }) => kind !== 'zone')).toBe(true);
    expect(page({ filter: { text: 'nowhere' } }).total).toBe(0);
  });

  it('ignore what is older than what is known', async () => {
    await applyAll(store, [upsert(row(1, { name: 'Newer' }), 5), upsert(row(1, { name: 'Older' }), 4)]);
    expect(store.read((cache) => cache.geofences.get(uuid(1)))?.name).toBe('Newer');
    await applyAll(store, [{ op: 'delete', entity: 'geofence', id: uuid(1), version: 6 }]);
    expect(store.read((cache) => cache.geofences.get(uuid(1)))).toBeUndefined();
  });
});

describe('a geofence that is drawn or changed without a network', () => {
  const edits = () => handlers();
  beforeEach(async () => {
    await store.write((cache) =>
      cache.advance({ from: null, serverIdentity: 'https://a', epoch: 'e', cursor: 'c', isLast: true, atMs: 1 }),
    );
  });

  it('is shown at once and waits in the outbox', async () => {
    const fields = { name: ' Gare ', kind: 'zone', geometry: geometryText(circle) };
    const { id } = await kept(edits()['edits.create']({ entity: 'geofence', fields }, context));
    expect(store.read((cache) => cache.geofences.get(id))).toMatchObject({
      ...{ name: 'Gare', kind: 'zone', geometry: circle, unsent: 'queued' },
    });
    const entry = store.read((cache) => cache.outbox.page({ filter: {}, offset: 0, limit: 1 })).rows[0];
    expect(entry).toMatchObject({ entity: 'geofence', op: 'create', title: 'Gare' });
  });

  it('is changed in a chain, each edit on the outline of the one before', async () => {
    const texts = [geometryText(square), geometryText(circle)];
    const patch = (from: string, to: string) =>
      edits()['edits.patch']({ entity: 'geofence', id: uuid(2), fields: { geometry: { from, to } } }, context);
    await kept(patch(texts[0] ?? '', texts[1] ?? ''));
    expect(store.read((cache) => cache.geofences.get(uuid(2)))).toMatchObject({ geometry: circle, unsent: 'queued' });
    // From what is not shown any more.
    expect(
      await patch(
        texts[0] ?? '',
        geometryText(
          polygonOf([
            [0, 0],
            [1, 0],
            [1, 1],
          ]),
        ),
      ),
    ).toEqual({ result: 'stale', fields: ['geometry'] });
    await kept(patch(texts[1] ?? '', texts[0] ?? ''));
    expect(store.read((cache) => cache.geofences.get(uuid(2)))?.geometry).toEqual(square);
  });

  it('is refused where it crosses itself, with the field', async () => {
    const fields = {
      name: 'X',
      kind: 'zone',
      geometry: geometryText(
        polygonOf([
          [0, 0],
          [1, 1],
          [1, 0],
          [0, 1],
        ]),
      ),
    };
    expect(await edits()['edits.create']({ entity: 'geofence', fields }, context)).toMatchObject({
      result: 'refused',
      reason: { code: 'invalid-value', field: 'geometry', detail: 'geometry: self-intersecting' },
    });
  });

  it('is removed, and comes back where the server still has it and the removal was thrown away', async () => {
    const { mutationId } = await kept(edits()['edits.remove']({ entity: 'geofence', id: uuid(3) }, context));
    expect(store.read((cache) => cache.geofences.get(uuid(3)))).toBeUndefined();
    await store.write(({ outbox }) => outbox.discard([mutationId], 1));
    expect(store.read((cache) => cache.geofences.get(uuid(3)))).toEqual({ ...row(3), unsent: null });
  });
});
