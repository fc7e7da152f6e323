import { describe, expect, it } from 'vitest';
import { placeText, readPlace } from '../../../../../renderer/ground/fences/read-place.ts';
import { fc } from '../../../../support/property.ts';

describe('a place that is typed', () => {
  it.each<[string, [number, number]]>([
    ['48.85837, 2.29448', [2.29448, 48.85837]],
    ['48.85837 2.29448', [2.29448, 48.85837]],
    ['48,2', [2, 48]],
    ['48,85837 2,29448', [2.29448, 48.85837]],
    ['48,85837; 2,29448', [2.29448, 48.85837]],
    ['48,85837, 2,29448', [2.29448, 48.85837]],
    ['-33.9,151.2', [151.2, -33.9]],
    ['\u221233.9 ; +151.2', [151.2, -33.9]],
    ['48.85 N 2.29 E', [2.29, 48.85]],
    ['48.85°N, 2.29°W', [-2.29, 48.85]],
    ['n48.85 o2.29', [-2.29, 48.85]],
    ['E 2.29, N 48.85', [2.29, 48.85]],
    ['2.29E 33S', [2.29, -33]],
  ])('is read from %s', (typed, place) => {
    expect(readPlace(typed)).toEqual(place);
  });

  it.each([
    '',
    '48',
    'Paris',
    '48.85, 2.29, 7',
    '91, 2',
    '48, 181',
    '48N 2N',
    '2E 3W',
    'N48S, 2',
    '48.8.5, 2',
    '1e1, 2',
    '--4, 2',
  ])('is not in %s', (typed) => {
    expect(readPlace(typed)).toBeUndefined();
  });

  it('is what was written, to a tenth of a metre', () => {
    const degrees = (most: number) => fc.integer({ min: -most * 1e6, max: most * 1e6 }).map((value) => value / 1e6);
    fc.assert(
      fc.property(degrees(180), degrees(90), (longitude, latitude) => {
        expect(readPlace(placeText([longitude, latitude]))).toEqual([longitude + 0, latitude + 0]);
      }),
    );
  });
});
