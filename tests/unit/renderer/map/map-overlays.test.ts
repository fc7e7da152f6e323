import { describe, expect, it } from 'vitest';
import { overlayWish } from '../../../../renderer/supervision/map/map-overlays.ts';

const bounds = { west: -180, south: -45, east: 90, north: 45 };
const at = (zoom: number) => ({ zoom, bounds });

describe('what a map asks for besides its vehicles', () => {
  it('is nothing when nothing is chosen', () => {
    expect(overlayWish({ trails: 'none', density: false }, 3, at(12))).toEqual({ trails: null, density: null });
  });

  it('are trails of the selected vehicle, or near enough of all in view', () => {
    expect(overlayWish({ trails: 'selected', density: false }, 3, at(12)).trails).toEqual({ slots: [3] });
    expect(overlayWish({ trails: 'selected', density: false }, null, at(12)).trails).toEqual({ slots: [] });
    expect(overlayWish({ trails: 'view', density: false }, 3, at(6)).trails).toEqual({ slots: [3] });
    expect(overlayWish({ trails: 'view', density: false }, 3, at(12)).trails).toEqual({
      area: { west: -(2 ** 31), south: -(2 ** 29), east: 2 ** 30, north: 2 ** 29 },
    });
  });

  it('are cells far out, in whole zoom levels', () => {
    expect(overlayWish({ trails: 'none', density: true }, null, at(5.4)).density).toBe(5);
    expect(overlayWish({ trails: 'none', density: true }, null, at(9)).density).toBeNull();
  });
});
