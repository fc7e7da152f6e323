import { PMTiles, TileType, zxyToTileId } from 'pmtiles';
import { describe, expect, it } from 'vitest';
import { type ArchiveTile, tileId, writeArchive } from '../../../../build/map-data/pmtiles-writer.ts';

function archiveOf(tiles: ArchiveTile[]): { archive: PMTiles; bytes: Uint8Array } {
  const bytes = writeArchive(tiles, { minZoom: 0, maxZoom: 8, metadata: { name: 'test' } });
  const { buffer, byteOffset } = bytes;
  const source = {
    getKey: () => 'test',
    getBytes: (offset: number, length: number) =>
      Promise.resolve({ data: new Uint8Array(buffer, byteOffset + offset, length).slice().buffer }),
  };
  return { archive: new PMTiles(source), bytes };
}
const text = (data: ArrayBuffer | undefined) => (data === undefined ? undefined : new TextDecoder().decode(data));

describe('a PMTiles archive', () => {
  it('numbers tiles as the format does', () => {
    for (let zoom = 0; zoom <= 6; zoom++) {
      for (let x = 0; x < 2 ** zoom; x++) {
        for (let y = 0; y < 2 ** zoom; y++) expect(tileId(zoom, x, y)).toBe(zxyToTileId(zoom, x, y));
      }
    }
    expect(tileId(8, 255, 3)).toBe(zxyToTileId(8, 255, 3));
  });

  it('gives each tile back, and nothing where there is none', async () => {
    const { archive } = archiveOf([
      { zoom: 1, x: 1, y: 0, bytes: new TextEncoder().encode('one') },
      { zoom: 0, x: 0, y: 0, bytes: new TextEncoder().encode('root') },
    ]);
    expect(await archive.getHeader()).toMatchObject({
      tileType: TileType.Mvt,
      minZoom: 0,
      maxZoom: 8,
      clustered: true,
    });
    expect(text((await archive.getZxy(0, 0, 0))?.data)).toBe('root');
    expect(text((await archive.getZxy(1, 1, 0))?.data)).toBe('one');
    expect(await archive.getZxy(1, 0, 0)).toBeUndefined();
    expect(await archive.getMetadata()).toEqual({ name: 'test' });
  });

  it('keeps equal tiles once, and stays readable with many', async () => {
    const tiles: ArchiveTile[] = [];
    for (let x = 0; x < 256; x++) {
      for (let y = 0; y < 256; y++) {
        const same = (x + y) % 3 === 0;
        tiles.push({
          zoom: 8,
          x,
          y,
          bytes: new TextEncoder().encode(same ? 'same' : `${x} ${y} ${Math.sin(x * 256 + y)}`),
        });
      }
    }
    const { archive } = archiveOf(tiles);
    const header = await archive.getHeader();
    expect(header.numAddressedTiles).toBe(65_536);
    expect(header.numTileContents).toBe(1 + tiles.filter(({ x, y }) => (x + y) % 3 !== 0).length);
    expect(header.leafDirectoryLength).toBeGreaterThan(0);
    expect(text((await archive.getZxy(8, 200, 101))?.data)).toMatch(/^200 101 /);
    expect(text((await archive.getZxy(8, 0, 255))?.data)).toBe('same');
  });
});
