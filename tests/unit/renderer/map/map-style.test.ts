import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
import type { StyleSpecification } from 'maplibre-gl';
import { describe, expect, it } from 'vitest';
import type { BaseMap, TileArchive } from '../../../../renderer/supervision/map/base-map.ts';
import { graticule } from '../../../../renderer/supervision/map/graticule.ts';
import { mapStyle } from '../../../../renderer/supervision/map/map-style.ts';
import { PALETTES } from '../../../../renderer/supervision/map/palette.ts';
import { isSoftwareRenderer } from '../../../../renderer/supervision/map/software-renderer.ts';

const themes = ['dark', 'light'] as const;
const languages = ['fr', 'en'] as const;
const choices = themes.flatMap((theme) => languages.map((language) => ({ theme, language, scale: 1 })));

/** Luminance of `#rrggbb`, 0 to 1 (WCAG 2.2, relative luminance). */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const value = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

describe('the offline map', () => {
  it.each(choices)('is a valid style ($theme, $language)', (choice) => {
    expect(validateStyleMin(mapStyle({ kind: 'offline' }, choice))).toEqual([]);
  });

  it('asks the network for nothing', () => {
    const style = mapStyle({ kind: 'offline' }, { theme: 'dark', language: 'fr', scale: 1 });
    expect(style.glyphs).toBeUndefined();
    expect(style.sprite).toBeUndefined();
    expect(JSON.stringify(style)).not.toMatch(/https?:/);
  });

  it('names countries in the language of the window, and names its sources', () => {
    for (const language of languages) {
      const style = mapStyle({ kind: 'offline' }, { theme: 'dark', language, scale: 1 });
      const countries = style.layers.find((layer) => layer.id === 'countries');
      expect(countries?.type === 'symbol' && countries.layout?.['text-field']).toEqual(['get', `name_${language}`]);
      expect(JSON.stringify(style.sources)).toContain('© OpenStreetMap contributors, Natural Earth, GeoNames');
    }
  });

  it('is written larger on a screen that is read from afar', () => {
    const sizes = [1, 2].map((scale) => {
      const style = mapStyle({ kind: 'offline' }, { theme: 'dark', language: 'en', scale });
      return JSON.stringify(style.layers.find((layer) => layer.id === 'places'));
    });
    expect(sizes[0]).not.toBe(sizes[1]);
  });

  it.each(themes)('can be read: names of places on land have a contrast of 4.5 (%s)', (theme) => {
    expect(contrast(PALETTES[theme].place, PALETTES[theme].land)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(PALETTES[theme].country, PALETTES[theme].land)).toBeGreaterThanOrEqual(3);
  });
});

const archive: TileArchive = {
  ...{ key: 'paris/1 2', tiles: 'vector', minZoom: 0, maxZoom: 12 },
  read: () => Promise.reject(new Error('a style reads nothing')),
};

describe("an operator's archive", () => {
  it.each(choices)('is a valid style ($theme, $language)', (choice) => {
    expect(validateStyleMin(mapStyle({ kind: 'archive', archive }, choice))).toEqual([]);
  });

  it('is read under its own key and draws no icons, which would need the network', () => {
    const style = mapStyle({ kind: 'archive', archive }, choices[0] ?? expect.fail());
    expect(style.sources['archive']).toMatchObject({
      tiles: ['vigie-archive://paris%2F1%202/{z}/{x}/{y}'],
      maxzoom: 12,
    });
    expect(JSON.stringify(style)).not.toMatch(/icon-image|https?:/);
    expect(style.layers.some((layer) => layer.type === 'symbol')).toBe(true);
  });

  it('may hold pictures', () => {
    const style = mapStyle({ kind: 'archive', archive: { ...archive, tiles: 'raster' } }, choices[0] ?? expect.fail());
    expect(validateStyleMin(style)).toEqual([]);
    expect(style.layers.map(({ type }) => type)).toEqual(['background', 'raster']);
  });
});

it('an online style is shown as its author made it', () => {
  const style: StyleSpecification = { version: 8, sources: {}, layers: [] };
  const baseMap: BaseMap = { kind: 'style', url: 'https://maps.example/style.json', style };
  expect(mapStyle(baseMap, choices[0] ?? expect.fail())).toBe(style);
});

it('the graticule covers the map once', () => {
  const { coordinates } = graticule(30).geometry;
  expect(coordinates).toHaveLength(12 + 5);
  expect(
    coordinates.flat().every(([longitude, latitude]) => Math.abs(longitude) <= 180 && Math.abs(latitude) <= 85),
  ).toBe(true);
});

it('software renderers are known by their names', () => {
  const software = [
    'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (LLVM 10.0.0)))',
    'llvmpipe (LLVM 15.0.6, 256 bits)',
  ];
  expect(software.map(isSoftwareRenderer)).toEqual([true, true]);
  expect(isSoftwareRenderer('ANGLE (Intel, Mesa Intel(R) UHD Graphics 630 (CFL GT2), OpenGL 4.6)')).toBe(false);
});
