import type { LinePlan } from '../../../shared/domain/index.ts';
import type { KeptPlan } from '../ground/layers.ts';
import type { Log } from '../log.ts';
import { sortKey } from '../store/folding.ts';
import { type PlanIndex, readLinePlan, readPlanIndex } from './plan-file.ts';

export interface PlannedLine {
  from: KeptPlan;
  entry: PlanIndex[number];
}

/** The lines that imported timetables have. */
export interface Plans {
  all(): Promise<PlannedLine[]>;
  /** A line by one of its names, or its id; of several timetables that have it, the one that was imported last. */
  find(line: string): Promise<PlannedLine | undefined>;
  /** @throws PlanUnreadableError */
  read(line: PlannedLine): Promise<LinePlan>;
}

/** The file of a timetable is damaged, or gone. */
export class PlanUnreadableError extends Error {
  override name = 'PlanUnreadableError';
}

export function createPlans(kept: () => KeptPlan[], log: Log): Plans {
  const indexes = new Map<string, Promise<PlanIndex>>();

  async function indexOf(file: string): Promise<PlanIndex> {
    const reading =
      indexes.get(file) ??
      readPlanIndex(file).catch((error: unknown) => {
        log.error({ err: error, file }, 'a timetable cannot be read: import it again');
        return [];
      });
    indexes.set(file, reading);
    return reading;
  }

  const plans: Plans = {
    async all() {
      const present = kept();
      for (const file of [...indexes.keys()]) if (!present.some((one) => one.file === file)) indexes.delete(file);
      const lines = await Promise.all(
        present.map(async (from) => (await indexOf(from.file)).map((entry) => ({ from, entry }))),
      );
      return lines.flat();
    },
    async find(line) {
      const key = sortKey(line);
      const named = (await plans.all()).filter(({ entry }) => entry.names.some((name) => sortKey(name) === key));
      return named.sort((a, b) => (b.from.importedAtMs ?? 0) - (a.from.importedAtMs ?? 0))[0];
    },
    async read({ from, entry }) {
      try {
        return await readLinePlan(from.file, entry);
      } catch (error) {
        log.error(
          { err: error, file: from.file, line: entry.name },
          'the plan of a line cannot be read: import it again',
        );
        throw new PlanUnreadableError(`the plan of line ${entry.name} cannot be read: ${String(error)}`);
      }
    },
  };
  return plans;
}
