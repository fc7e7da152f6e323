import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../../../backend/database/database.ts';
import { type Actor, type FieldValues, type Handover, handover, unsentText } from '../../../../shared/domain/index.ts';
import { putAlarms, raisedAlarm } from '../../../support/alarm-fixtures.ts';
import { insertRows } from '../../../support/business-rows.ts';
import { migratedDatabase } from '../../../support/database.ts';
import { actionOn, creation, removalOf } from '../../../support/edits.ts';
import { createPusher } from '../../../support/mutation-pusher.ts';

const ada: Actor = { subject: 'ada', roles: ['supervisor'] };
const bea: Actor = { subject: 'bea', roles: ['supervisor'] };
const clerk: Actor = { subject: 'clerk', roles: ['billing'] };

let database: Database;
const pusherOf = (actor: Actor) => createPusher(database, { actor });
beforeAll(async () => {
  database = await migratedDatabase();
  await insertRows(database, { vehicles: 2, missions: 1 });
});
afterAll(() => database.close());

async function drafted(actor = ada): Promise<Handover> {
  const shift = { shiftFrom: '2026-03-01T06:00:00.000Z', shiftTo: '2026-03-01T14:00:00.000Z' };
  const { id } = await pusherOf(actor).made(creation('handover', { ...shift, leavingBy: actor.subject }));
  return rowOf(id);
}
const rowOf = async (id: string): Promise<Handover> => handover.parse(await pusherOf(ada).row('handover', id));
const act = (row: Handover, action: string, parameters: FieldValues = {}, actor = ada) =>
  pusherOf(actor).outcome(actionOn('handover', { ...row }, action, parameters));
const itemsOf = async ({ id }: Handover) =>
  (await rowOf(id)).items.map(({ key, group, times, settledAt }) => [key, group, times, settledAt !== null]);

it('what stands is gathered, comes back until it is settled, and is signed by another', async () => {
  const alarm = raisedAlarm({ subjectId: '1', vehicleId: '1' });
  await putAlarms(database, alarm);
  const { id: incidentId } = await pusherOf(ada).made(creation('incident', { title: 'Ice', priority: 'low' }));
  await database.query(
    `update missions set status = 'planned', planned_start_at = now() - interval '1 hour', planned_end_at = now(), actual_start_at = null,
       actual_end_at = null where id = 1`,
  );
  const arrived = creation('geofence', {
    ...{ name: 'Yard', kind: 'depot' },
    geometry: '{"type":"Circle","center":[2,48],"radiusMetres":100}',
  });
  await pusherOf({ subject: 'root', roles: ['administrator'] }).made(arrived);
  const unsent = unsentText([
    { key: 'edit/0198a000-0000-7000-8000-00000000000a', label: 'Yard', sinceAt: null },
    { key: `edit/${arrived.mutationId}`, label: 'arrived meanwhile', sinceAt: null },
  ]);

  const first = await drafted();
  const about = { key: `incident/${incidentId}`, group: 'incident', label: 'Ice' };
  expect(await act(first, 'remark', { ...about, text: 'salt is ordered' })).toBe('applied');
  expect(await act(first, 'remark', { ...about, text: 'no' }, bea)).toBe('rejected: forbidden');
  expect(await act(first, 'describe', { text: 'A quiet shift' })).toBe('applied');
  expect(await act(first, 'sign', {}, bea)).toBe('rejected: illegal-action');
  expect(await act(first, 'hand-over', { unsent })).toBe('applied');
  expect(await itemsOf(first)).toEqual([
    [`alarm/${alarm.id}`, 'alarm-open', 0, false],
    [`incident/${incidentId}`, 'incident', 0, false],
    ['mission/1', 'mission-late', 0, false],
    ['edit/0198a000-0000-7000-8000-00000000000a', 'edit', 0, false],
  ]);
  expect(await act(first, 'describe', { text: 'No, not quiet' })).toBe('rejected: frozen');
  expect(await act(first, 'sign', {})).toBe('rejected: four-eyes');
  expect(await act(first, 'sign', { text: 'read' }, bea)).toBe('applied');
  expect(await act(first, 'sign', {}, bea)).toBe('rejected: decided');
  expect(await rowOf(first.id)).toMatchObject({
    ...{ state: 'signed', number: 1, leavingBy: 'ada', remark: 'A quiet shift', signedBy: 'bea', signedNote: 'read' },
    remarks: { [about.key]: { text: 'salt is ordered' } },
  });

  // The next shift: the mission begins, the person settles the edit by hand; two drafts at the same time lose nothing.
  await database.query(`update missions set status = 'cancelled' where id = 1`);
  const [second, third] = [await drafted(bea), await drafted(ada)];
  const edit = { key: 'edit/0198a000-0000-7000-8000-00000000000a', group: 'edit', label: 'Yard' };
  expect(await act(second, 'remark', { ...edit, text: 'entered anew', isSettled: true }, bea)).toBe('applied');
  expect(await act(second, 'hand-over', {}, bea)).toBe('applied');
  expect(await itemsOf(second)).toEqual([
    [`alarm/${alarm.id}`, 'alarm-open', 1, false],
    [`incident/${incidentId}`, 'incident', 1, false],
    ['mission/1', 'mission-late', 1, true],
    [edit.key, 'edit', 1, false],
  ]);
  expect(await act(third, 'hand-over', {})).toBe('applied');
  expect(await itemsOf(third)).toEqual([
    [`alarm/${alarm.id}`, 'alarm-open', 2, false],
    [`incident/${incidentId}`, 'incident', 2, false],
  ]);
  expect((await rowOf(third.id)).number).toBe(3);
});

it('no program changes what was handed over, or signs for the one who leaves', async () => {
  const row = await drafted();
  const removed = await drafted();
  expect(await pusherOf(bea).outcome(removalOf('handover', { ...removed }))).toBe('rejected: forbidden');
  expect(await pusherOf(ada).outcome(removalOf('handover', { ...removed }))).toBe('applied');
  expect(await act(row, 'hand-over', { unsent: '{' })).toBe('rejected: invalid-value');
  expect(await act(row, 'hand-over')).toBe('applied');
  const update = (what: string) => database.query(`update handovers set ${what} where id = $1`, [row.id]);
  await expect(update(`remark = 'other'`)).rejects.toThrow(/stays as it was/);
  await expect(update(`state = 'signed', signed_by = 'ada', signed_at = now()`)).rejects.toThrow(/four_eyes/);
  await update(`state = 'signed', signed_by = 'bea', signed_at = now()`);
  await expect(update(`signed_by = 'cyd'`)).rejects.toThrow(/stays as it was/);
  await expect(database.query('delete from handovers where id = $1', [row.id])).rejects.toThrow(/history/);
  const signed = await rowOf(row.id);
  expect(await pusherOf(ada).outcome(removalOf('handover', { ...signed }))).toBe('rejected: frozen');
  const forSomebody = { shiftFrom: row.shiftFrom, shiftTo: row.shiftTo, leavingBy: 'bea' };
  expect(await pusherOf(ada).outcome(creation('handover', forSomebody))).toBe('rejected: forbidden');
  expect(await pusherOf(clerk).outcome(creation('handover', { ...forSomebody, leavingBy: 'clerk' }))).toBe(
    'rejected: forbidden',
  );
});
