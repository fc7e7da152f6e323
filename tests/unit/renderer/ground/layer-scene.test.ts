import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
import { describe, expect, it } from 'vitest';
import { layerScene } from '../../../../renderer/ground/layer-scene.ts';
import { groundStyle, PLAIN_GROUND } from '../../../../renderer/supervision/map/ground.ts';
import { memoryLayer } from '../../../support/memory-host/memory-ground.ts';

const data = (key: string) => ({ data: { key, bytes: 10 } });
const themes = ['dark', 'light'] as const;
const choices = themes.map((theme) => ({ theme, language: 'fr', scale: 1 }) as const);

describe('layers on the ground', () => {
  it.each(choices)('make a valid style ($theme)', (choice) => {
    const layers = [
      memoryLayer('a', 'Zones', data('layer-a')),
      memoryLayer('b', 'Network', { kind: 'gtfs', ...data('layer-b') }),
    ];
    const ground = { ...PLAIN_GROUND, scene: () => layerScene(layers, choice) };
    expect(validateStyleMin(groundStyle(ground, choice))).toEqual([]);
  });

  it('are those that are switched on and have been read, by address', () => {
    const scene = layerScene(
      [
        memoryLayer('a', 'Off', { ...data('layer-a'), isShown: false }),
        memoryLayer('b', 'Unread'),
        memoryLayer('c', 'On', data('layer-c')),
      ],
      { theme: 'dark', language: 'en', scale: 1 },
    );
    expect(scene.sources).toEqual({ c: { type: 'geojson', data: 'vigie-ground://layer-c' } });
    expect(scene.layers.every(({ id }) => id.startsWith('c-'))).toBe(true);
  });

  it('name the stops of a network only near', () => {
    const names = (kind: 'gtfs' | 'geojson') =>
      layerScene([memoryLayer('a', 'A', { kind, ...data('k') })], {
        theme: 'dark',
        language: 'en',
        scale: 1,
      }).layers.find(({ type }) => type === 'symbol')?.minzoom;
    expect(names('gtfs')).toBe(14);
    expect(names('geojson')).toBe(10);
  });
});
