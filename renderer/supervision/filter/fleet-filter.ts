import type { DirectoryFilter, VehicleFilter } from '../../../shared/contract/index.ts';
import {
  type AgeThresholds,
  type AlarmPriority,
  type LiveFilter,
  passesAll,
  sieveOf,
} from '../../../shared/domain/index.ts';
import type { WorkerFilter } from '../../workers/index.ts';

/** What a person wants to see of the fleet. Empty lists and texts mean all. */
export interface FleetFilter extends LiveFilter {
  readonly text: string;
  readonly depots: readonly string[];
  readonly lines: readonly string[];
  /** Vehicles on a mission in progress in which these words are found; on any for ''; null: on a mission or not. */
  readonly mission: string | null;
  /** With an announced alarm of one of these priorities. */
  readonly alarms: readonly AlarmPriority[];
  /** These vehicles only, by id. */
  readonly only: readonly string[];
  /** What becomes of the others on the map. It filters nothing by itself. */
  readonly outside: 'dim' | 'hide';
}

export const SHOW_ALL: FleetFilter = {
  ...{ states: [], kinds: [], ages: [], motion: 'any', suspectOnly: false },
  ...{ text: '', depots: [], lines: [], mission: null, alarms: [], only: [], outside: 'dim' },
};

/** The part that the data host answers; null when it has nothing to answer. */
export function directoryOf({ text, depots, lines, mission, alarms, only }: FleetFilter): DirectoryFilter | null {
  const asked: DirectoryFilter = {
    ...(text.trim() === '' ? {} : { text: text.trim() }),
    ...(depots.length === 0 ? {} : { depots: [...depots] }),
    ...(lines.length === 0 ? {} : { lines: [...lines] }),
    ...(mission === null ? {} : { mission: mission.trim() }),
    ...(alarms.length === 0 ? {} : { alarms: [...alarms] }),
    ...(only.length === 0 ? {} : { ids: [...only] }),
  };
  return Object.keys(asked).length === 0 ? null : asked;
}

/** For the positions worker; null when all are shown. */
export function workerFilterOf(filter: FleetFilter): WorkerFilter | null {
  const sieve = sieveOf(filter);
  const directory = directoryOf(filter);
  return directory === null && passesAll(sieve) ? null : { sieve, directory };
}

/** For a list of vehicles, which the data host filters as a whole. */
export function listFilterOf(filter: FleetFilter, thresholds: AgeThresholds): VehicleFilter {
  const { states, kinds, ages, motion, suspectOnly } = filter;
  const live = { states: [...states], kinds: [...kinds], ages: [...ages], motion, suspectOnly, thresholds };
  return { ...directoryOf(filter), ...(passesAll(sieveOf(filter)) ? {} : { live }) };
}

export function isFiltering(filter: FleetFilter): boolean {
  return workerFilterOf(filter) !== null;
}
