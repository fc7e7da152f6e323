import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Bounds, ImportRefusal, LayerCounts } from '../../../../shared/contract/index.ts';
import { ImportError } from './import-error.ts';
import type { Position } from './simplify.ts';

/** More would make a window slow, and no layer needs it once it is simplified. */
export const MOST_LAYER_POINTS = 400_000;

export type LayerGeometry =
  | { type: 'Point'; coordinates: Position }
  | { type: 'MultiLineString'; coordinates: Position[][] }
  | { type: 'Polygon'; coordinates: Position[][] };

/** What is drawn of a feature. */
export interface LayerFeature {
  geometry: LayerGeometry;
  properties: {
    name?: string;
    /** `#rrggbb`. */
    color?: string;
  };
}

/** A layer as it is kept: what a window draws, and what is said of it. */
export interface LayerContent {
  kind: 'geojson' | 'gtfs';
  features: LayerFeature[];
  leftOut: number;
  notices: ImportRefusal[];
}

export interface WrittenLayer {
  counts: LayerCounts;
  bounds: Bounds | null;
  bytes: number;
}

/**
 * Writes a layer as GeoJSON.
 * @throws ImportError where it has too many points, or nothing
 */
export async function writeLayer(content: LayerContent, fileName: string, target: string): Promise<WrittenLayer> {
  const counts: LayerCounts = { areas: 0, lines: 0, points: 0 };
  const box = emptyBox();
  let points = 0;
  for (const { geometry } of content.features) {
    if (geometry.type === 'Point') counts.points += 1;
    else if (geometry.type === 'Polygon') counts.areas += 1;
    else counts.lines += 1;
    for (const position of positionsOf(geometry)) {
      points += 1;
      box.add(position);
    }
  }
  if (points === 0) {
    const [first] = content.notices;
    throw new ImportError(first ?? { code: 'nothing-in-it', file: fileName, detail: 'it has no point, line or area' });
  }
  if (points > MOST_LAYER_POINTS) {
    const detail = `it has ${points} points, even simplified; a layer may have ${MOST_LAYER_POINTS}`;
    throw new ImportError({ code: 'too-many-points', file: fileName, detail });
  }
  let bytes = 0;
  await pipeline(
    function* () {
      for (const text of collectionText(content.features)) {
        bytes += Buffer.byteLength(text);
        yield text;
      }
    },
    createWriteStream(target, { mode: 0o600, flush: true }),
  );
  return { counts, bounds: box.bounds(), bytes };
}

function* collectionText(features: readonly LayerFeature[]): Iterable<string> {
  yield '{"type":"FeatureCollection","features":[';
  let separator = '';
  for (const { geometry, properties } of features) {
    yield `${separator}\n${JSON.stringify({ type: 'Feature', geometry, properties })}`;
    separator = ',';
  }
  yield '\n]}\n';
}

export function pointsOf(features: readonly LayerFeature[]): number {
  return features.reduce(
    (sum, { geometry }) =>
      sum + (geometry.type === 'Point' ? 1 : geometry.coordinates.reduce((points, line) => points + line.length, 0)),
    0,
  );
}

function* positionsOf(geometry: LayerGeometry): Iterable<Position> {
  if (geometry.type === 'Point') yield geometry.coordinates;
  else for (const line of geometry.coordinates) yield* line;
}

/** A tenth of a metre: finer than any map is drawn, and half the text. */
export function rounded([longitude, latitude]: Position): Position {
  return [Math.round(longitude * 1e6) / 1e6, Math.round(latitude * 1e6) / 1e6];
}

function emptyBox() {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  return {
    add([longitude, latitude]: Position) {
      west = Math.min(west, longitude);
      east = Math.max(east, longitude);
      south = Math.min(south, latitude);
      north = Math.max(north, latitude);
    },
    bounds: (): Bounds | null => (west > east ? null : [west, south, east, north]),
  };
}
