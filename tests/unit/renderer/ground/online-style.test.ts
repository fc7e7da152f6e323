import { describe, expect, it } from 'vitest';
import { fetchOnlineStyle } from '../../../../renderer/ground/online-style.ts';

const ORIGIN = 'https://tiles.example.com';
const URL_OF_STYLE = `${ORIGIN}/quiet/style.json`;
const answer =
  (body: unknown, status = 200) =>
  () =>
    Promise.resolve(new Response(typeof body === 'string' ? body : JSON.stringify(body), { status }));
const fetched = (body: unknown, status?: number, origins = [ORIGIN]) =>
  fetchOnlineStyle(URL_OF_STYLE, origins, answer(body, status));

const style = {
  version: 8,
  glyphs: '../fonts/{fontstack}/{range}.pbf',
  sprite: '/sprites/quiet',
  sources: {
    roads: { type: 'vector', tiles: ['{z}/{x}/{y}.mvt'], maxzoom: 14 },
    all: { type: 'vector', url: 'all.json' },
  },
  layers: [{ id: 'roads', type: 'line', source: 'roads', 'source-layer': 'roads' }],
};

describe('an online style', () => {
  it('has whole addresses, the places for tiles and letters in them', async () => {
    expect(await fetched(style)).toEqual({
      ...style,
      glyphs: `${ORIGIN}/fonts/{fontstack}/{range}.pbf`,
      sprite: `${ORIGIN}/sprites/quiet`,
      sources: {
        roads: { type: 'vector', tiles: [`${ORIGIN}/quiet/{z}/{x}/{y}.mvt`], maxzoom: 14 },
        all: { type: 'vector', url: `${ORIGIN}/quiet/all.json` },
      },
    });
  });

  it.each<[string, object]>([
    ['tiles', { sources: { a: { type: 'raster', tiles: ['https://other.example/{z}.png'] } } }],
    ['a source', { sources: { a: { type: 'vector', url: '//other.example/a.json' } } }],
    ['data', { sources: { a: { type: 'geojson', data: 'https://other.example/a.geojson' } } }],
    ['letters', { glyphs: 'http://tiles.example.com/{fontstack}/{range}.pbf' }],
    ['icons', { sprite: [{ id: 'a', url: 'mapbox://sprites/a' }] }],
  ])('that takes %s from where it may not is refused before it is shown', async (_what, change) => {
    await expect(fetched({ ...style, ...change })).rejects.toMatchObject({ code: 'other-origin' });
  });

  it.each<[string, unknown, number, string]>([
    ['an answer that is no JSON', '<html>', 200, 'not-a-style'],
    ['a style of another version', { ...style, version: 7 }, 200, 'not-a-style'],
    ['a style without layers', { version: 8, sources: {} }, 200, 'not-a-style'],
    ['an error of its server', style, 503, 'unreachable'],
  ])('is told from %s', async (_what, body, status, code) => {
    await expect(fetched(body, status)).rejects.toMatchObject({ code });
  });

  it('that cannot be reached says so', async () => {
    const cut = () => Promise.reject(new TypeError('Failed to fetch'));
    await expect(fetchOnlineStyle(URL_OF_STYLE, [ORIGIN], cut)).rejects.toMatchObject({ code: 'unreachable' });
  });
});
