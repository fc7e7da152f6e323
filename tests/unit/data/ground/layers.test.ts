import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  type Ground,
  type GroundSettings,
  NO_GROUND_SETTINGS,
  openGround,
} from '../../../../electron/data/ground/ground.ts';
import type { ImportResult } from '../../../../shared/contract/index.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { createTestLog } from '../../../support/test-log.ts';
import { zipOf } from '../../../../backend/feeds/gtfs/zip-file.ts';

const newFolder = temporaryFolders();
const opened: Ground[] = [];
afterEach(async () => {
  for (const ground of opened.splice(0)) await ground.close();
});
function open(folder: string, settings: GroundSettings = NO_GROUND_SETTINGS, clock = createManualClock()): Ground {
  const ground = openGround({ folder, settings, clock, log: createTestLog() });
  opened.push(ground);
  return ground;
}

const point = (longitude: number, name = 'Depot') =>
  JSON.stringify({ type: 'Feature', geometry: { type: 'Point', coordinates: [longitude, 48] }, properties: { name } });

async function bring(
  ground: Ground,
  content: string | Uint8Array,
  name = 'Zones',
  fileName = 'zones.geojson',
): Promise<ImportResult> {
  const bytes = Buffer.from(content as string);
  const id = await ground.uploads.begin(name, fileName, bytes.byteLength);
  for (let offset = 0; offset < bytes.byteLength; offset += 100) {
    await ground.uploads.send(id, offset, bytes.subarray(offset, offset + 100));
  }
  return ground.layers.finishImport(ground.uploads, id);
}
function imported(result: ImportResult) {
  if (result.result !== 'imported') throw new Error(`it was refused: ${result.reason.detail}`);
  return result.layer;
}
async function dataOf(ground: Ground, data: { key: string; bytes: number } | null): Promise<unknown> {
  const { key, bytes } = data ?? { key: '', bytes: 1 };
  return JSON.parse((await ground.read(key, 0, bytes + 10)).toString());
}
const filesIn = (folder: string) => readdirSync(path.join(folder, 'ground')).sort();

describe('a layer that a person brings', () => {
  it('is read, kept over a restart, and given to windows as GeoJSON', async () => {
    const folder = newFolder();
    const layer = imported(await bring(open(folder), point(2)));
    expect(layer).toMatchObject({
      ...{ name: 'Zones', kind: 'geojson', isManaged: false, isShown: true, leftOut: 0, fault: null },
      counts: { areas: 0, lines: 0, points: 1 },
      bounds: [2, 48, 2, 48],
    });
    const again = open(folder);
    expect(again.state().layers).toEqual([layer]);
    expect(await dataOf(again, layer.data)).toMatchObject({ features: [{ properties: { name: 'Depot' } }] });
    expect(filesIn(folder)).toEqual(['ground.json', `${layer.data?.key}.geojson`]);
  });

  it('may be a zip of GTFS tables, whatever it is called', async () => {
    const zip = zipOf({ 'stops.txt': 'stop_name,stop_lat,stop_lon\nPort,48,2\n' });
    expect(imported(await bring(open(newFolder()), zip, 'Network', 'network.bin'))).toMatchObject({
      kind: 'gtfs',
      counts: { points: 1 },
      leftOut: 3,
    });
  });

  it('is refused with its name, and leaves nothing behind', async () => {
    const folder = newFolder();
    const ground = open(folder);
    expect(await bring(ground, 'PK is no zip yet')).toMatchObject({
      result: 'refused',
      reason: { code: 'bad-zip', file: 'zones.geojson' },
    });
    expect(await bring(ground, '{"type":"FeatureCollection","features":[]}')).toMatchObject({
      result: 'refused',
      reason: { code: 'nothing-in-it' },
    });
    expect(ground.state().layers).toEqual([]);
    expect(filesIn(folder)).toEqual([]);
  });

  it('is given up where reading it does not end', async () => {
    const folder = newFolder();
    const clock = createManualClock();
    const ground = open(folder, NO_GROUND_SETTINGS, clock);
    // Each point of a saw is as far away as the others: looking for the farthest takes the square of their number.
    const saw = Array.from({ length: 300_000 }, (_, at) => [at / 1e4, at % 2]);
    const text = JSON.stringify({ type: 'LineString', coordinates: saw });
    const id = await ground.uploads.begin('Saw', 'saw.geojson', text.length);
    await ground.uploads.send(id, 0, Buffer.from(text));
    const finished = ground.layers.finishImport(ground.uploads, id);
    await vi.waitFor(() => expect(clock.plannedCount()).toBe(1));
    clock.advance(240_000);
    expect(await finished).toMatchObject({ result: 'refused', reason: { code: 'too-large', file: 'saw.geojson' } });
    expect(filesIn(folder)).toEqual([]);
  });

  it('is renamed, switched off, and removed with its data', async () => {
    const folder = newFolder();
    const ground = open(folder);
    const one = imported(await bring(ground, point(2), 'One'));
    const two = imported(await bring(ground, point(3), 'Two'));
    ground.layers.change(one.id, { name: 'First', isShown: false });
    expect(
      open(folder)
        .state()
        .layers.map(({ name, isShown }) => [name, isShown]),
    ).toEqual([
      ['First', false],
      ['Two', true],
    ]);
    await ground.layers.remove(one.id);
    expect(ground.state().layers.map(({ name }) => name)).toEqual(['Two']);
    await vi.waitFor(() => expect(filesIn(folder)).toEqual(['ground.json', `${two.data?.key}.geojson`]));
    await expect(ground.read(one.data?.key ?? '', 0, 10)).rejects.toMatchObject({ code: 'not-found' });
    expect(() => ground.layers.change(one.id, { isShown: true })).toThrow('no such layer');
  });
});

describe('a file on its way', () => {
  it('comes in order, and no more of it than was announced', async () => {
    const { uploads } = open(newFolder());
    const id = await uploads.begin('Zones', 'z', 10);
    expect(await uploads.send(id, 0, Buffer.alloc(4))).toBe(4);
    await expect(uploads.send(id, 0, Buffer.alloc(4))).rejects.toMatchObject({
      code: 'invalid-request',
      field: 'offset',
    });
    await expect(uploads.send(id, 4, Buffer.alloc(7))).rejects.toMatchObject({ code: 'invalid-request' });
    await expect(uploads.send('other', 0, Buffer.alloc(1))).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is refused where it was broken off, and given up where a window never ends it', async () => {
    const folder = newFolder();
    const ground = open(folder);
    const id = await ground.uploads.begin('Zones', 'z.json', 10);
    await ground.uploads.send(id, 0, Buffer.alloc(4));
    expect(await ground.layers.finishImport(ground.uploads, id)).toMatchObject({ reason: { code: 'broken-off' } });
    for (let count = 0; count < 9; count++) await ground.uploads.begin('Zones', 'z', 10);
    expect(filesIn(folder)).toHaveLength(4);
    await ground.close();
    expect(filesIn(folder)).toEqual([]);
  });

  it('of a data host that was killed is removed with the next', async () => {
    const folder = newFolder();
    mkdirSync(path.join(folder, 'ground'));
    const remains = path.join(folder, 'ground', 'upload-old');
    writeFileSync(remains, 'x');
    await open(folder).uploads.begin('Zones', 'z', 10);
    expect(existsSync(remains)).toBe(false);
  });
});

describe('a layer that IT names', () => {
  it('is read at first, stays as it was while its file is away or bad, and is read again when that changes', async () => {
    const folder = newFolder();
    const file = path.join(folder, 'network.geojson');
    const settings = { ...NO_GROUND_SETTINGS, layers: [{ name: 'Network', file }] };
    const clock = createManualClock();
    const ground = open(folder, settings, clock);
    const layer = () => ground.state().layers[0];
    // Only between two looks: within one the time that passes is that of a drive that does not answer.
    const passTime = () => {
      if (clock.nextInMs() === 30_000) clock.advance(30_000);
    };
    await vi.waitFor(() => expect(layer()?.fault?.code).toBe('missing'));
    expect(layer()).toMatchObject({ name: 'Network', isManaged: true, data: null });

    writeFileSync(file, point(2, 'One'));
    await vi.waitFor(() => {
      passTime();
      expect(layer()?.data).not.toBeNull();
    });
    await vi.waitFor(() => expect(layer()?.fault).toBeNull());
    const before = layer();
    ground.layers.change(before?.id ?? '', { isShown: false });

    writeFileSync(file, 'no JSON any more');
    await vi.waitFor(() => {
      passTime();
      expect(layer()?.fault).toMatchObject({ code: 'refused', file });
    });
    expect(layer()?.data).toEqual(before?.data);

    writeFileSync(file, point(3, 'Two, which is longer'));
    await vi.waitFor(() => {
      passTime();
      expect(layer()?.bounds).toEqual([3, 48, 3, 48]);
    });
    await vi.waitFor(() => expect(layer()).toMatchObject({ fault: null, isShown: false }));
    expect(() => ground.layers.change(before?.id ?? '', { name: 'Mine' })).toThrow('set by IT');
    await expect(ground.layers.remove(before?.id ?? '')).rejects.toThrow('set by IT');
    await ground.close();

    // Not named any more: gone.
    expect(open(folder).state().layers).toEqual([]);
  });
});
