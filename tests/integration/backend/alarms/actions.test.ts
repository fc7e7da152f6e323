import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../../backend/database/database.ts';
import { archiveAlarms } from '../../../../backend/services/alarms/archive-alarms.ts';
import { createAlarmDesk } from '../../../../backend/services/alarms/alarm-desk.ts';
import { ChangeLog } from '../../../../backend/sync/change-log.ts';
import { pullPage } from '../../../../shared/api/index.ts';
import {
  type Actor,
  type Alarm,
  type AlarmRecord,
  alarmRuleText,
  foldAlarm,
  geometryText,
  type FieldValues,
} from '../../../../shared/domain/index.ts';
import { occurrenceOf, putAlarms, raisedAlarm, ruleFields } from '../../../support/alarm-fixtures.ts';
import { migratedDatabase } from '../../../support/database.ts';
import { actionOn, creation, patchOf, removalOf } from '../../../support/edits.ts';
import { createPusher, type MutationPusher } from '../../../support/mutation-pusher.ts';

const NOW = Date.UTC(2026, 2, 1, 8);
const UNTIL = '2026-03-01T10:00:00.000Z';
const olga: Actor = { subject: 'olga', roles: ['dispatcher'] };
const sam: Actor = { subject: 'sam', roles: ['supervisor'] };
const clerk: Actor = { subject: 'clerk', roles: ['billing', 'validator'] };

let database: Database;
let raises = 0;
const pusherOf = (actor: Actor): MutationPusher =>
  createPusher(database, {
    actor,
    alarms: createAlarmDesk(
      () => NOW,
      () => Promise.resolve(raises),
    ),
  });
beforeAll(async () => {
  database = await migratedDatabase();
});
afterAll(() => database.close());

async function put(over: Parameters<typeof raisedAlarm>[0] = {}): Promise<Alarm> {
  const alarm = raisedAlarm(over);
  await putAlarms(database, alarm);
  return alarm;
}
const act = (alarm: Alarm, action: string, parameters: FieldValues = {}, actor = olga) =>
  pusherOf(actor).outcome(actionOn('alarm', { ...alarm }, action, parameters));
const rowOf = async (id: string) => (await pusherOf(olga).row('alarm', id)) as AlarmRecord;
const eventsOf = async (id: string) =>
  (
    await database.query<{ type: string; actor: string }>(
      'select type, actor from event_log where entity_id = $1 order by seq',
      [id],
    )
  ).map(({ type, actor }) => `${type} ${actor}`);

describe('an action on an alarm', () => {
  it('writes its line, changes the row by the machine, and is told as what it is', async () => {
    const alarm = await put();
    expect(await act(alarm, 'acknowledge', { note: 'called the driver' })).toBe('applied');
    const after = await rowOf(alarm.id);
    expect(after).toMatchObject({
      ...{ acknowledgedBy: 'olga', acknowledgedAt: new Date(NOW).toISOString(), acknowledgedNote: 'called the driver' },
      ...{ closedAt: null, returnedAt: null },
    });
    expect(after.journal.map(({ kind, by }) => [kind, by])).toEqual([
      ['raised', null],
      ['acknowledged', 'olga'],
    ]);
    // What it is follows from its journal.
    const folded = foldAlarm(
      occurrenceOf(alarm),
      after.journal.map((line) => ({ ...line, alarmId: alarm.id })),
    );
    expect(after).toMatchObject({ ...folded });
    const [raised = '', ...then] = await eventsOf(alarm.id);
    expect(raised).toMatch(/^alarm\.raised database:/);
    expect(then).toEqual(['alarm.acknowledged olga']);
  });

  it('that another has taken already is applied as nothing, and both are in the journal', async () => {
    const alarm = await put({ subjectId: '2' });
    expect(await act(alarm, 'acknowledge', {}, sam)).toBe('applied');
    expect(await act(alarm, 'acknowledge', { note: 'me too' })).toBe('applied');
    const row = await rowOf(alarm.id);
    expect(row).toMatchObject({ acknowledgedBy: 'sam', acknowledgedNote: null });
    expect(row.journal.map(({ by }) => by)).toEqual([null, 'sam', 'olga']);
  });

  it('is refused with the reason where it makes no sense, or is told wrongly', async () => {
    const alarm = await put({ subjectId: '3' });
    expect(await act(alarm, 'shelve', { until: UNTIL })).toBe('rejected: invalid-value');
    expect(await act(alarm, 'reset')).toBe('rejected: illegal-action');
    expect(await act(alarm, 'snooze')).toBe('rejected: illegal-action');
    expect(await act(alarm, 'acknowledge', {}, clerk)).toBe('rejected: forbidden');
    expect(await act({ ...alarm, raisedAt: UNTIL }, 'acknowledge')).toBe('rejected: illegal-action');
    expect(await act(raisedAlarm(), 'acknowledge')).toBe('rejected: not-found');
    expect(await act(alarm, 'shelve', { until: UNTIL, reason: 'roadworks' })).toBe('applied');
    expect(await rowOf(alarm.id)).toMatchObject({ shelvedBy: 'olga', shelvedUntil: UNTIL, acknowledgedAt: null });
    expect(await act(alarm, 'unshelve', {}, sam)).toBe('applied');
    expect(await act(alarm, 'note', { text: 'the light was red' })).toBe('applied');
    expect(await rowOf(alarm.id)).toMatchObject({
      shelvedUntil: null,
      notes: [{ by: 'olga', text: 'the light was red' }],
    });
  });
});

describe('the database', () => {
  it('lets no program close an alarm that is active or unacknowledged, unsay what happened, or raise twice', async () => {
    const alarm = await put({ subjectId: '4' });
    const change = (sql: string) => database.query(`update alarms set ${sql} where id = $1`, [alarm.id]);
    await expect(change('closed_at = now()')).rejects.toThrow(/alarms_closed/);
    await expect(change(`raised_at = now()`)).rejects.toThrow(/stays as it was/);
    await act(alarm, 'acknowledge');
    await expect(change('acknowledged_at = null, acknowledged_by = null')).rejects.toThrow(/stays as it was/);
    await expect(database.query('delete from alarms')).rejects.toThrow(/is not removed/);
    await expect(database.query('truncate alarms')).rejects.toThrow();
    for (const sql of ["update alarm_events set note = ''", 'delete from alarm_events', 'truncate alarm_events'])
      await expect(database.query(sql)).rejects.toThrow(/only ever added to/);
    const before = await database.query('select from alarms');
    await putAlarms(database, raisedAlarm({ subjectId: '4' }));
    expect(await database.query('select from alarms')).toHaveLength(before.length);
  });

  it('moves to the archive what desktops need no more, with its journal, and nothing else', async () => {
    const alarm = await put({ subjectId: '5', raisedAt: '2026-02-01T06:30:00.000Z' });
    await act(alarm, 'acknowledge');
    await database.query(
      "update alarms set returned_at = '2026-02-02T00:00Z', closed_at = '2026-02-02T00:00Z' where id = $1",
      [alarm.id],
    );
    const standing = await database.query<{ count: number }>(
      'select count(*)::int as count from alarms where closed_at is null',
    );
    const told = await eventsOf(alarm.id);
    expect(await archiveAlarms(database, Date.UTC(2026, 1, 15))).toBe(0);
    expect(await archiveAlarms(database, Date.UTC(2026, 1, 17))).toBe(1);
    expect(await database.query('select count(*)::int as count from alarms')).toEqual(standing);
    expect(await database.query('select id from alarm_archive')).toEqual([{ id: alarm.id }]);
    expect(await database.query('select from alarm_events where alarm_id = $1', [alarm.id])).toHaveLength(2);
    expect(await eventsOf(alarm.id)).toEqual(told);
  });

  it('gives desktops rows that they can read, and older ones nothing of alarms', async () => {
    const [epoch] = await database.query<{ epoch: string }>('select epoch from sync_meta');
    const log = new ChangeLog(database, epoch?.epoch ?? '');
    const kinds = async (...entities: Parameters<typeof log.read>[2] & object) => {
      const { changes, ...page } = await log.read(undefined, 1000, entities);
      const text = `{"epoch":"e","serverTime":"2026-03-01T06:30:00.000Z","cursor":"c","changes":[${changes.join(',')}]}`;
      const read = pullPage.parse({ ...page, ...(JSON.parse(text) as object) });
      return new Set(read.changes.map(({ entity }) => entity));
    };
    expect(await kinds('alarm', 'alarm-rule', 'vehicle')).toContain('alarm');
    expect(await kinds('vehicle', 'mission')).not.toContain('alarm');
  });
});

describe('a rule of alarms', () => {
  const speed = { kind: 'speed', aboveMetresPerSecond: 25, deadbandMetresPerSecond: 3 } as const;

  it('is made, changed and removed by supervisors, and merges as other rows do', async () => {
    const pusher = pusherOf(sam);
    const made = await pusher.made(
      creation('alarm-rule', ruleFields(speed, { 'guidance.response': 'Call the driver' })),
    );
    const rule = await pusher.row('alarm-rule', made.id);
    expect(rule).toMatchObject({
      state: 'draft',
      parameters: speed,
      guidance: { cause: '', response: 'Call the driver' },
    });
    const slower = alarmRuleText('parameters', { ...speed, aboveMetresPerSecond: 20 });
    expect(
      await pusher.outcome(patchOf('alarm-rule', { ...rule }, { parameters: slower, 'guidance.cause': 'Late' })),
    ).toBe('applied');
    // What somebody changed who saw the old limit is for a person to settle; a name is not.
    expect(await pusher.outcome(patchOf('alarm-rule', { ...rule }, { onDelaySeconds: 5 }))).toBe(
      'conflict: parameters',
    );
    expect(await pusher.outcome(patchOf('alarm-rule', { ...rule }, { name: 'Faster' }))).toBe('applied');
    const now = await pusher.row('alarm-rule', made.id);
    expect(now).toMatchObject({
      name: 'Faster',
      parameters: { aboveMetresPerSecond: 20 },
      guidance: { cause: 'Late' },
    });
    expect(await pusherOf(olga).outcome(patchOf('alarm-rule', { ...now }, { name: 'Mine' }))).toBe(
      'rejected: forbidden',
    );
    expect(await pusher.outcome(patchOf('alarm-rule', { ...now }, { parameters: '{"kind":"speed"}' }))).toBe(
      'rejected: invalid-value',
    );
    expect(await pusher.outcome(removalOf('alarm-rule', { ...now }))).toBe('applied');
  });

  it('names geofences that are there, and keeps them from being removed', async () => {
    const pusher = pusherOf({ subject: 'root', roles: ['administrator'] });
    const geometry = geometryText({ type: 'Circle', center: [4.8, 45.7], radiusMetres: 250 });
    const fence = creation('geofence', { name: 'Depot', kind: 'depot', geometry });
    const rule = creation('alarm-rule', ruleFields({ kind: 'geofence-enter', geofenceIds: [fence.id] }));
    expect(await pusher.outcome(rule)).toBe('rejected: reference-missing');
    await pusher.made(fence);
    const again = await pusher.made(creation('alarm-rule', rule.fields));
    const row = await pusher.row('geofence', fence.id);
    expect(await pusher.outcome(removalOf('geofence', { ...row }))).toBe('rejected: referenced');
    await pusher.made(removalOf('alarm-rule', { ...(await pusher.row('alarm-rule', again.id)) }));
    expect(await pusher.outcome(removalOf('geofence', { ...row }))).toBe('applied');
  });

  it('that would raise more alarms at once than anybody can look at goes live only where the number is confirmed', async () => {
    const pusher = pusherOf(sam);
    const made = await pusher.made(creation('alarm-rule', ruleFields(speed)));
    const rule = { ...(await pusher.row('alarm-rule', made.id)) };
    raises = 12_000;
    expect(await pusher.outcome(patchOf('alarm-rule', rule, { state: 'live' }))).toBe('rejected: would-flood');
    expect(await pusher.one(actionOn('alarm-rule', rule, 'go-live'))).toMatchObject({
      reason: { code: 'would-flood', detail: expect.stringContaining('12000') as string },
    });
    expect(await pusher.outcome(actionOn('alarm-rule', rule, 'go-live', { confirmedAlarms: 500 }))).toBe(
      'rejected: would-flood',
    );
    expect(await pusher.outcome(actionOn('alarm-rule', rule, 'go-live', { confirmedAlarms: 12_000 }))).toBe('applied');
    expect(await pusher.row('alarm-rule', made.id)).toMatchObject({ state: 'live' });
    raises = 0;
  });
});
