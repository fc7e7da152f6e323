import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../../../backend/database/database.ts';
import { ValidationClock } from '../../../../backend/services/validation/validation-clock.ts';
import type { Actor } from '../../../../shared/domain/index.ts';
import { migratedDatabase } from '../../../support/database.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { silentLog } from '../../../support/silent-log.ts';
import { SubmittedCycles } from '../../../support/submitted-cycles.ts';

const HOUR_MS = 3_600_000;
const ada: Actor = { subject: 'ada', roles: ['billing'] };
const boss: Actor = { subject: 'zoe', roles: ['administrator'] };
let database: Database;
let cycles: SubmittedCycles;

beforeAll(async () => {
  database = await migratedDatabase();
  cycles = await SubmittedCycles.in(database);
});
afterAll(() => database.close());

/** Two processes look at the same time. */
async function look(hours: number) {
  const clock = createManualClock(cycles.nowMs + hours * HOUR_MS);
  const clocks = [1, 2].map(() => new ValidationClock({ database, clock, log: silentLog }));
  const counts = await Promise.all(clocks.map((each) => each.look()));
  return counts.reduce((sum, count) => sum + count, 0);
}

it('reminds and escalates once, whoever looks, and the escalation gives others a say', async () => {
  const id = await cycles.submitted(ada);
  expect(await look(1)).toBe(0);
  expect(await look(48)).toBe(1);
  expect(await look(49)).toBe(0);
  expect(await cycles.act(await cycles.validationOf(id), 'approve', boss)).toBe('forbidden');
  expect(await look(72)).toBe(1);
  expect(await look(73)).toBe(0);
  const waiting = await cycles.validationOf(id);
  expect([waiting.remindedAt, waiting.escalatedAt]).not.toContain(null);
  const told = await database.query<{ type: string }>(
    `select type from event_log where entity_id = $1 and type like 'validation.%ed' and actor = 'service:validations' and type <> 'validation.changed' order by seq`,
    [waiting.id],
  );
  expect(told.map(({ type }) => type)).toEqual(['validation.reminded', 'validation.escalated']);
  expect(await cycles.act(waiting, 'approve', boss)).toBe('done');
  expect(await cycles.stateOf(id)).toBe('validated');
});

it('opens the validation of a cycle that another program has put into validation', async () => {
  const id = await cycles.open(2);
  for (const state of ['open', 'closed', 'in-validation'])
    await database.query(`update billing_cycles set state = $2 where id = $1::uuid`, [id, state]);
  expect(await look(0)).toBe(1);
  expect(await cycles.validationOf(id)).toMatchObject({ state: 'pending', round: 1, openedBy: 'service:validations' });
});
