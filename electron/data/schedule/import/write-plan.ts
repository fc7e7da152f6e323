import { open } from 'node:fs/promises';
import type { ImportRefusal, LayerPlan } from '../../../../shared/contract/index.ts';
import { readShapes } from '../../ground/import/gtfs.ts';
import { createLeftOut, ImportError } from '../../ground/import/import-error.ts';
import { openZipTables } from '../../ground/import/zip-tables.ts';
import type { PlanIndex } from '../plan-file.ts';
import { axisOf, makeLine, shapeOf } from './make-line.ts';
import { type Pattern, patternsOf } from './patterns.ts';
import { readTimetable, TIMETABLE_TABLES } from './timetable.ts';

/**
 * Keeps the timetable of a zip of GTFS tables as a file of plans: a line of JSON each, an index, and where that begins (see
 * `../plan-file.ts`). A plan that cannot be had costs the import nothing: it is told why.
 */
export async function writePlan(file: string, fileName: string, target: string): Promise<LayerPlan> {
  const leftOut = createLeftOut();
  const told = (counts: { lines: number; trips: number }): LayerPlan => ({
    ...{ ...counts, leftOut: leftOut.count(), notices: leftOut.notices() },
  });
  const tables = await openZipTables(file, fileName);
  try {
    const missing = TIMETABLE_TABLES.find((name) => !tables.has(name));
    if (missing !== undefined) {
      const detail = 'the zip has no such table: there is no timetable in it';
      leftOut.add({ code: 'missing-part', file: missing, detail });
      return told({ lines: 0, trips: 0 });
    }
    const timetable = await readTimetable(tables, leftOut);
    const rows = timetable.times.byTrip(timetable.trips.length);
    const lines = timetable.routes.map((route) => ({ route, patterns: patternsOf(route, timetable, rows, leftOut) }));
    const wanted = new Set(lines.flatMap(({ patterns }) => axes(patterns).map((axis) => shapeOf(axis, timetable))));
    const read = tables.has('shapes.txt') ? await readShapes(tables, createLeftOut(), wanted) : undefined;
    const shapes = new Map([...(read ?? [])].map(([id, [line = []]]) => [id, line]));
    // The trips that cannot be driven have been told by now.
    const again = createLeftOut();
    const index: PlanIndex = [];
    const written = await open(target, 'w', 0o600);
    try {
      let offset = 0;
      for (const { route, patterns } of lines) {
        const plan = makeLine(route, patterns, { timetable, rows, shapes, leftOut: again });
        if (plan === null) continue;
        const bytes = Buffer.from(`${JSON.stringify(plan)}\n`);
        await written.write(bytes);
        const trips = plan.directions.reduce((sum, direction) => sum + direction.trips.length, 0);
        index.push({ name: plan.name, names: route.names, trips, offset, bytes: bytes.byteLength });
        offset += bytes.byteLength;
      }
      const tail = Buffer.from(`${JSON.stringify(index)}\n`);
      await written.write(tail);
      await written.write(`${String(offset).padStart(15)}\n`);
      await written.sync();
    } finally {
      await written.close();
    }
    for (const notice of again.notices().filter(({ file: of }) => of === 'shapes.txt')) leftOut.add(notice);
    return told({ lines: index.length, trips: index.reduce((sum, { trips }) => sum + trips, 0) });
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    leftOut.add(error.reason satisfies ImportRefusal);
    return told({ lines: 0, trips: 0 });
  } finally {
    tables.close();
  }
}

function axes(patterns: readonly Pattern[]): Pattern[] {
  return ([0, 1] as const).flatMap((direction) => axisOf(patterns.filter((one) => one.direction === direction)) ?? []);
}
