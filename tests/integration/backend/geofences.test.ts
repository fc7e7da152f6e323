import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../backend/database/database.ts';
import { geofencesPage, pullPage, type PullPage } from '../../../shared/api/index.ts';
import { type GeofenceGeometry, geometryText, polygonOf } from '../../../shared/domain/index.ts';
import { type RunningBackend, startBackend } from '../../support/backend.ts';
import { migratedDatabase } from '../../support/database.ts';
import { creation, patchOf, removalOf } from '../../support/edits.ts';
import { createPusher, type MutationPusher } from '../../support/mutation-pusher.ts';

let database: Database;
let backend: RunningBackend;
let pusher: MutationPusher;
beforeAll(async () => {
  database = await migratedDatabase();
  backend = await startBackend({ database });
  pusher = createPusher(database);
});
afterAll(async () => {
  await backend.stop();
  await database.close();
});

const square = polygonOf([
  [2, 48],
  [2.1, 48],
  [2.1, 48.1],
  [2, 48.1],
]);
const circle: GeofenceGeometry = { type: 'Circle', center: [4.8, 45.7], radiusMetres: 250 };
const fence = (geometry: GeofenceGeometry, name = 'Dépôt nord', kind = 'depot') =>
  creation('geofence', { name, kind, geometry: geometryText(geometry) });

async function pull(query: string): Promise<PullPage> {
  const response = await backend.ask(`/api/v2/sync/pull?${query}`);
  return pullPage.parse(await response.json());
}
const geofencesIn = ({ changes }: PullPage) => changes.filter(({ entity }) => entity === 'geofence');

describe('geofences', () => {
  it('are made by a push, and read page by page or by id', async () => {
    const made = [await pusher.made(fence(square)), await pusher.made(fence(circle, 'Gare', 'zone'))];
    const first = geofencesPage.parse(await (await backend.ask('/api/v2/geofences?limit=1')).json());
    const second = geofencesPage.parse(
      await (await backend.ask(`/api/v2/geofences?limit=1&after=${first.next}`)).json(),
    );
    const rows = [...first.items, ...second.items];
    expect(rows.map(({ id }) => id).sort()).toEqual(made.map(({ id }) => id).sort());
    expect(rows.find(({ name }) => name === 'Dépôt nord')).toMatchObject({ kind: 'depot', geometry: square });
    expect((await backend.ask(`/api/v2/geofences/${made[0]?.id}`)).status).toBe(200);
    expect((await backend.ask('/api/v2/geofences/00000000-0000-7000-8000-000000000000')).status).toBe(404);
  });

  it('are sent to clients that know them, and never to older ones, in the snapshot or after it', async () => {
    const { id } = await pusher.made(fence(square));
    const [known, old] = [await pull('schema=3'), await pull('')];
    expect(geofencesIn(known).map((change) => change.id)).toContain(id);
    expect(geofencesIn(old)).toEqual([]);

    await pusher.made(patchOf('geofence', await pusher.row('geofence', id), { name: 'Autre nom' }));
    await database.execute("insert into third_parties (name) values ('Après')");
    const [knownNext, oldNext] = [
      await pull(`schema=3&cursor=${known.cursor}`),
      await pull(`schema=2&cursor=${old.cursor}`),
    ];
    expect(geofencesIn(knownNext)).toMatchObject([{ op: 'upsert', id, version: 2, row: { name: 'Autre nom' } }]);
    // The change behind it comes: the cursor goes on.
    expect(oldNext.changes.map(({ entity }) => entity)).toEqual(['third-party']);
    expect(oldNext.hasMore).toBe(false);
  });

  it('are captured whoever writes them', async () => {
    const { cursor } = await pull('schema=3');
    await database.query('insert into geofences (name, kind, geometry) values ($1, $2, $3::jsonb)', [
      ...['Posé par un autre programme', 'restricted'],
      // More digits than Vigie writes, members in another order.
      '{"radiusMetres": 120.25, "center": [4.123456789, 45.1], "type": "Circle"}',
    ]);
    const [change] = geofencesIn(await pull(`schema=3&cursor=${cursor}`));
    expect(change).toMatchObject({ op: 'upsert', row: { kind: 'restricted', geometry: { radiusMetres: 120.25 } } });
    // What a desktop saw of it is what the service compares.
    const row = await pusher.row('geofence', change?.id ?? '');
    await pusher.made(patchOf('geofence', row, { geometry: geometryText(circle) }));
    await pusher.made(removalOf('geofence', await pusher.row('geofence', row.id)));
    expect(await pusher.current('geofence', row.id)).toMatchObject({ op: 'delete', version: 3 });
  });

  it.each<[string, string]>([
    ['no geometry', '{}'],
    ['a point', '{"type": "Point", "coordinates": [1, 2]}'],
    ['a ring that is open', '{"type": "Polygon", "coordinates": [[[1,1],[2,1],[2,2],[1,2]]]}'],
    ['two rings', '{"type": "Polygon", "coordinates": [[[1,1],[2,1],[2,2],[1,1]], [[1,1],[2,1],[2,2],[1,1]]]}'],
    ['a place outside of the world', '{"type": "Polygon", "coordinates": [[[1,1],[200,1],[2,2],[1,1]]]}'],
    ['a place with a height', '{"type": "Circle", "center": [1, 2, 3], "radiusMetres": 5}'],
    ['a radius of words', '{"type": "Circle", "center": [1, 2], "radiusMetres": "5"}'],
    ['no centre', '{"type": "Circle", "radiusMetres": 5}'],
    ['JSON null', 'null'],
  ])('with %s are let in by nobody: no desktop could read them', async (_what, geometry) => {
    await expect(
      database.query("insert into geofences (name, geometry) values ('x', $1::jsonb)", [geometry]),
    ).rejects.toThrow(/geofences_geometry_check|violates check/);
  });
});

describe('edits of geofences', () => {
  it.each<[string, GeofenceGeometry | string]>([
    [
      'that cross themselves',
      polygonOf([
        [0, 0],
        [1, 1],
        [1, 0],
        [0, 1],
      ]),
    ],
    [
      'without an area',
      polygonOf([
        [0, 0],
        [1e-6, 0],
        [1e-6, 1e-6],
      ]),
    ],
    [
      'beyond the map',
      polygonOf([
        [0, 0],
        [1, 0],
        [1, 89],
      ]),
    ],
    ['larger than a country', { type: 'Circle', center: [0, 0], radiusMetres: 2_000_000 }],
    ['that are no text of a geometry', '{"type":"Circle"}'],
    ['that are not in the one form that can be compared', '{"center":[1,2],"type":"Circle","radiusMetres":5}'],
  ])('to geometries %s are refused', async (_what, geometry) => {
    const text = typeof geometry === 'string' ? geometry : geometryText(geometry);
    const made = creation('geofence', { name: 'x', kind: 'zone', geometry: text });
    expect(await pusher.outcome(made)).toBe('rejected: invalid-value');
  });

  it('of the same outline by two people are a conflict; of its name beside its outline they merge', async () => {
    const { id } = await pusher.made(fence(square));
    const seen = await pusher.row('geofence', id);
    await pusher.made(patchOf('geofence', seen, { geometry: geometryText(circle) }));
    expect(await pusher.outcome(patchOf('geofence', seen, { name: 'Nord' }))).toBe('applied');
    const other = geometryText(
      polygonOf([
        [3, 48],
        [3.1, 48],
        [3.1, 48.1],
      ]),
    );
    expect(await pusher.outcome(patchOf('geofence', seen, { geometry: other }))).toBe('conflict: geometry');
    expect(await pusher.row('geofence', id)).toMatchObject({ name: 'Nord', geometry: circle });
  });
});
