import { describe, expect, it } from 'vitest';
import {
  cornersFault,
  type GeofenceGeometry,
  geometryArea,
  geometryFault,
  geometryText,
  isInGeometry,
  type LngLat,
  MAX_GEOFENCE_CORNERS,
  polygonOf,
  readGeometryText,
} from '../../../../shared/domain/index.ts';
import { fc } from '../../../support/property.ts';

/** Corners around a centre, in the order of their angles: never crossing. */
const star = fc
  .record({
    centre: fc.tuple(fc.double({ min: -170, max: 170, noNaN: true }), fc.double({ min: -75, max: 75, noNaN: true })),
    radii: fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 3, maxLength: 40 }),
  })
  .map(({ centre: [x, y], radii }) =>
    radii.map((radius, index): LngLat => {
      const angle = (index / radii.length) * 2 * Math.PI;
      return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
    }),
  );

/** Whether two segments have a point in common, by solving for it: slower than the product's way, and another. */
function meets([a, b]: [LngLat, LngLat], [c, d]: [LngLat, LngLat]): boolean {
  const [rx, ry, sx, sy] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]];
  const cross = rx * sy - ry * sx;
  if (cross === 0) return false;
  const t = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / cross;
  const u = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / cross;
  return t > 0 && t < 1 && u > 0 && u < 1;
}

describe('the corners of a geofence', () => {
  it('around a centre are no fault, whichever comes first and whichever way round', () => {
    fc.assert(
      fc.property(star, fc.nat(), (corners, first) => {
        const at = first % corners.length;
        const turned = [...corners.slice(at), ...corners.slice(0, at)];
        expect(cornersFault(turned)).toBeUndefined();
        expect(cornersFault(turned.toReversed())).toBeUndefined();
        expect(geometryFault(polygonOf(turned))).toBeUndefined();
      }),
    );
  });

  it('cross themselves just where two edges do', () => {
    // As fine as geofences are kept.
    const degrees = fc.integer({ min: 0, max: 1_000_000 }).map((value) => value / 1e6);
    const anywhere = fc.array(fc.tuple(degrees, degrees), { minLength: 4, maxLength: 7 });
    fc.assert(
      fc.property(anywhere, (places) => {
        const corners: LngLat[] = places;
        const edges = corners.map((corner, index): [LngLat, LngLat] => [
          corner,
          corners[(index + 1) % corners.length] ?? corner,
        ]);
        const crosses = edges.some((one, at) => edges.some((other, index) => index > at && meets(one, other)));
        if (crosses) expect(cornersFault(corners)).toBe('self-intersecting');
        else expect(['self-intersecting', 'no-area', undefined]).toContain(cornersFault(corners));
      }),
    );
  });

  it.each<[string, LngLat[]]>([
    [
      'too-few-corners',
      [
        [0, 0],
        [1, 1],
      ],
    ],
    [
      'too-many-corners',
      Array.from({ length: MAX_GEOFENCE_CORNERS + 1 }, (_, at): LngLat => [Math.cos(at / 80), Math.sin(at / 80)]),
    ],
    [
      'outside-world',
      [
        [0, 0],
        [181, 0],
        [0, 1],
      ],
    ],
    [
      'outside-world',
      [
        [0, 0],
        [1, 86],
        [0, 1],
      ],
    ],
    [
      'outside-world',
      [
        [0, 0],
        [Number.NaN, 0],
        [0, 1],
      ],
    ],
    [
      'self-intersecting',
      [
        [0, 0],
        [2, 2],
        [2, 0],
        [0, 2],
      ],
    ],
    // There and back on the same line, a corner twice, a corner on another edge.
    [
      'self-intersecting',
      [
        [0, 0],
        [2, 0],
        [1, 0],
        [1, 1],
      ],
    ],
    [
      'self-intersecting',
      [
        [0, 0],
        [0, 0],
        [1, 0],
        [1, 1],
      ],
    ],
    [
      'self-intersecting',
      [
        [0, 0],
        [2, 0],
        [2, 2],
        [1, 0],
        [0, 2],
      ],
    ],
    [
      'self-intersecting',
      [
        [0, 0],
        [1, 1],
        [2, 2],
      ],
    ],
  ])('say %s', (fault, corners) => {
    expect(cornersFault(corners)).toBe(fault);
  });

  it('may lie in a line where they still enclose something', () => {
    expect(
      cornersFault([
        [0, 0],
        [1, 0],
        [2, 0],
        [2, 2],
        [0, 2],
      ]),
    ).toBeUndefined();
  });
});

describe('a geometry', () => {
  it('has the area that it has on the ground', () => {
    // A degree on the equator is 111.195 km on this sphere.
    const degree = geometryArea(
      polygonOf([
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
      ]),
    );
    expect(degree / 1e6).toBeCloseTo(12_363.7, 0);
    expect(
      geometryArea(
        polygonOf([
          [0, 60],
          [1, 60],
          [1, 61],
          [0, 61],
        ]),
      ) / degree,
    ).toBeCloseTo(0.4924, 3);
    expect(geometryArea({ type: 'Circle', center: [4, 45], radiusMetres: 100 })).toBeCloseTo(Math.PI * 10_000, 0);
  });

  it.each<[string | undefined, GeofenceGeometry]>([
    [undefined, { type: 'Circle', center: [4, 45], radiusMetres: 100 }],
    ['bad-radius', { type: 'Circle', center: [4, 45], radiusMetres: 0.2 }],
    ['bad-radius', { type: 'Circle', center: [4, 45], radiusMetres: Number.POSITIVE_INFINITY }],
    ['outside-world', { type: 'Circle', center: [4, 95], radiusMetres: 100 }],
    [
      'not-closed',
      {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 1],
          ],
        ],
      },
    ],
    ['not-closed', { type: 'Polygon', coordinates: [[]] }],
  ])('says %s', (fault, geometry) => {
    expect(geometryFault(geometry)).toBe(fault);
  });

  it('has one text, whatever it went through', () => {
    fc.assert(
      fc.property(star, (corners) => {
        const text = geometryText(polygonOf(corners));
        const read = readGeometryText(text);
        expect(read).toBeDefined();
        expect(read && geometryText(read)).toBe(text);
        // As a database gives it back: other blanks, other order.
        const other = JSON.stringify(Object.fromEntries(Object.entries(read ?? {}).reverse()), null, 1);
        expect(geometryText(readGeometryText(other) ?? polygonOf([]))).toBe(text);
      }),
    );
    const most = Array.from({ length: MAX_GEOFENCE_CORNERS }, (_, at): LngLat => [-179.123456 + at / 1e5, -84.123456]);
    expect(geometryText(polygonOf(most)).length).toBeLessThan(20_000);
    expect(geometryText({ type: 'Circle', center: [-0, 1e-9], radiusMetres: 5 })).toBe(
      '{"type":"Circle","center":[0,0],"radiusMetres":5}',
    );
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '{"type":"Point","coordinates":[1,2]}',
    '{"type":"Circle","center":[1],"radiusMetres":1}',
  ])('is not in the text %s', (text) => {
    expect(readGeometryText(text)).toBeUndefined();
  });
});

describe('a geofence across the antimeridian', () => {
  const across: LngLat[] = [
    [179.9, -1],
    [-179.8, -1],
    [-179.8, 1],
    [179.9, 1],
  ];

  it('is as small as it looks on the ground, whichever corner comes first', () => {
    for (let first = 0; first < across.length; first++) {
      const geometry = polygonOf([...across.slice(first), ...across.slice(0, first)]);
      expect(geometryFault(geometry)).toBeUndefined();
      expect(geometryArea(geometry) / 1e6).toBeCloseTo(0.3 * 2 * 111.195 ** 2, -2);
      const places: LngLat[] = [
        [179.95, 0],
        [-179.85, 0],
        [180, 0],
        [-180, 0],
        [179.85, 0],
        [-179.75, 0],
        [0, 0],
      ];
      expect(places.map(([longitude, latitude]) => isInGeometry(geometry, longitude, latitude))).toEqual([
        ...[true, true, true, true],
        ...[false, false, false],
      ]);
    }
  });

  it('may not cross itself there either; one from end to end of the world is all of it', () => {
    const [a, b, c, d] = across as [LngLat, LngLat, LngLat, LngLat];
    expect(cornersFault([a, c, b, d])).toBe('self-intersecting');
    const world = polygonOf([
      [-180, -80],
      [180, -80],
      [180, 80],
      [-180, 80],
    ]);
    expect(geometryFault(world)).toBeUndefined();
    expect(isInGeometry(world, 2, 48)).toBe(true);
  });
});
