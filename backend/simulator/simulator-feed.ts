import type { Feed } from '../feeds/feed.ts';
import { createMissionQueue, type MissionQueue } from '../feeds/mission-queue.ts';
import { createSchedule, type Schedule } from '../feeds/schedule.ts';
import { buildCatalogue } from './catalogue.ts';
import { enrolFleet } from './enrolment.ts';
import { buildFleet } from './fleet.ts';
import { createMissionBook } from './mission-book.ts';
import { keepMissions } from './mission-keeper.ts';
import { loadNetwork, loadVocabulary } from './network.ts';
import { createReporter, type ReporterOptions } from './reporter.ts';
import { createStateFile } from './state-file.ts';

/** Reports go out in small lots, not all at the full second. */
const TICK_MS = 200;

export interface SimulatorOptions extends ReporterOptions {
  vehicles: number;
  seed: number;
  /** Where the simulation keeps how far it got. */
  dataFolder: string;
}

/** A fleet that does not exist, on the roads of a country that does. */
export function createSimulatorFeed({ vehicles, seed, dataFolder, ...reporting }: SimulatorOptions): Feed {
  let running: { schedule: Schedule; queue: MissionQueue } | undefined;

  return {
    name: 'simulator',
    kind: 'simulator',
    speed: 1,
    async start(host) {
      const vocabulary = loadVocabulary();
      const fleet = buildFleet(buildCatalogue(loadNetwork(), vocabulary, seed), vehicles, seed);
      const reporter = createReporter(fleet, reporting);
      host.log('simulated network ready', { vehicles, circuits: new Set(fleet.circuits).size, seed });
      const schedule = createSchedule(host);
      const queue = createMissionQueue(host);
      running = { schedule, queue };

      await enrolFleet(host, fleet, reporter, schedule);
      host.report({ state: 'live', feedTimeMs: null, notice: null });
      schedule.every(TICK_MS, () => {
        reporter.reportUntil(host.clock.nowMs(), (fixes) => host.ingest(fixes));
      });
      const book = createMissionBook(fleet, vocabulary);
      schedule.run(() => keepMissions(host, book, queue, createStateFile(dataFolder, seed), schedule));
    },
    async stop() {
      // Both at once: a step under way may wait for the queue.
      await Promise.all([running?.schedule.stop(), running?.queue.close()]);
      running = undefined;
    },
  };
}
