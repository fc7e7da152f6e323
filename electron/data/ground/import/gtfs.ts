import { fitDrawing } from './fit-drawing.ts';
import { createLeftOut, ImportError, type LeftOut } from './import-error.ts';
import { type LayerContent, type LayerFeature, MOST_LAYER_POINTS, rounded } from './layer-features.ts';
import { type Position, simplify } from './simplify.ts';
import { openZipTables, type ZipTables } from './zip-tables.ts';

/** Points of shapes that are held at once: a whole country has some three million. */
const MOST_SHAPE_POINTS = 5_000_000;
const MOST_STOPS = 500_000;
/** What is left out of a shape is nearer to it than this, metres. */
const TOLERANCE_METRES = 5;
/** `location_type` of a platform, the default, and of a station: entrances and nodes of paths are not drawn. */
const STOP_TYPES = ['', '0', '1'];

/**
 * Reads a network out of a zip of GTFS tables (https://gtfs.org/documentation/schedule/reference/): a line for each route with the
 * shapes of its trips, in the route's colour, and the stops with their names. Timetables are read by `../../schedule/import`.
 * @param most points of the drawing
 * @throws ImportError
 */
export async function readGtfs(file: string, fileName: string, most = MOST_LAYER_POINTS): Promise<LayerContent> {
  const tables = await openZipTables(file, fileName);
  try {
    const leftOut = createLeftOut();
    const hasLines = ['routes.txt', 'trips.txt', 'shapes.txt'].every((name) => tables.has(name));
    if (!hasLines && !tables.has('stops.txt')) {
      const detail = 'the zip has neither stops.txt nor routes.txt, trips.txt and shapes.txt';
      throw new ImportError({ code: 'missing-part', file: fileName, detail });
    }
    const missing = ['stops.txt', 'routes.txt', 'trips.txt', 'shapes.txt'].filter((name) => !tables.has(name));
    for (const name of missing) {
      leftOut.add({
        code: 'missing-part',
        file: name,
        detail: 'the zip has no such table: what it tells is not drawn',
      });
    }
    const lines = hasLines ? await unlessTooMany(leftOut, () => readLines(tables, leftOut)) : [];
    const stops = tables.has('stops.txt') ? await unlessTooMany(leftOut, () => readStops(tables, leftOut)) : [];
    const { features, notices } = fitDrawing(lines, stops, TOLERANCE_METRES, most);
    for (const notice of notices) leftOut.add(notice);
    return { kind: 'gtfs', features, leftOut: leftOut.count(), notices: leftOut.notices() };
  } finally {
    tables.close();
  }
}

/** What is too much to be read at all is not drawn, and told; the rest is, and the timetable is kept. */
async function unlessTooMany(leftOut: LeftOut, read: () => Promise<LayerFeature[]>): Promise<LayerFeature[]> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ImportError) || error.reason.code !== 'too-many-points') throw error;
    leftOut.add({ ...error.reason, code: 'not-drawn' });
    return [];
  }
}

interface Route {
  name: string;
  color: string | undefined;
  shapes: Set<string>;
}

async function readLines(tables: ZipTables, leftOut: LeftOut): Promise<LayerFeature[]> {
  const routes = await readRoutes(tables);
  const routeColumns = { required: ['route_id', 'shape_id'], optional: [] } as const;
  await tables.read('trips.txt', routeColumns, ({ route_id, shape_id }) => {
    if (shape_id !== '') routes.get(route_id)?.shapes.add(shape_id);
  });
  const shapes = await readShapes(tables, leftOut);
  return [...routes.values()].flatMap(({ name, color, shapes: ids }) => {
    const coordinates = distinct([...ids].flatMap((id) => shapes.get(id) ?? []));
    if (coordinates.length === 0) return [];
    const properties = { ...(name === '' ? {} : { name }), ...(color === undefined ? {} : { color }) };
    return [{ geometry: { type: 'MultiLineString', coordinates }, properties }];
  });
}

async function readRoutes(tables: ZipTables): Promise<Map<string, Route>> {
  const routes = new Map<string, Route>();
  const columns = { required: ['route_id'], optional: ['route_short_name', 'route_long_name', 'route_color'] } as const;
  await tables.read('routes.txt', columns, (row) => {
    const name = row.route_short_name === '' ? row.route_long_name : row.route_short_name;
    const color = /^[\da-f]{6}$/i.test(row.route_color) ? `#${row.route_color.toLowerCase()}` : undefined;
    routes.set(row.route_id, { name: name.slice(0, 200), color, shapes: new Set() });
  });
  return routes;
}

/** Points of one shape as they come; `order` is their place, which is not always that in the table. */
interface ShapePoints {
  positions: Position[];
  order: number[];
}

/** @param wanted ids of the only shapes that are read */
export async function readShapes(
  tables: ZipTables,
  leftOut: LeftOut,
  wanted?: ReadonlySet<string>,
): Promise<Map<string, Position[][]>> {
  const file = 'shapes.txt';
  const points = new Map<string, ShapePoints>();
  let count = 0;
  const columns = {
    required: ['shape_id', 'shape_pt_lat', 'shape_pt_lon', 'shape_pt_sequence'],
    optional: [],
  } as const;
  await tables.read(file, columns, (row, line) => {
    if (wanted?.has(row.shape_id) === false) return undefined;
    const position = readPosition(row.shape_pt_lon, row.shape_pt_lat);
    const order = Number(row.shape_pt_sequence);
    if (position === undefined || row.shape_pt_sequence === '' || !Number.isFinite(order)) {
      const field = position === undefined ? 'shape_pt_lat' : 'shape_pt_sequence';
      return leftOut.add({ code: 'bad-row', file, line, field, detail: 'it is no place or has no sequence' });
    }
    count += 1;
    if (count > MOST_SHAPE_POINTS) {
      const detail = `it has more than ${MOST_SHAPE_POINTS} points`;
      throw new ImportError({ code: 'too-many-points', file, line, detail });
    }
    let shape = points.get(row.shape_id);
    if (shape === undefined) points.set(row.shape_id, (shape = { positions: [], order: [] }));
    shape.positions.push(position);
    shape.order.push(order);
    return undefined;
  });
  return new Map(
    [...points].flatMap(([id, shape]) => {
      const line = simplify(inOrder(shape), TOLERANCE_METRES).map(rounded);
      return line.length < 2 ? [] : [[id, [line]] as const];
    }),
  );
}

function inOrder({ positions, order }: ShapePoints): Position[] {
  const isSorted = order.every((place, at) => at === 0 || place >= (order[at - 1] ?? 0));
  if (isSorted) return positions;
  const places = order.map((place, at) => ({ place, at })).sort((a, b) => a.place - b.place);
  return places.flatMap(({ at }) => positions.slice(at, at + 1));
}

/** Many trips of a route have shapes of their own that are the same, there or back. */
function distinct(lines: readonly Position[][]): Position[][] {
  const known = new Set<string>();
  return lines.filter((line) => {
    const text = line.join(';');
    if (known.has(text)) return false;
    known.add(text);
    known.add([...line].reverse().join(';'));
    return true;
  });
}

async function readStops(tables: ZipTables, leftOut: LeftOut): Promise<LayerFeature[]> {
  const file = 'stops.txt';
  const stops: LayerFeature[] = [];
  /** Platforms of one name at one place are one stop on a map. */
  const known = new Set<string>();
  const columns = { required: ['stop_lat', 'stop_lon'], optional: ['stop_name', 'location_type'] } as const;
  await tables.read(file, columns, ({ stop_lon, stop_lat, stop_name, location_type }, line) => {
    if (!STOP_TYPES.includes(location_type)) return undefined;
    const position = readPosition(stop_lon, stop_lat);
    if (position === undefined) {
      return leftOut.add({
        code: 'bad-row',
        file,
        line,
        field: 'stop_lat',
        detail: `'${stop_lat}', '${stop_lon}' is no place`,
      });
    }
    const name = stop_name.slice(0, 200);
    const key = `${name} ${position[0].toFixed(4)} ${position[1].toFixed(4)}`;
    if (known.has(key)) return undefined;
    known.add(key);
    if (stops.length >= MOST_STOPS) {
      throw new ImportError({ code: 'too-many-points', file, line, detail: `it has more than ${MOST_STOPS} stops` });
    }
    const properties = name === '' ? {} : { name };
    stops.push({ geometry: { type: 'Point', coordinates: rounded(position) }, properties });
    return undefined;
  });
  return stops;
}

/** Undefined for what is no place, 0, 0 included: it stands for a place that nobody has entered. */
function readPosition(longitudeText: string, latitudeText: string): Position | undefined {
  if (longitudeText === '' || latitudeText === '') return undefined;
  const [longitude, latitude] = [Number(longitudeText), Number(latitudeText)];
  const isPlace = Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90 && (longitude !== 0 || latitude !== 0);
  return isPlace ? [longitude, latitude] : undefined;
}
