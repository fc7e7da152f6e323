import type { AlarmCounts, AlarmFilter, AlarmRow, EditResult, VigieContract } from '../../../shared/contract/index.ts';
import {
  ALARM_PRIORITIES,
  alarmFiguresOf,
  type FieldValues,
  FLOOD_BEGINS_ABOVE,
  groupAlarms,
  isAlarmAnnounced,
  TimeZone,
} from '../../../shared/domain/index.ts';
import type { Handlers } from '../../../shared/rpc/index.ts';
import type { Dataset } from './dataset.ts';
import { pageOf } from './queries.ts';

type Methods = Handlers<VigieContract>['methods'];
type Names = Extract<keyof Methods, `alarms.${string}` | `alarmRules.${string}`>;

interface Parts {
  dataset: () => Dataset;
  revision: () => number;
  answer: <T>(method: Names, work: () => T) => Promise<T>;
  found: <T>(row: T | undefined) => T;
  streamId: number;
  act: (id: string, action: string, parameters: FieldValues) => EditResult | Promise<EditResult>;
}

/** Alarms of the memory host, as the data host serves them. */
export function alarmHandlers({ dataset, revision, answer, found, streamId, act }: Parts): Pick<Methods, Names> {
  const rows = () => dataset().alarms;
  const matching = (filter: AlarmFilter) => rows().filter((row) => passes(row, filter));
  return {
    'alarms.page': ({ filter, sort, offset, limit }) =>
      answer('alarms.page', () => {
        const sign = sort.direction === 'ascending' ? 1 : -1;
        const { rows: sorted } = pageOf(matching(filter), {
          ...{ filter: { text: filter.text }, sort: { by: 'none', direction: 'ascending' }, offset: 0, limit: 10_000 },
          words: ({ subject, ruleName, kind }) => [subject, ruleName, kind],
        });
        const placed = sorted.toSorted((one, other) => sign * compare(one, other, sort.by));
        return { rows: placed.slice(offset, offset + limit), total: placed.length, revision: revision() };
      }),
    'alarms.groups': ({ filter, offset, limit }) =>
      answer('alarms.groups', () => {
        const found = matching(filter);
        const groups = groupAlarms(found).flatMap(({ key, first, alarms }) => {
          const top = found.find(({ id }) => id === first.id);
          const unacknowledged = alarms.filter(({ acknowledgedAt }) => acknowledgedAt === null).length;
          return top === undefined ? [] : [{ key, top, alarms: alarms.length, unacknowledged }];
        });
        return { groups: groups.slice(offset, offset + limit), total: groups.length, revision: revision() };
      }),
    'alarms.get': ({ id }) => answer('alarms.get', () => found(rows().find((row) => row.id === id))),
    'alarms.vehicles': () =>
      answer('alarms.vehicles', () => {
        const announced = rows().filter((row) => isAlarmAnnounced(row, Date.now()));
        const placed = announced
          .toSorted((one, other) => compare(one, other, 'priority'))
          .flatMap(({ vehicleId, priority, acknowledgedAt }) => {
            const slot = dataset().vehicles.find(({ id }) => id === vehicleId)?.slot;
            return slot == null ? [] : [{ slot, priority, isAcknowledged: acknowledgedAt !== null }];
          });
        return {
          streamId,
          vehicles: placed.filter((one, index) => placed.findIndex(({ slot }) => slot === one.slot) === index),
        };
      }),
    'alarms.counts': () => answer('alarms.counts', () => countsOf(rows())),
    async 'alarms.act'({ ids, action, parameters }) {
      const results: EditResult[] = [];
      for (const id of ids) results.push(await act(id, action, parameters));
      return { results };
    },
    'alarmRules.page': (asked) =>
      answer('alarmRules.page', () => {
        const { states, kinds } = asked.filter;
        const page = pageOf(dataset().alarmRules, {
          ...asked,
          words: ({ name }) => [name],
          accept: ({ state, parameters }) =>
            (states?.includes(state) ?? true) && (kinds?.includes(parameters.kind) ?? true),
        });
        return { ...page, revision: revision() };
      }),
    'alarmRules.trial': ({ minutes, on }) =>
      answer('alarmRules.trial', () => ({
        result: 'tried' as const,
        source: on === 'server' ? ('server' as const) : ('recording' as const),
        recordedMs: (minutes - 30) * 60_000,
        trial: {
          ...{
            fromMs: Date.now() - minutes * 60_000,
            toMs: Date.now(),
            fixes: 1_000,
            raised: 14,
            standing: 2,
            subjects: 9,
          },
          ...{ mostInTenMinutes: 4, examples: [], atOnce: 3 },
        },
      })),
    'alarms.figures': ({ fromMs, toMs, timeZone }) =>
      answer('alarms.figures', () => alarmFiguresOf(rows(), { fromMs, toMs, zone: new TimeZone(timeZone) })),
    'alarmRules.get': ({ id }) =>
      answer('alarmRules.get', () => found(dataset().alarmRules.find((row) => row.id === id))),
  };
}

function passes(row: AlarmRow, filter: AlarmFilter): boolean {
  const views = {
    announced: isAlarmAnnounced(row, Date.now()),
    unacknowledged: isAlarmAnnounced(row, Date.now()) && row.acknowledgedAt === null,
    standing: row.closedAt === null,
    shelved: row.isShelved,
    suppressed: row.isSuppressed,
    history: true,
  };
  const { priorities, kinds, ruleId, vehicleId, missionId } = filter;
  return (
    views[filter.view] &&
    (priorities?.includes(row.priority) ?? true) &&
    (kinds?.includes(row.kind) ?? true) &&
    (ruleId ?? row.ruleId) === row.ruleId &&
    (vehicleId ?? row.vehicleId) === row.vehicleId &&
    (missionId ?? row.missionId) === row.missionId
  );
}

function compare(one: AlarmRow, other: AlarmRow, by: string): number {
  const urgency = ALARM_PRIORITIES.indexOf(one.priority) - ALARM_PRIORITIES.indexOf(other.priority);
  const newest = one.raisedAt === other.raisedAt ? 0 : one.raisedAt > other.raisedAt ? -1 : 1;
  if (by === 'raisedAt') return -newest;
  if (by === 'subject') return one.subject.localeCompare(other.subject) || newest;
  if (by === 'rule') return one.ruleName.localeCompare(other.ruleName) || newest;
  return urgency || newest;
}

function countsOf(rows: readonly AlarmRow[]): AlarmCounts {
  const announced = rows.filter((row) => isAlarmAnnounced(row, Date.now()));
  const unacknowledged = announced.filter(({ acknowledgedAt }) => acknowledgedAt === null);
  const of = (priority: AlarmRow['priority']) => ({
    announced: announced.filter((row) => row.priority === priority).length,
    unacknowledged: unacknowledged.filter((row) => row.priority === priority).length,
  });
  const [loudest] = unacknowledged.toSorted((one, other) => compare(one, other, 'priority'));
  const lately = rows.filter(({ raisedAt, late }) => !late && Date.now() - Date.parse(raisedAt) < 600_000).length;
  return {
    ...{ critical: of('critical'), high: of('high'), medium: of('medium'), low: of('low') },
    ...{ announced: announced.length, unacknowledged: unacknowledged.length },
    active: announced.filter(({ isActive }) => isActive).length,
    standing: rows.filter(({ closedAt }) => closedAt === null).length,
    shelved: rows.filter(({ isShelved }) => isShelved).length,
    suppressed: rows.filter(({ isSuppressed }) => isSuppressed).length,
    ...{ raisedInTenMinutes: lately, isFlood: lately > FLOOD_BEGINS_ABOVE },
    loudest: loudest ? { id: loudest.id, priority: loudest.priority, raisedAtMs: Date.parse(loudest.raisedAt) } : null,
  };
}
