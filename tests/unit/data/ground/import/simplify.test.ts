import { describe, expect, it } from 'vitest';
import { type Position, simplify, simplifyRing } from '../../../../../electron/data/ground/import/simplify.ts';
import { distanceMetres } from '../../../../../shared/domain/index.ts';
import { fc } from '../../../../support/property.ts';

const near = fc.record({
  longitude: fc.double({ min: 2, max: 2.2, noNaN: true }),
  latitude: fc.double({ min: 48, max: 48.2, noNaN: true }),
});
const lines = fc
  .array(near, { minLength: 2, maxLength: 60 })
  .map((places) => places.map(({ longitude, latitude }): Position => [longitude, latitude]));

/** Metres from a point to a segment, on a plane that touches the earth there. */
function metresFrom([x, y]: Position, [ax, ay]: Position, [bx, by]: Position): number {
  const narrow = Math.cos((y * Math.PI) / 180);
  const [dx, dy] = [(bx - ax) * narrow, by - ay];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * narrow * dx + (y - ay) * dy) / length));
  return distanceMetres(x, y, ax + (share * dx) / narrow, ay + share * dy);
}

describe('a simplified line', () => {
  it('has the same ends, points of the line only, and is nowhere farther away than it may be', () => {
    fc.assert(
      fc.property(lines, fc.integer({ min: 1, max: 2_000 }), (line, tolerance) => {
        const result = simplify(line, tolerance);
        expect(result[0]).toBe(line[0]);
        expect(result.at(-1)).toBe(line.at(-1));
        let at = 0;
        for (const point of line) {
          if (point === result[at + 1]) at += 1;
          const [from, to] = [result[at], result[at + 1] ?? result[at]];
          if (from === undefined || to === undefined) throw new Error('a point of the result is not of the line');
          // The plane of each segment is narrowed at its own middle: a hundredth off over 20 km.
          expect(metresFrom(point, from, to)).toBeLessThan(tolerance * 1.02 + 0.5);
        }
        expect(at).toBe(result.length - 1);
      }),
    );
  });

  it('of a straight road is its ends, of 200,000 points without running out of stack', () => {
    const straight = Array.from({ length: 200_000 }, (_, at): Position => [2 + at / 1e7, 48]);
    expect(simplify(straight, 1)).toHaveLength(2);
    const zigzag = Array.from({ length: 3_000 }, (_, at): Position => [2 + at / 1e4, 48 + (at % 2)]);
    expect(simplify(zigzag, 1)).toHaveLength(3_000);
  });

  it('that is a ring stays closed and stays an area', () => {
    const circle = Array.from({ length: 361 }, (_, degree): Position => {
      const angle = (degree * Math.PI) / 180;
      return [2 + 0.001 * Math.cos(angle), 48 + 0.001 * Math.sin(angle)];
    });
    circle[360] = circle[0] ?? [0, 0];
    const ring = simplifyRing(circle, 5);
    expect(ring.length).toBeLessThan(40);
    expect(ring[0]).toEqual(ring.at(-1));
    expect(simplifyRing(circle, 100_000).length).toBeGreaterThanOrEqual(4);
    const square: Position[] = [
      [0, 0],
      [0, 1e-6],
      [1e-6, 1e-6],
      [1e-6, 0],
      [0, 0],
    ];
    expect(simplifyRing(square, 1_000)).toEqual(square);
    expect(
      simplifyRing(
        [
          [1, 1],
          [1, 1],
          [1, 1],
          [1, 1],
        ],
        5,
      ),
    ).toHaveLength(4);
  });
});
