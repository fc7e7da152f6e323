import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChangedBetween, ChangeWatch } from '../../../../backend/bus/change-watch.ts';
import type { Database } from '../../../../backend/database/database.ts';
import { createAlarmDesk } from '../../../../backend/services/alarms/alarm-desk.ts';
import { AlarmService } from '../../../../backend/services/alarms/alarm-service.ts';
import { SupervisionService } from '../../../../backend/services/supervision-service.ts';
import {
  type AlarmRecord,
  alarmRecord,
  alarmRuleText,
  type AlarmParameters,
  type FieldValues,
} from '../../../../shared/domain/index.ts';
import { ENTITY_TABLES } from '../../../../backend/sync/entity-tables.ts';
import { ruleFields } from '../../../support/alarm-fixtures.ts';
import { migratedDatabase } from '../../../support/database.ts';
import { actionOn, creation, patchOf, removalOf } from '../../../support/edits.ts';
import { createManualClock, type ManualClock } from '../../../support/manual-clock.ts';
import { createPusher, type MutationPusher } from '../../../support/mutation-pusher.ts';
import { silentLog } from '../../../support/silent-log.ts';

/** The evaluation around a fleet of ten buses, on a clock that the test moves. */
const SPEED = { kind: 'speed', aboveMetresPerSecond: 25, deadbandMetresPerSecond: 3 } as const;
let database: Database;
let clock: ManualClock;
let supervision: SupervisionService;
let pusher: MutationPusher;
let changed: (between: ChangedBetween) => void;
const running: AlarmService[] = [];

beforeAll(async () => {
  database = await migratedDatabase();
  await database.query(
    `insert into vehicles (code, kind, line) select 'BUS-' || i, 'bus', 'L1' from generate_series(1, 10) as i`,
  );
});
afterAll(() => database.close());

beforeEach(async () => {
  clock = createManualClock(Date.UTC(2026, 2, 1, 8));
  await database.execute(`alter table alarm_events disable trigger all; alter table alarms disable trigger all;
    delete from alarm_events; delete from alarms; alter table alarm_events enable trigger all; alter table alarms enable trigger all;
    delete from alarm_rules; update alarm_evaluator set held_until = '-infinity'`);
  newFleet();
  pusher = createPusher(database, {
    alarms: createAlarmDesk(
      () => clock.nowMs(),
      (...asked) => running.at(-1)?.countNow(...asked) ?? Promise.resolve(0),
    ),
  });
});
afterEach(async () => {
  for (const service of running.splice(0)) await service.stop();
  supervision.stop();
});

/** As a process that has just started: nothing is known of any position. */
function newFleet(): void {
  supervision = new SupervisionService(clock, () => 0.5);
  for (let n = 1; n <= 10; n += 1) supervision.know({ id: String(n), code: `BUS-${n}`, kind: 'bus' });
  supervision.start();
}

async function started(holder = 'one'): Promise<AlarmService> {
  const changes = { subscribe: (listener: typeof changed) => ((changed = listener), () => undefined) };
  const service = new AlarmService({
    ...{ database, supervision, clock, log: silentLog, holder, defaultSubsidiary: 'main' },
    changes: changes as unknown as ChangeWatch,
  });
  running.push(service);
  service.start();
  await service.look();
  return service;
}

/** A second passes, in which buses report their speeds. */
async function second(service: AlarmService, speeds: Readonly<Record<number, number>> = {}): Promise<void> {
  const fixes = Object.entries(speeds).map(([n, speed]) => ({
    ...{ vehicle: `BUS-${n}`, longitude: 4.8 + Number(n) / 100, latitude: 45.7, observedAtMs: clock.nowMs() },
    ...{ speedMetresPerSecond: speed, headingDegrees: 90 },
  }));
  supervision.ingest(fixes);
  clock.advance(1000);
  await service.look();
}
const all = async (): Promise<AlarmRecord[]> => {
  const rows = await database.query<{ body: string }>(
    `select ${ENTITY_TABLES.alarm.rowJson} as body from alarms order by raised_at, subject_id`,
  );
  return rows.map(({ body }) => alarmRecord.parse(JSON.parse(body)));
};
/** The service has read what somebody has changed. */
async function seen(service: AlarmService): Promise<void> {
  changed({ from: '0', upTo: '9223372036854775807' });
  await service.look();
}
const rule = (parameters: AlarmParameters, over: FieldValues = {}) =>
  pusher.made(creation('alarm-rule', ruleFields(parameters, { state: 'live', ...over })));
const told = async () =>
  (await database.query<{ type: string }>("select type from event_log where entity = 'alarm' order by seq")).map(
    ({ type }) => type,
  );

describe('the evaluation', () => {
  it('raises what begins, returns what ends, and tells both as what they are', async () => {
    await rule(SPEED);
    const before = (await told()).length;
    const service = await started();
    await second(service, { 1: 20, 2: 31 });
    await second(service, { 1: 20, 2: 30 });
    expect(await all()).toMatchObject([
      {
        ...{ ruleName: 'Too fast', kind: 'speed', subjectKind: 'vehicle', subjectId: '2', vehicleId: '2', limit: 25 },
        ...{ returnedAt: null, acknowledgedAt: null, closedAt: null, line: 'L1', late: false },
        journal: [{ kind: 'raised', by: null }],
      },
    ]);
    // Within the deadband it is still too fast.
    await second(service, { 2: 24 });
    expect(await all()).toMatchObject([{ returnedAt: null }]);
    await second(service, { 2: 15 });
    const [alarm] = await all();
    expect(alarm).toMatchObject({ closedAt: null, journal: [{ kind: 'raised' }, { kind: 'returned', by: null }] });
    expect(alarm?.returnedAt).not.toBeNull();
    expect((await told()).slice(before)).toEqual(['alarm.raised', 'alarm.returned']);
    // One that comes back is another.
    await second(service, { 2: 33 });
    expect((await all()).map(({ returnedAt }) => returnedAt === null)).toEqual([false, true]);
  });

  it('follows rules as they are made, changed, switched off and removed', async () => {
    const service = await started();
    await second(service, { 1: 31, 2: 31 });
    const made = await rule(SPEED);
    await seen(service);
    await second(service, { 1: 31, 2: 31 });
    expect(await all()).toHaveLength(2);
    const row = async () => ({ ...(await pusher.row('alarm-rule', made.id)) });
    const only = alarmRuleText('scope', { vehicleKinds: [], depots: [], lines: [], vehicleIds: ['1'] });
    await pusher.made(patchOf('alarm-rule', await row(), { scope: only }));
    await seen(service);
    await second(service, { 1: 31, 2: 31 });
    const active = async () =>
      (await all()).filter(({ returnedAt }) => returnedAt === null).map(({ subjectId }) => subjectId);
    // What the rule had raised as it was has returned, also where the changed one raises the same at once.
    expect(await active()).toEqual(['1']);
    expect(await all()).toHaveLength(3);
    await pusher.made(removalOf('alarm-rule', await row()));
    await seen(service);
    await second(service, { 1: 31, 2: 31 });
    expect(await active()).toEqual([]);
    expect((await all()).every(({ ruleName }) => ruleName === 'Too fast')).toBe(true);
  });

  it('survives a restart: what stands is not raised again, what returned meanwhile returns, and what people did stays', async () => {
    await rule(SPEED);
    const first = await started();
    await second(first, { 1: 31, 2: 31, 3: 31 });
    const [one] = await all();
    expect(await pusher.outcome(actionOn('alarm', { ...one, id: one?.id ?? '' }, 'acknowledge'))).toBe('applied');
    // Killed, or asleep: its clock stands, and nothing is stopped or given back.
    const asleep = { clock, supervision };
    clock = createManualClock(clock.nowMs() + 20_000);
    newFleet();
    await database.execute("update alarm_evaluator set held_until = '-infinity'");
    const next = await started('two');
    await second(next, { 1: 31, 2: 15 });
    const alarms = await all();
    expect(alarms).toHaveLength(3);
    expect(alarms.map(({ subjectId, returnedAt }) => [subjectId, returnedAt === null])).toEqual([
      ['1', true],
      ['2', false],
      // Nothing was heard of it: it may still be so.
      ['3', true],
    ]);
    expect(alarms[0]).toMatchObject({ acknowledgedBy: 'tester' });
    // The first, had it only been asleep, finds that it is out of step and writes nothing.
    ({ clock, supervision } = asleep);
    await second(first, { 4: 31 });
    expect(first.isEvaluating).toBe(false);
    expect((await all()).filter(({ subjectId }) => subjectId === '4')).toEqual([]);
  });

  it('is done by one process of several, and another goes on where it ends', async () => {
    await rule(SPEED);
    const first = await started('one');
    const second_ = await started('two');
    expect([first.isEvaluating, second_.isEvaluating]).toEqual([true, false]);
    await second(first, { 1: 31 });
    await second_.look();
    expect(await all()).toHaveLength(1);
    await first.stop();
    clock.advance(4_000);
    await second_.look();
    expect(second_.isEvaluating).toBe(true);
    await second(second_, { 1: 15, 2: 31 });
    expect((await all()).map(({ subjectId, returnedAt }) => [subjectId, returnedAt === null])).toEqual([
      ['1', false],
      ['2', true],
    ]);
  });

  it('hides what a cause explains until the cause is gone, and ends shelves by the clock', async () => {
    const silent = ruleFields({ kind: 'silent', afterSeconds: 30 }, { name: 'Silent', state: 'live' });
    const kinds = alarmRuleText('suppressedByKinds', ['feed-down']);
    await pusher.made(creation('alarm-rule', { ...silent, suppressedByKinds: kinds }));
    await rule({ kind: 'feed-down', afterSeconds: 20 }, { name: 'Feed down' });
    const service = await started();
    await second(service, { 1: 5, 2: 5 });
    for (let n = 0; n < 40; n += 1) await second(service);
    const [feed, ...others] = await all();
    expect(feed).toMatchObject({ kind: 'feed-down', subjectKind: 'feed', suppressedBy: null });
    expect(others).toHaveLength(2);
    for (const other of others) expect(other).toMatchObject({ suppressedBy: 'cause', causeId: feed?.id });
    const until = new Date(clock.nowMs() + 10_000).toISOString();
    await pusher.made(actionOn('alarm', { ...feed, id: feed?.id ?? '' }, 'shelve', { until, reason: 'known' }));
    // Vehicle 1 is heard again, so the feed is up; vehicle 2 still is silent, and stands for itself a minute later.
    for (let n = 0; n < 75; n += 1) await second(service, { 1: 5 });
    const after = await all();
    expect(after.find(({ kind }) => kind === 'feed-down')).toMatchObject({
      ...{ shelvedUntil: null, shelvedBy: null },
      journal: [{ kind: 'raised' }, { kind: 'shelved' }, { kind: 'returned' }, { kind: 'shelf-ended', at: until }],
    });
    expect(after.find(({ subjectId }) => subjectId === '2')).toMatchObject({ suppressedBy: null, returnedAt: null });
  });

  it('says of a rule how many alarms it would raise at once, before it is live', async () => {
    const service = await started();
    await second(service, { 1: 31, 2: 31, 3: 15 });
    const draft = await pusher.made(creation('alarm-rule', ruleFields(SPEED)));
    const row = (await pusher.row('alarm-rule', draft.id)) as Parameters<AlarmService['countNow']>[1];
    expect(await service.countNow(database, row, null)).toBe(2);
    expect(await service.countNow(database, row, 'other')).toBe(0);
  });

  it('follows missions against their plans', async () => {
    await database.query(`insert into missions (reference, vehicle_id, planned_start_at, planned_end_at, status)
      values ('M-late', 1, '2026-03-01T07:00Z', '2026-03-01T09:00Z', 'planned')`);
    await rule({ kind: 'late-mission', latenessSeconds: 1800 }, { name: 'Late' });
    const service = await started();
    await second(service);
    const [mission] = await database.query<{ id: string }>(
      "select id::text as id from missions where reference = 'M-late'",
    );
    expect(await all()).toMatchObject([
      { kind: 'late-mission', subjectKind: 'mission', missionId: mission?.id, vehicleId: '1', returnedAt: null },
    ]);
    // Another process goes on with the one that stands.
    await service.stop();
    const next = await started('two');
    await second(next);
    expect((await all()).map(({ returnedAt }) => returnedAt)).toEqual([null]);
    await database.query("update missions set status = 'cancelled'");
    await seen(next);
    await second(next);
    expect((await all())[0]?.returnedAt).not.toBeNull();
    await database.query('delete from missions');
  });
});
