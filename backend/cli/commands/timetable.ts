import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { zipOf } from '../../feeds/gtfs/zip-file.ts';
import { buildCatalogue } from '../../simulator/catalogue.ts';
import { buildFleet } from '../../simulator/fleet.ts';
import { loadNetwork, loadVocabulary } from '../../simulator/network.ts';
import { simulatedTimetable } from '../../simulator/timetable.ts';
import { defineCommand } from '../command.ts';
import { pathName, whole } from '../option-values.ts';

const HOUR_MS = 3_600_000;
/** A shift back, so that what has been driven today is planned too. */
const BACK_MS = 8 * HOUR_MS;

export const timetableCommand = defineCommand({
  name: 'timetable',
  summary: 'write the timetable of the simulated lines as GTFS',
  description: `Writes a zip of GTFS tables with what the lines of the simulator are planned to do: to be imported at a desktop's map layers, as an operator's own
network is. Give the --vehicles and --seed that the simulator was started with.`,
  declare: (command) =>
    command
      .requiredOption('--out <file>', 'the zip', pathName('--out'))
      .option('--vehicles <number>', 'how many', whole('--vehicles', 1, 1_000_000), 500)
      .option('--seed <number>', 'what the fleet follows from', whole('--seed', 0, 2 ** 32 - 1), 1)
      .option('--hours <number>', 'for how long from now', whole('--hours', 1, 168), 24),
  async run({ options: { out, vehicles, seed, hours }, output }) {
    const vocabulary = loadVocabulary();
    const fleet = buildFleet(buildCatalogue(loadNetwork(), vocabulary, seed), vehicles, seed);
    const nowMs = Date.now();
    const tables = simulatedTimetable(fleet, vocabulary, { fromMs: nowMs - BACK_MS, toMs: nowMs + hours * HOUR_MS });
    await mkdir(path.dirname(out), { recursive: true });
    await writeFile(out, zipOf(tables));
    const trips = (tables['trips.txt']?.split('\n').length ?? 2) - 2;
    output.result({ file: out, trips }, [`Wrote ${trips} trips to ${out}.`]);
  },
});
