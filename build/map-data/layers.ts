import { readFileSync } from 'node:fs';
import path from 'node:path';
import { feature as topoFeature, mesh } from 'topojson-client';
import { collection, type Feature, type FeatureCollection, feature, type Geometry, polygonsOf } from './geojson.ts';
import { labelPoint, ringArea } from './label-point.ts';
import { readPlaces } from './places.ts';
import type { SourceName } from './sources.ts';
import { thinCoast } from './thin-coast.ts';

type Topology = Parameters<typeof mesh>[0];
type TopologyObject = Parameters<typeof topoFeature>[1];

/** One layer of the base map, and how its tiles are cut. */
export interface MapLayer {
  name: string;
  data: FeatureCollection;
  minZoom: number;
  /** Only what `rank` (a property) allows is in the tiles of a zoom. */
  ranked: boolean;
}

/** The layers of the base map, from the unpacked source packages. */
export function readLayers(sources: Record<SourceName, string>): MapLayer[] {
  const land = readJson<{ geometries: Geometry[] } | FeatureCollection>(sources.land, 'map.geo.json');
  const lands = 'features' in land ? land.features.map((one) => one.geometry) : land.geometries;
  const waters = readJson<Topology>(sources.waters, 'dist/world_50m.json');
  const atlas = readJson<Topology>(sources.countries, 'countries-10m.json');
  const places = readPlaces(sources.places);
  const coarse = { minZoom: 0, ranked: false };
  return [
    { name: 'land', data: landOf(lands, places), ...coarse },
    { name: 'lakes', data: features(waters, 'lakes'), ...coarse, minZoom: 1 },
    { name: 'rivers', data: features(waters, 'rivers'), ...coarse, minZoom: 3 },
    { name: 'borders', data: bordersOf(atlas, 'countries'), ...coarse },
    { name: 'divisions', data: bordersOf(waters, 'subunits'), ...coarse, minZoom: 3 },
    { name: 'countries', data: countryLabels(atlas, sources.codes), ...coarse, ranked: true },
    { name: 'places', data: collection(places), ...coarse, ranked: true },
  ];
}

/** One feature a polygon: an index of them is quicker to cut than one vast feature. Lakes are a layer of their own. */
function landOf(lands: readonly Geometry[], places: readonly Feature[]): FeatureCollection {
  const rings = lands.flatMap(polygonsOf).map(([outer = []]) => outer);
  return collection(thinCoast(rings, places).map((ring) => feature({ type: 'Polygon', coordinates: [ring] })));
}

function readJson<T>(folder: string, file: string): T {
  return JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as T;
}

function objectOf(topology: Topology, name: string): TopologyObject {
  const object = topology.objects[name];
  if (object === undefined) throw new Error(`the topology has no object '${name}'`);
  return object;
}

function features(topology: Topology, name: string): FeatureCollection {
  const read = topoFeature(topology, objectOf(topology, name)) as FeatureCollection;
  return collection(read.features.map((one) => feature(one.geometry)));
}

/** Lines between two areas, without the coast: each once. */
function bordersOf(topology: Topology, name: string): FeatureCollection {
  const object = objectOf(topology, name) as Parameters<typeof mesh>[1];
  return collection([feature(mesh(topology, object, (a, b) => a !== b) as Geometry)]);
}

/** A point in the largest part of each country, named in English and French by its ISO 3166-1 code. */
function countryLabels(atlas: Topology, codesFolder: string): FeatureCollection {
  const codes = readJson<[alpha2: string, alpha3: string, numeric: string][]>(codesFolder, 'codes.json');
  const alpha2 = new Map(codes.map(([two, , numeric]) => [numeric, two]));
  const named = topoFeature(atlas, objectOf(atlas, 'countries')) as FeatureCollection & {
    features: { id?: string | number }[];
  };
  const english = new Intl.DisplayNames(['en'], { type: 'region' });
  const french = new Intl.DisplayNames(['fr'], { type: 'region' });
  const labels: Feature[] = [];
  for (const one of named.features) {
    const code = alpha2.get(String(one.id ?? '').padStart(3, '0'));
    if (code === undefined) continue;
    const rings = polygonsOf(one.geometry).map(([outer = []]) => outer);
    const [largest] = rings.sort((a, b) => Math.abs(ringArea(b)) - Math.abs(ringArea(a)));
    if (largest === undefined) continue;
    const squareDegrees = Math.abs(ringArea(largest));
    const rank = squareDegrees > 300 ? 1 : squareDegrees > 60 ? 2 : squareDegrees > 15 ? 3 : squareDegrees > 3 ? 4 : 5;
    const names = { name_en: english.of(code) ?? code, name_fr: french.of(code) ?? code };
    labels.push(feature({ type: 'Point', coordinates: labelPoint(largest) }, { ...names, rank }));
  }
  return collection(labels.sort((a, b) => Number(a.properties.rank) - Number(b.properties.rank)));
}
