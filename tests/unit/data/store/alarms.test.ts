import { beforeEach, describe, expect, it } from 'vitest';
import type { AlarmQuery } from '../../../../electron/data/store/alarm-reads.ts';
import type { Store } from '../../../../electron/data/store/store.ts';
import { createAlarmHandlers } from '../../../../electron/data/handlers/alarms.ts';
import type { Change } from '../../../../shared/api/index.ts';
import { alarmFilter, type AlarmFilter } from '../../../../shared/contract/index.ts';
import { type AlarmRecord, groupAlarms, newAlarmRule } from '../../../../shared/domain/index.ts';
import { raisedRecord, RULE_ID, ruleFields } from '../../../support/alarm-fixtures.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { applyAll, testStores } from '../../../support/test-store.ts';

const newFolder = temporaryFolders();
const newStore = testStores();
const NOW = Date.parse('2026-03-01T08:00:00.000Z');
/** Of a desktop whose stream knows the first vehicle alone. */
const FLEET = { slotOf: (id: string) => (id === '1' ? 3 : undefined), streamId: () => 7 };
const HOUR = 3_600_000;
const iso = (ms: number) => new Date(ms).toISOString();
let store: Store;

const context = { cancelled: false, onCancel: () => () => undefined };
const uuid = (n: number) => `01980000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const row = (n: number, change: Partial<AlarmRecord> = {}): AlarmRecord => ({
  ...raisedRecord({ id: uuid(n), subjectId: String(n), vehicleId: String(n), raisedAt: iso(NOW - n * 60_000) }),
  ...change,
});
const upsert = (alarm: AlarmRecord, version = 1): Change => ({
  op: 'upsert',
  entity: 'alarm',
  id: alarm.id,
  version,
  row: alarm,
});
const vehicle = (n: number): Change => ({
  ...{ op: 'upsert', entity: 'vehicle', id: String(n), version: 1 },
  row: { id: String(n), code: `BUS-${n}`, label: `Bus ${n}`, kind: 'bus', depot: null, line: null },
});
const acknowledged = { acknowledgedAt: iso(NOW), acknowledgedBy: 'olga' };
const returned = { returnedAt: iso(NOW) };
const ALARMS: AlarmRecord[] = [
  row(1, { priority: 'low' }),
  row(2, { priority: 'critical' }),
  row(3, { ...acknowledged }),
  row(4, { ...returned }),
  row(5, { shelvedUntil: iso(NOW + HOUR), shelvedBy: 'olga', shelvedReason: 'roadworks' }),
  row(6, { suppressedBy: 'cause', causeId: uuid(2), ruleId: uuid(99), ruleName: 'Silent', kind: 'silent' }),
  row(7, { ...acknowledged, ...returned, closedAt: iso(NOW - 20 * 24 * HOUR) }),
  // A shelf that is over by now, though no server has said so.
  row(8, { shelvedUntil: iso(NOW - 1), shelvedBy: 'olga', priority: 'medium' }),
];

const page = (filter: Partial<AlarmFilter> = {}, query: Partial<AlarmQuery> = {}) =>
  store.read((cache) =>
    cache.alarms.page(
      {
        filter: alarmFilter.parse(filter),
        sort: { by: 'priority', direction: 'ascending' },
        offset: 0,
        limit: 100,
        ...query,
      },
      NOW,
    ),
  );
const numbers = (rows: readonly { subjectId: string }[]) => rows.map(({ subjectId }) => Number(subjectId));

beforeEach(async () => {
  ({ store } = newStore(newFolder(), { serverIdentity: 'http://a' }));
  await applyAll(store, [...ALARMS.map((alarm) => upsert(alarm)), ...[1, 2, 3].map(vehicle)]);
});

const NO_RECORDINGS = {
  span: () => Promise.resolve({ stretches: [], bytes: 0, limits: null }),
  tryRule: () => Promise.resolve(undefined),
};

describe('lists of alarms', () => {
  it('show what is announced, the most urgent first and of one priority the newest', () => {
    const { rows, total } = page();
    expect(numbers(rows)).toEqual([2, 3, 4, 8, 1]);
    expect(total).toBe(5);
    expect(rows[0]).toMatchObject({
      subject: 'BUS-2',
      vehicleCode: 'BUS-2',
      state: 'active-unacknowledged',
      explains: 1,
    });
    expect(rows[1]).toMatchObject({ state: 'active-acknowledged', callsForAttention: false });
    expect(rows[3]).toMatchObject({ isShelved: false, callsForAttention: true });
  });

  it('are cut by view, priority, rule, vehicle, time and words, and read from either end', () => {
    expect(numbers(page({ view: 'unacknowledged' }).rows)).toEqual([2, 4, 8, 1]);
    expect(numbers(page({ view: 'shelved' }).rows)).toEqual([5]);
    expect(numbers(page({ view: 'suppressed' }).rows)).toEqual([6]);
    expect(page({ view: 'standing' }).total).toBe(7);
    const byTime = { sort: { by: 'raisedAt', direction: 'descending' } as const };
    expect(numbers(page({ view: 'history' }, byTime).rows)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(numbers(page({ view: 'history' }, { ...byTime, offset: 6, limit: 5 }).rows)).toEqual([7, 8]);
    expect(numbers(page({ priorities: ['critical', 'low'] }).rows)).toEqual([2, 1]);
    expect(numbers(page({ view: 'standing', ruleId: uuid(99) }).rows)).toEqual([6]);
    expect(numbers(page({ vehicleId: '3' }).rows)).toEqual([3]);
    expect(numbers(page({ view: 'standing', causeId: uuid(2) }).rows)).toEqual([2, 6]);
    expect(numbers(page({ fromMs: NOW - 150_000, beforeMs: NOW - 60_000 }).rows)).toEqual([2]);
    expect(numbers(page({ text: 'bus 2' }).rows)).toEqual([2]);
    expect(numbers(page({ view: 'standing', text: 'silént' }).rows)).toEqual([6]);
    expect(page({ text: 'nothing' }).total).toBe(0);
  });

  it('are counted for heads and walls, with what is to be heard', () => {
    const counts = store.read(({ alarms }) => alarms.counts(NOW));
    expect(counts).toMatchObject({
      ...{ critical: { announced: 1, unacknowledged: 1 }, high: { announced: 2, unacknowledged: 1 } },
      ...{ medium: { announced: 1, unacknowledged: 1 }, low: { announced: 1, unacknowledged: 1 } },
      ...{ announced: 5, unacknowledged: 4, active: 4, standing: 7, shelved: 1, suppressed: 1 },
      ...{ raisedInTenMinutes: 8, isFlood: false },
      loudest: { id: uuid(2), priority: 'critical', raisedAtMs: NOW - 120_000 },
    });
    expect(store.read(({ alarms }) => alarms.counts(NOW + 2 * HOUR))).toMatchObject({ shelved: 0, announced: 6 });
  });

  it('are grouped in a flood, the cause or the first of each rule on top, as the domain groups them', () => {
    const { groups, total } = store.read(({ alarms }) =>
      alarms.groups({ filter: alarmFilter.parse({ view: 'standing' }), offset: 0, limit: 10 }, NOW),
    );
    expect(total).toBe(2);
    expect(groups.map(({ key, top, alarms }) => [key, top.subjectId, alarms])).toEqual([
      [`cause ${uuid(2)}`, '2', 2],
      [`rule ${RULE_ID}`, '8', 5],
    ]);
    const rows = page({ view: 'standing' }).rows;
    expect(groupAlarms(rows).map(({ key, first }) => [key, first.id])).toEqual(
      groups.map(({ key, top }) => [key, top.id]),
    );
  });

  it('forget what was closed long ago, but for what somebody here has acted on and not sent', async () => {
    const closed = row(9, { ...acknowledged, ...returned, closedAt: iso(NOW - 20 * 24 * HOUR) });
    await applyAll(store, [upsert(closed)]);
    const { 'alarms.act': act } = createAlarmHandlers(
      store,
      FLEET,
      createManualClock(NOW),
      () => undefined,
      NO_RECORDINGS,
    );
    const parameters = { text: 'seen again' };
    await act({ ids: [closed.id], action: 'note', parameters }, context);
    await store.write((cache) => cache.forgetAlarms(NOW - 14 * 24 * HOUR));
    const kept = numbers(page({ view: 'history', beforeMs: NOW - 6 * 60_000 }).rows);
    expect(kept.toSorted((one, other) => one - other)).toEqual([8, 9]);
  });
});

describe('vehicles that alarm', () => {
  it('are told by their places, of each the most urgent that is announced, and only those that a stream knows', async () => {
    await applyAll(store, [upsert({ ...row(10, { ...acknowledged, priority: 'medium' }), vehicleId: '1' })]);
    const { 'alarms.vehicles': vehicles } = createAlarmHandlers(
      store,
      FLEET,
      createManualClock(NOW),
      () => undefined,
      NO_RECORDINGS,
    );
    expect(await vehicles({}, context)).toEqual({
      streamId: 7,
      vehicles: [{ slot: 3, priority: 'medium', isAcknowledged: true }],
    });
  });

  it('are found by the priorities of what is announced of them', () => {
    const ids = (...alarms: ('critical' | 'high' | 'low')[]) =>
      store.read((cache) => cache.vehicles.ids({ alarms }).toSorted());
    expect(ids('critical')).toEqual(['2']);
    expect(ids('critical', 'high', 'low')).toEqual(['1', '2', '3']);
  });
});

describe('actions', () => {
  const act = (ids: string[], action: 'acknowledge' | 'shelve' | 'reset', parameters = {}) =>
    createAlarmHandlers(store, FLEET, createManualClock(NOW), () => undefined, NO_RECORDINGS)['alarms.act'](
      { ids, action, parameters },
      context,
    );
  const get = (n: number) => store.read(({ alarms }) => alarms.get(uuid(n), NOW));

  it('are kept and shown at once, one by one, and refused by the same machine as the server’s', async () => {
    const { results } = await act([uuid(1), uuid(4), uuid(404)], 'acknowledge', { note: 'seen' });
    expect(results).toMatchObject([
      { result: 'kept' },
      { result: 'kept' },
      { result: 'refused', reason: { code: 'not-found' } },
    ]);
    expect(get(1)).toMatchObject({ state: 'active-acknowledged', unsent: 'queued', acknowledgedNote: 'seen' });
    // It had returned: with that it is closed.
    expect(get(4)).toMatchObject({ state: 'closed', unsent: 'queued' });
    expect((await act([uuid(2)], 'reset')).results).toMatchObject([{ reason: { code: 'illegal-action' } }]);
    expect((await act([uuid(2)], 'shelve', { until: iso(NOW + HOUR) })).results).toMatchObject([
      { reason: { code: 'invalid-value', field: 'reason' } },
    ]);
    expect(get(2)).toMatchObject({ unsent: null, isShelved: false });
  });
});

describe('rules', () => {
  it('are listed with how many of their alarms stand, and read whole', async () => {
    const speed = { kind: 'speed', aboveMetresPerSecond: 25, deadbandMetresPerSecond: 3 } as const;
    const rules = [
      newAlarmRule(RULE_ID, ruleFields(speed, { state: 'live' }), iso(NOW)),
      newAlarmRule(uuid(99), ruleFields({ kind: 'silent', afterSeconds: 300 }, { name: 'Silent' }), iso(NOW)),
    ];
    await applyAll(
      store,
      rules.map((rule) => ({ op: 'upsert', entity: 'alarm-rule', id: rule.id, version: 1, row: rule })),
    );
    const list = (filter = {}) =>
      store.read(({ alarmRules }) =>
        alarmRules.page({ filter, sort: { by: 'name', direction: 'ascending' }, offset: 0, limit: 10 }),
      );
    expect(list().rows.map(({ name, standing }) => [name, standing])).toEqual([
      ['Silent', 1],
      ['Too fast', 6],
    ]);
    expect(list({ states: ['live'], kinds: ['speed'], text: 'fast' })).toMatchObject({ total: 1 });
    expect(store.read(({ alarmRules }) => alarmRules.get(RULE_ID))).toEqual({ ...rules[0], unsent: null, standing: 6 });
  });

  it('and alarms are found by a search', () => {
    const found = store.read(({ search }) => search.all('bus-2', 5, NOW)).alarms;
    expect(found).toMatchObject([{ id: uuid(2), subject: 'BUS-2', match: 'exact' }]);
  });
});
