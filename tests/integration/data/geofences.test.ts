import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { geometryText, type LngLat, polygonOf } from '../../../shared/domain/index.ts';
import { type RunningBackend, startBackend } from '../../support/backend.ts';
import { type Desktop, startDesktop } from '../../support/desktop.ts';

/** Two desktops on real SQLite files, and the real service on PGlite. */
let backend: RunningBackend;
const folders: string[] = [];
const desktops: Desktop[] = [];
const patience = { timeout: 45_000 };

async function start(): Promise<Desktop> {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-fences-'));
  folders.push(folder);
  const desktop = await startDesktop({ folder, server: { url: backend.url, token: backend.token } });
  desktops.push(desktop);
  await vi.waitFor(() => expect(desktop.host.health().sync).toMatchObject({ phase: 'idle', fault: null }), patience);
  return desktop;
}
beforeAll(async () => {
  backend = await startBackend();
});
afterAll(async () => {
  for (const desktop of desktops) await desktop.close();
  await backend.stop();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const corners: LngLat[] = [
  [4.82, 45.72],
  [4.85, 45.72],
  [4.85, 45.735],
];
const all = async ({ window }: Desktop) => (await window.request('geofences.page', { offset: 0, limit: 100 })).rows;

it('a geofence that one operator draws is seen by the others, whatever is done to it in a row', async () => {
  const [one, other] = [await start(), await start()];
  const made = await one.window.request('edits.create', {
    entity: 'geofence',
    fields: { name: 'Gerland', kind: 'depot', geometry: geometryText(polygonOf(corners)) },
  });
  if (made.result !== 'kept') throw new Error('the geofence was not kept');
  // At once, each on the one before, without waiting for the service.
  const shapes = [4.82, 4.815, 4.81].map((west) => polygonOf([...corners, [west, 45.74]]));
  for (const shape of shapes) {
    expect(await one.edit('geofence', made.id, { geometry: geometryText(shape) })).toMatchObject({ result: 'kept' });
  }
  await vi.waitFor(
    async () => expect(await all(other)).toMatchObject([{ name: 'Gerland', kind: 'depot', geometry: shapes.at(-1) }]),
    patience,
  );
  await vi.waitFor(async () => expect(await all(one)).toMatchObject([{ id: made.id, unsent: null }]), patience);
  expect(await one.outbox()).toEqual([]);

  await other.window.request('edits.remove', { entity: 'geofence', id: made.id });
  await vi.waitFor(async () => expect(await all(one)).toEqual([]), patience);
});

it('a geofence that another program writes is seen too, and one that is no geofence is let in by nobody', async () => {
  const [one] = desktops;
  if (one === undefined) throw new Error('no desktop runs');
  await backend.backend.database.query('insert into geofences (name, kind, geometry) values ($1, $2, $3::jsonb)', [
    ...['Chantier', 'restricted', '{"center": [4.9, 45.8], "type": "Circle", "radiusMetres": 150}'],
  ]);
  await vi.waitFor(
    async () => expect(await all(one)).toMatchObject([{ name: 'Chantier', kind: 'restricted' }]),
    patience,
  );
  expect(one.host.health().sync.fault).toBeNull();
});
