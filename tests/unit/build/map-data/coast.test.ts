import { describe, expect, it } from 'vitest';
import { feature, type Position } from '../../../../build/map-data/geojson.ts';
import { labelPoint, ringArea } from '../../../../build/map-data/label-point.ts';
import { thinCoast } from '../../../../build/map-data/thin-coast.ts';

/** A round island with a ragged coast of so many points. */
const island = (longitude: number, latitude: number, radius: number, points = 400): Position[] =>
  Array.from({ length: points + 1 }, (_, index) => {
    const angle = (2 * Math.PI * (index % points)) / points;
    const reach = radius * (1 + 0.002 * Math.sin((index % points) * 40));
    return [longitude + reach * Math.cos(angle), latitude + reach * Math.sin(angle)];
  });
const town = (longitude: number, latitude: number) => feature({ type: 'Point', coordinates: [longitude, latitude] });

describe('thinning the coast', () => {
  it('keeps it in full near places', () => {
    const ring = island(10, 10, 0.1);
    expect(thinCoast([ring], [town(10, 10)])).toEqual([ring]);
  });

  it('thins it where nobody lives, and closes it still', () => {
    const ring = island(10, 10, 1);
    const [thinned = []] = thinCoast([ring], [town(50, 50)]);
    expect(thinned.length).toBeLessThan(ring.length / 4);
    expect(thinned.at(0)).toEqual(thinned.at(-1));
    expect(Math.abs(ringArea(thinned) / ringArea(ring) - 1)).toBeLessThan(0.05);
  });

  it('thins the far side of an island and keeps the near one', () => {
    const ring = island(10, 10, 1);
    const [thinned = []] = thinCoast([ring], [town(11, 10)]);
    const nearTown = ([longitude, latitude]: Position) => longitude > 10.95 && Math.abs(latitude - 10) < 0.15;
    expect(thinned.filter(nearTown)).toEqual(ring.filter(nearTown));
    expect(thinned.length).toBeLessThan(ring.length / 2);
  });

  it('leaves out small islands where nobody lives', () => {
    expect(thinCoast([island(10, 10, 0.005)], [])).toEqual([]);
    expect(thinCoast([island(10, 10, 0.005)], [town(10, 10)])).toHaveLength(1);
  });
});

describe('the place of a name', () => {
  it('is inside, as far from the edge as can be', () => {
    // A broad western part and a thin tail to the east.
    const ring: Position[] = [
      [0, 0],
      [4, 0],
      [4, 1.8],
      [20, 1.8],
      [20, 2.2],
      [4, 2.2],
      [4, 4],
      [0, 4],
      [0, 0],
    ];
    const [longitude, latitude] = labelPoint(ring);
    expect(longitude).toBeGreaterThan(1);
    expect(longitude).toBeLessThan(3);
    expect(latitude).toBeGreaterThan(1);
    expect(latitude).toBeLessThan(3);
  });
});
