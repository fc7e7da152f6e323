import { readFile, stat } from 'node:fs/promises';
import { createLeftOut, ImportError } from './import-error.ts';
import { type LayerContent, type LayerFeature, type LayerGeometry, rounded } from './layer-features.ts';
import { type Position, simplify, simplifyRing } from './simplify.ts';

/** JSON is read as a whole: beyond this it would not fit beside all else on a small machine. */
export const MOST_GEOJSON_BYTES = 64 * 1024 * 1024;
/** What is left out of a line is nearer to it than this, metres. */
const TOLERANCE_METRES = 1;
/** Names of WGS 84 longitude, latitude in the `crs` member of old (RFC 7946 has done away with it). */
const WGS_84 = /^(urn:ogc:def:crs:OGC:[\d.]*:CRS84|urn:ogc:def:crs:EPSG:[\d.]*:4326|EPSG:4326|CRS84)$/i;

/**
 * Reads GeoJSON (RFC 7946). A feature that cannot be drawn is left out and named by its place; coordinates that are no degrees
 * make all of it doubtful, and nothing is imported.
 * @throws ImportError
 */
export async function readGeoJson(file: string, fileName: string): Promise<LayerContent> {
  const { size } = await stat(file);
  if (size > MOST_GEOJSON_BYTES) {
    const detail = `it has ${Math.ceil(size / 1e6)} MB; GeoJSON may have ${Math.floor(MOST_GEOJSON_BYTES / 1e6)} MB`;
    throw new ImportError({ code: 'too-large', file: fileName, detail });
  }
  const value = parse(await readFile(file, 'utf8'), fileName);
  checkSystem(value, fileName);
  const leftOut = createLeftOut();
  const features: LayerFeature[] = [];
  featuresOf(value, fileName).forEach((feature, index) => {
    try {
      features.push(...readFeature(feature));
    } catch (error) {
      if (!(error instanceof FeatureError)) throw error;
      const notice = { code: error.code, file: fileName, feature: index, field: error.field, detail: error.message };
      if (error.code === 'other-coordinates') throw new ImportError(notice);
      leftOut.add(notice);
    }
  });
  return { kind: 'geojson', features, leftOut: leftOut.count(), notices: leftOut.notices() };
}

class FeatureError extends Error {
  readonly code: 'bad-row' | 'other-coordinates';
  readonly field: string;
  constructor(field: string, message: string, code: FeatureError['code'] = 'bad-row') {
    super(message);
    this.field = field;
    this.code = code;
  }
}

function parse(text: string, fileName: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new ImportError({ code: 'bad-json', file: fileName, detail: `it is not JSON: ${String(error)}` });
  }
  if (isObject(value)) return value;
  throw new ImportError({ code: 'not-map-data', file: fileName, detail: 'it is JSON, but not GeoJSON' });
}

function checkSystem({ crs }: Record<string, unknown>, fileName: string): void {
  if (crs === undefined || crs === null) return;
  const name: unknown = isObject(crs) && isObject(crs['properties']) ? crs['properties']['name'] : undefined;
  if (typeof name === 'string' && WGS_84.test(name)) return;
  const detail = `its coordinates are ${typeof name === 'string' ? name : 'of a system that it does not name'}, not WGS 84`;
  throw new ImportError({ code: 'other-coordinates', file: fileName, field: 'crs', detail });
}

function featuresOf(value: Record<string, unknown>, fileName: string): unknown[] {
  const { type, features } = value;
  if (type === 'FeatureCollection' && Array.isArray(features)) return features;
  if (type === 'Feature') return [value];
  if (typeof type === 'string' && ('coordinates' in value || 'geometries' in value)) {
    return [{ type: 'Feature', geometry: value, properties: null }];
  }
  throw new ImportError({ code: 'not-map-data', file: fileName, field: 'type', detail: 'it is JSON, but not GeoJSON' });
}

function readFeature(feature: unknown): LayerFeature[] {
  if (!isObject(feature) || feature['type'] !== 'Feature') throw new FeatureError('type', 'it is not a feature');
  const properties = isObject(feature['properties']) ? readProperties(feature['properties']) : {};
  return readGeometry(feature['geometry']).map((geometry) => ({ geometry, properties }));
}

/** What programs call a name and a colour: those of the simplestyle specification first. */
function readProperties(properties: Record<string, unknown>): LayerFeature['properties'] {
  const name = firstText(properties, ['name', 'title', 'Name', 'NAME', 'nom', 'label']);
  const color = firstText(properties, ['stroke', 'marker-color', 'color', 'fill']);
  return {
    ...(name === undefined ? {} : { name: name.slice(0, 200) }),
    ...(color !== undefined && /^#[\da-f]{6}$/i.test(color) ? { color: color.toLowerCase() } : {}),
  };
}

function firstText(properties: Record<string, unknown>, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = properties[name];
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
  }
  return undefined;
}

function readGeometry(geometry: unknown): LayerGeometry[] {
  if (!isObject(geometry)) throw new FeatureError('geometry', 'it has no geometry');
  const { type, coordinates } = geometry;
  switch (type) {
    case 'Point':
      return [{ type, coordinates: readPosition(coordinates) }];
    case 'MultiPoint':
      return list(coordinates).map((one) => ({ type: 'Point', coordinates: readPosition(one) }));
    case 'LineString':
      return [{ type: 'MultiLineString', coordinates: [readLine(coordinates)] }];
    case 'MultiLineString':
      return [{ type, coordinates: list(coordinates).map(readLine) }];
    case 'Polygon':
      return [{ type, coordinates: list(coordinates).map(readRing) }];
    case 'MultiPolygon':
      return list(coordinates).map((one) => ({ type: 'Polygon', coordinates: list(one).map(readRing) }));
    case 'GeometryCollection':
      return list(geometry['geometries']).flatMap(readGeometry);
    default:
      throw new FeatureError('geometry.type', `'${String(type)}' is no geometry`);
  }
}

function readLine(value: unknown): Position[] {
  const line = list(value).map(readPosition);
  if (line.length < 2) throw new FeatureError('geometry.coordinates', 'a line has two points at least');
  return simplify(line, TOLERANCE_METRES);
}

function readRing(value: unknown): Position[] {
  const ring = list(value).map(readPosition);
  const [first, last] = [ring[0], ring.at(-1)];
  if (ring.length < 4 || first?.[0] !== last?.[0] || first?.[1] !== last?.[1]) {
    throw new FeatureError('geometry.coordinates', 'a ring has four points at least, the last being the first');
  }
  return simplifyRing(ring, TOLERANCE_METRES);
}

function readPosition(value: unknown): Position {
  const [longitude, latitude] = list(value);
  if (typeof longitude !== 'number' || typeof latitude !== 'number') {
    throw new FeatureError('geometry.coordinates', 'a position is two numbers: longitude, latitude');
  }
  if (Math.abs(longitude) > 180 || Math.abs(latitude) > 90) {
    const detail = `${longitude}, ${latitude} are no WGS 84 degrees: longitude, then latitude`;
    throw new FeatureError('geometry.coordinates', detail, 'other-coordinates');
  }
  return rounded([longitude, latitude]);
}

function list(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new FeatureError('geometry.coordinates', 'its coordinates are no list');
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
