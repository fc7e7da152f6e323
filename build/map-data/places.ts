import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PbfReader } from 'pbf';
import { type Feature, feature } from './geojson.ts';

/** A place of GeoNames. */
interface Place {
  name: string;
  featureCode: string;
  population: number;
  longitude: number;
  latitude: number;
}

/** First zoom at which a place of so many inhabitants is in the tiles. */
const RANKS: readonly (readonly [inhabitants: number, zoom: number])[] = [
  [3_000_000, 3],
  [800_000, 4],
  [250_000, 5],
  [80_000, 6],
  [25_000, 7],
  [8_000, 8],
  [3_000, 9],
  [0, 10],
];

/** All places as points with `name`, `rank` (the zoom from which they are shown) and `capital` (1), largest first. */
export function readPlaces(folder: string): Feature[] {
  return readPbf(readFileSync(path.join(folder, 'cities.pbf')))
    .filter((place) => !['PPLH', 'PPLQ', 'PPLW'].includes(place.featureCode))
    .sort((a, b) => b.population - a.population)
    .map((place) => {
      const { name, longitude, latitude } = place;
      return feature({ type: 'Point', coordinates: [longitude, latitude] }, { name, ...rankOf(place) });
    });
}

function rankOf({ population, featureCode }: Place): { rank: number; capital?: number } {
  const rank = RANKS.find(([inhabitants]) => population >= inhabitants)?.[1] ?? 10;
  // A capital counts for more than its size, a very small one less so.
  if (featureCode === 'PPLC') return { rank: Math.min(rank, Math.max(4, rank - 2)), capital: 1 };
  // A part of a town must not stand before the town.
  return { rank: featureCode === 'PPLX' ? Math.max(10, rank) : rank };
}

/** The package's own protocol-buffer form: places are delta-coded against the one before, in 1e-5 degrees. */
function readPbf(bytes: Uint8Array): Place[] {
  const reader = new PbfReader(bytes);
  const places: Place[] = [];
  let longitude = 0;
  let latitude = 0;
  while (reader.pos < reader.length) {
    const place: Place = { name: '', featureCode: '', population: 0, longitude: 0, latitude: 0 };
    const end = reader.readVarint() + reader.pos;
    reader.readFields(
      (tag) => {
        if (tag === 2) place.name = reader.readString();
        else if (tag === 7) place.featureCode = reader.readString();
        else if (tag === 9) place.population = reader.readVarint();
        else if (tag === 10) longitude += reader.readSVarint();
        else if (tag === 11) latitude += reader.readSVarint();
      },
      null,
      end,
    );
    places.push({ ...place, longitude: longitude / 1e5, latitude: latitude / 1e5 });
  }
  return places;
}
