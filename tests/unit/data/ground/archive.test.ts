import { rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { writeArchive } from '../../../../build/map-data/pmtiles-writer.ts';
import { type Archive, followArchive } from '../../../../electron/data/ground/archive.ts';
import { createManualClock, type ManualClock } from '../../../support/manual-clock.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';

const folder = temporaryFolders();
const layers = (...ids: string[]) => ({ vector_layers: ids.map((id) => ({ id, fields: {} })) });

function archiveBytes(metadata: Record<string, unknown> = layers('earth', 'roads')): Uint8Array {
  const tile = { zoom: 0, x: 0, y: 0, bytes: new TextEncoder().encode('a tile') };
  return writeArchive([tile], { minZoom: 0, maxZoom: 9, metadata });
}

async function settled(archive: Archive): Promise<void> {
  await vi.waitFor(() => expect(archive.info() ?? archive.fault()).not.toBeNull());
}

describe('an archive that can be read', () => {
  it('says what it holds and gives its bytes, fewer where it ends', async () => {
    const file = path.join(folder(), 'city.pmtiles');
    const bytes = archiveBytes();
    writeFileSync(file, bytes);
    const archive = followArchive(file, createManualClock(), () => undefined);
    await settled(archive);
    expect(archive.fault()).toBeNull();
    expect(archive.info()).toMatchObject({ tiles: 'vector', minZoom: 0, maxZoom: 9 });
    expect((await archive.read(0, 7)).toString()).toBe('PMTiles');
    expect(Buffer.compare(await archive.read(0, 100_000), bytes)).toBe(0);
    expect(await archive.read(bytes.byteLength + 5, 10)).toHaveLength(0);
    archive.close();
  });
});

describe('an archive that cannot be drawn says why', () => {
  it.each<[string, string, () => Uint8Array]>([
    [
      'not-an-archive',
      'not start as a PMTiles',
      () => Buffer.from('GIF89a, which is something else altogether'.repeat(9)),
    ],
    ['not-an-archive', 'not start as a PMTiles', () => Buffer.alloc(0)],
    ['not-an-archive', 'version 2, not 3', () => Buffer.from(archiveBytes()).fill(2, 7, 8)],
    ['truncated', 'copy it again', () => archiveBytes().slice(0, -3)],
    ['compression', 'gzip', () => Buffer.from(archiveBytes()).fill(3, 97, 98)],
    ['not-an-archive', 'unknown type 77', () => Buffer.from(archiveBytes()).fill(77, 99, 100)],
    ['other-layers', 'buildings, not those of Protomaps', () => archiveBytes(layers('buildings'))],
    ['other-layers', 'unknown', () => archiveBytes({ vector_layers: 'earth' })],
  ])('%s: %s', async (code, detail, bytes) => {
    const file = path.join(folder(), 'bad.pmtiles');
    writeFileSync(file, bytes());
    const archive = followArchive(file, createManualClock(), () => undefined);
    await settled(archive);
    expect(archive.info()).toBeNull();
    expect(archive.fault()).toMatchObject({ code, file });
    expect(archive.fault()?.detail).toContain(detail);
    archive.close();
  });

  it('missing, a folder in its place', async () => {
    const archive = followArchive(folder(), createManualClock(), () => undefined);
    await settled(archive);
    expect(archive.fault()).toMatchObject({ code: 'missing' });
    archive.close();
  });
});

/** On to the next look, from between two looks: within one the time that passes is that of a drive that does not answer. */
async function passTime(clock: ManualClock): Promise<void> {
  await vi.waitFor(() => expect(clock.nextInMs()).toBe(5_000));
  clock.advance(5_000);
}

describe('an archive on a drive that goes away', () => {
  it('is noticed, cannot be read meanwhile, and comes back by itself', async () => {
    const file = path.join(folder(), 'city.pmtiles');
    writeFileSync(file, archiveBytes());
    const clock = createManualClock();
    const onChange = vi.fn();
    const archive = followArchive(file, clock, onChange);
    await settled(archive);
    const key = archive.info()?.key;

    rmSync(file);
    await passTime(clock);
    await vi.waitFor(() => expect(archive.info()).toBeNull());
    expect(archive.fault()).toMatchObject({ code: 'missing', file, sinceMs: clock.nowMs() });
    await expect(archive.read(0, 10)).rejects.toThrow('not there');
    expect(onChange).toHaveBeenCalledTimes(2);

    writeFileSync(file, archiveBytes(layers('earth', 'water')));
    utimesSync(file, 1, 1);
    await passTime(clock);
    await vi.waitFor(() => expect(archive.info()).not.toBeNull());
    expect(archive.fault()).toBeNull();
    expect(archive.info()?.key).not.toBe(key);
    expect((await archive.read(0, 7)).toString()).toBe('PMTiles');
    archive.close();
  });

  it('is noticed though nobody reads, and said once', async () => {
    const file = path.join(folder(), 'city.pmtiles');
    writeFileSync(file, archiveBytes());
    const clock = createManualClock();
    const onChange = vi.fn();
    const archive = followArchive(file, clock, onChange);
    await settled(archive);
    rmSync(file);
    for (let round = 0; round < 3; round++) {
      await passTime(clock);
      await vi.waitFor(() => expect(archive.fault()).not.toBeNull());
    }
    expect(onChange).toHaveBeenCalledTimes(2);
    archive.close();
    await vi.waitFor(() => expect(clock.plannedCount()).toBe(0));
  });
});
