import { describe, expect, it } from 'vitest';
import { fleetBounds } from '../../../../renderer/supervision/layers/index.ts';
import { frameOf, recordOf } from '../../../support/fleet-records.ts';

describe('the bounds of a fleet', () => {
  it('are unknown when nobody is to be seen', () => {
    expect(fleetBounds(frameOf([]))).toBeUndefined();
    expect(fleetBounds(frameOf([null]))).toBeUndefined();
  });

  it('hold a small fleet whole', () => {
    const bounds = fleetBounds(frameOf([recordOf({ longitude: 2 }), null, recordOf({ longitude: 7, latitude: 43 })]));
    expect(bounds?.west).toBeCloseTo(2, 6);
    expect(bounds?.east).toBeCloseTo(7, 6);
    expect(bounds?.south).toBeCloseTo(43, 6);
    expect(bounds?.north).toBeCloseTo(48.86, 6);
  });

  it('do not follow the few that have gone astray', () => {
    const city = Array.from({ length: 98 }, (_, index) => recordOf({ longitude: 2 + index / 1000 }));
    const bounds = fleetBounds(frameOf([...city, recordOf({ longitude: -120 }), recordOf({ longitude: 150 })]));
    expect(bounds?.west).toBeGreaterThan(1.99);
    expect(bounds?.east).toBeLessThan(2.1);
  });

  it('lie across the antimeridian where the fleet does', () => {
    const bounds = fleetBounds(frameOf([recordOf({ longitude: 179 }), recordOf({ longitude: -179 })]));
    expect(bounds?.west).toBeCloseTo(179, 6);
    expect(bounds?.east).toBeCloseTo(181, 6);
  });
});
