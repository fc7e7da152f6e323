import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
import { describe, expect, it } from 'vitest';
import { type Ground, groundStyle, PLAIN_GROUND } from '../../../../renderer/supervision/map/ground.ts';
import { mapStyle } from '../../../../renderer/supervision/map/map-style.ts';

const choice = { theme: 'dark', language: 'fr', scale: 1 } as const;
const stops = { type: 'geojson', data: 'vigie-ground://stops' } as const;
const ground: Ground = {
  ...PLAIN_GROUND,
  scene: () => ({
    // A name that the offline map has too.
    sources: { ground: stops },
    layers: [
      { id: 'places', type: 'symbol', source: 'ground', layout: { 'text-field': ['get', 'name'] } },
      { id: 'lines', type: 'line', source: 'ground' },
    ],
  }),
};

describe('what lies on the ground', () => {
  it('is the base map alone when there is nothing', () => {
    expect(groundStyle(PLAIN_GROUND, choice)).toEqual(mapStyle({ kind: 'offline' }, choice));
  });

  it('makes a valid style, and its names never meet those of the base map', () => {
    const style = groundStyle(ground, choice);
    expect(validateStyleMin(style)).toEqual([]);
    expect(style.sources['ground:ground']).toEqual(stops);
    expect(style.sources['ground']).toEqual(mapStyle({ kind: 'offline' }, choice).sources['ground']);
    expect(style.layers.find(({ id }) => id === 'ground:lines')).toMatchObject({ source: 'ground:ground' });
  });

  it('lies beneath the names of the base map, its own names above them', () => {
    const order = groundStyle(ground, choice).layers.map(({ id }) => id);
    expect(order.indexOf('ground:lines')).toBeGreaterThan(order.indexOf('borders'));
    expect(order.indexOf('ground:lines')).toBeLessThan(order.indexOf('countries'));
    expect(order.at(-1)).toBe('ground:places');
  });

  it('may lie on a base map without names', () => {
    const style = { version: 8 as const, sources: {}, layers: [] };
    const bare: Ground = { ...ground, baseMap: () => ({ kind: 'style', url: 'https://maps.example/s.json', style }) };
    expect(groundStyle(bare, choice).layers.map(({ id }) => id)).toEqual(['ground:lines', 'ground:places']);
  });
});
