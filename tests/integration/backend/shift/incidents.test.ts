import { afterAll, beforeAll, expect, it } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { systemClock } from '../../../../backend/clock.ts';
import type { Database } from '../../../../backend/database/database.ts';
import { WHOLE } from '../../../../backend/database/scope.ts';
import { DocumentMaker } from '../../../../backend/documents/document-maker.ts';
import { createAlarmDesk } from '../../../../backend/services/alarms/alarm-desk.ts';
import { DocumentsService } from '../../../../backend/services/documents-service.ts';
import { incident, type Actor, type FieldValues, type Incident } from '../../../../shared/domain/index.ts';
import { putAlarms, raisedAlarm } from '../../../support/alarm-fixtures.ts';
import { insertRows } from '../../../support/business-rows.ts';
import { migratedDatabase } from '../../../support/database.ts';
import { actionOn, creation, patchOf, removalOf } from '../../../support/edits.ts';
import { createPusher } from '../../../support/mutation-pusher.ts';

const olga: Actor = { subject: 'olga', roles: ['dispatcher'] };
const sam: Actor = { subject: 'sam', roles: ['supervisor'] };
const clerk: Actor = { subject: 'clerk', roles: ['billing'] };
const FIELDS = { title: 'Roadworks on line 3', priority: 'high' };

let database: Database;
const pusherOf = (actor: Actor) => createPusher(database, { actor });
beforeAll(async () => {
  database = await migratedDatabase();
  await insertRows(database, { vehicles: 2, missions: 2 });
});
afterAll(() => database.close());

async function opened(): Promise<Incident> {
  const { id } = await pusherOf(olga).made(creation('incident', FIELDS));
  return rowOf(id);
}
const rowOf = async (id: string): Promise<Incident> => incident.parse(await pusherOf(olga).row('incident', id));
const act = (row: Incident, action: string, parameters: FieldValues = {}, actor = olga) =>
  pusherOf(actor).outcome(actionOn('incident', { ...row }, action, parameters));
const told = ({ entries }: Incident) => entries.map(({ kind, what, text, by }) => [kind, what, text, by]);

it('an incident is opened when its writer did so, and its timeline tells what was changed of it', async () => {
  const row = await opened();
  // The time of the desktop, which the tests set to March 2026.
  expect(row).toMatchObject({ status: 'open', openedAt: '2026-03-01T00:00:00.000Z', openedBy: 'olga', owner: null });
  const changed = { owner: 'sam', deadline: '2026-03-01T12:00:00.000Z', title: 'Roadworks' };
  expect(await pusherOf(sam).outcome(patchOf('incident', { ...row }, changed))).toBe('applied');
  expect(told(await rowOf(row.id))).toEqual([
    ['opened', null, 'Roadworks on line 3', 'olga'],
    ['changed', 'title', 'Roadworks', 'sam'],
    ['changed', 'owner', 'sam', 'sam'],
    ['changed', 'deadline', '2026-03-01T12:00:00.000Z', 'sam'],
  ]);
});

it('it goes its way; a step from a status that was not looked at is a conflict, and a note never is', async () => {
  const row = await opened();
  expect(await act(row, 'watch')).toBe('applied');
  expect(await act(row, 'close', { text: 'over' }, sam)).toBe('conflict: status');
  expect(await act(row, 'note', { text: 'police on the spot' }, sam)).toBe('applied');
  const watched = await rowOf(row.id);
  expect(await act(watched, 'close', { text: 'road is free' })).toBe('applied');
  // Somebody else closed it too: what they wrote is kept.
  expect(await act(watched, 'close', { text: 'all left' }, sam)).toBe('applied');
  const closed = await rowOf(row.id);
  expect(closed).toMatchObject({ status: 'closed', closedAt: '2026-03-01T00:00:00.000Z' });
  expect(told(closed).slice(1)).toEqual([
    ['watched', null, null, 'olga'],
    ['note', null, 'police on the spot', 'sam'],
    ['closed', null, 'road is free', 'olga'],
    ['note', null, 'all left', 'sam'],
  ]);
  expect(await act(closed, 'watch')).toBe('rejected: illegal-action');
  expect(await pusherOf(olga).outcome(removalOf('incident', { ...closed }))).toBe('rejected: not-editable');
  const events = await database.query<{ type: string }>(
    `select type from event_log where entity_id = $1 and type not like '%.changed' order by seq`,
    [row.id],
  );
  expect(events.map(({ type }) => type)).toEqual(['incident.created', 'incident.watched', 'incident.closed']);
});

it('its timeline fills itself with its alarms and missions, whoever writes them, until it is closed', async () => {
  const row = await opened();
  const alarm = raisedAlarm({ subjectId: '1', vehicleId: '1' });
  await putAlarms(database, alarm);
  const desk = createAlarmDesk(
    () => systemClock.nowMs(),
    () => Promise.resolve(0),
  );
  expect(await act(row, 'attach', { kind: 'alarm', id: alarm.id })).toBe('applied');
  expect(await act(row, 'attach', { kind: 'vehicle', id: '1' })).toBe('applied');
  expect(await act(row, 'attach', { kind: 'mission', id: '1' })).toBe('applied');
  expect(await act(row, 'attach', { kind: 'mission', id: '999' })).toBe('rejected: reference-missing');
  const acknowledged = actionOn('alarm', { ...alarm }, 'acknowledge', { note: 'called' });
  expect(await createPusher(database, { actor: sam, alarms: desk }).outcome(acknowledged)).toBe('applied');
  await database.query(`update missions set status = 'cancelled' where id = 1`);
  const gathered = await rowOf(row.id);
  expect(gathered.subjects).toEqual([
    { kind: 'alarm', id: alarm.id },
    { kind: 'vehicle', id: '1' },
    { kind: 'mission', id: '1' },
  ]);
  const itself = gathered.entries.filter(({ kind }) => kind === 'alarm' || kind === 'mission');
  expect(itself.map(({ kind, what, by }) => [kind, what, by])).toEqual(
    expect.arrayContaining([
      ['alarm', 'raised', null],
      ['alarm', 'acknowledged', 'sam'],
      ['mission', 'cancelled', null],
    ]),
  );
  expect(await act(gathered, 'close', { text: 'over' })).toBe('applied');
  const before = (await rowOf(row.id)).entries.length;
  await database.query(`update missions set status = 'planned' where id = 1`);
  expect((await rowOf(row.id)).entries).toHaveLength(before);

  const maker = new DocumentMaker(systemClock);
  const documents = new DocumentsService(systemClock, maker);
  const reader = { scope: WHOLE, query: database.query.bind(database) } as Parameters<typeof documents.incident>[0];
  for (const language of ['fr', 'en'] as const) {
    const file = await documents.incident(reader, row.id, language);
    expect(file).toMatchObject({ name: 'Roadworks on line 3.pdf', mediaType: 'application/pdf' });
    expect(
      Buffer.from(file?.content as Uint8Array)
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
  }
  expect(await documents.incident(reader, uuidv7(), 'en')).toBeUndefined();
  await maker.close();
});

it('no program changes what was written, and who keeps no log is refused', async () => {
  const row = await opened();
  await expect(database.query('update incident_entries set text = $1', ['other'])).rejects.toThrow(/only ever added/);
  await expect(database.query('delete from incidents where id = $1', [row.id])).rejects.toThrow(/only ever added/);
  expect(await act(row, 'note', { text: 'hello' }, clerk)).toBe('rejected: forbidden');
  expect(await pusherOf(clerk).outcome(creation('incident', FIELDS))).toBe('rejected: forbidden');
});
