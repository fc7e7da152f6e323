import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actAs } from '../../../../backend/bus/index.ts';
import type { Database } from '../../../../backend/database/database.ts';
import { writeWorkflow } from '../../../../backend/services/validation/workflows.ts';
import { type Actor, DEFAULT_STEPS, validation as validationSchema } from '../../../../shared/domain/index.ts';
import { migratedDatabase } from '../../../support/database.ts';
import { SubmittedCycles } from '../../../support/submitted-cycles.ts';

const ada: Actor = { subject: 'ada', roles: ['billing'] };
const bea: Actor = { subject: 'bea', roles: ['billing', 'validator'] };
const cyd: Actor = { subject: 'cyd', roles: ['validator'] };
const dan: Actor = { subject: 'dan', roles: ['billing'] };
const NO = { reason: 'two missions are missing' };
let database: Database;
let cycles: SubmittedCycles;

beforeAll(async () => {
  database = await migratedDatabase();
  cycles = await SubmittedCycles.in(database);
});
afterAll(() => database.close());

function delegate(from: Actor, to: Actor, hours = 24) {
  return database.query(
    `insert into validation_delegations (from_subject, to_subject, roles, starts_at, ends_at)
     values ($1, $2, $3::text[], to_timestamp($4::float8 / 1000), to_timestamp($4::float8 / 1000) + $5 * interval '1 hour')`,
    [from.subject, to.subject, [...from.roles], cycles.nowMs, hours],
  );
}

describe('a cycle that is submitted', () => {
  it('opens its validation in the same transaction, with what the validator has to know', async () => {
    const id = await cycles.submitted(ada);
    const opened = await cycles.validationOf(id);
    expect(validationSchema.parse(opened)).toEqual(opened);
    expect(opened).toMatchObject({
      subjectId: id,
      round: 1,
      state: 'pending',
      step: 0,
      openedBy: 'ada',
      contributors: ['ada'],
    });
    expect(opened.facts).toMatchObject({ missions: 3, taxExclusiveCents: 30_000, changes: null, moreParties: 0 });
    expect(opened.facts.parties.map(({ missions }) => missions).reduce((one, other) => one * other)).toBe(2);
    expect(opened.facts.vat.reduce((sum, { taxCents }) => sum + taxCents, 0)).toBe(opened.facts.taxCents);
    expect(Date.parse(opened.dueAt) - cycles.nowMs).toBe(72 * 3_600_000);
  });

  it('is validated by the last approval, and the cycle’s own action is that decision', async () => {
    const first = await cycles.submitted(ada);
    expect(await cycles.act(await cycles.validationOf(first), 'approve', cyd)).toBe('done');
    expect(await cycles.stateOf(first)).toBe('validated');
    const second = await cycles.submitted(ada);
    expect(await cycles.step(second, 'approve', cyd)).toBe('done');
    const decided = await cycles.validationOf(second);
    expect(decided).toMatchObject({
      state: 'approved',
      decisions: [{ kind: 'approve', subject: 'cyd', onBehalfOf: null }],
    });
    expect(await cycles.act(decided, 'reject', bea, NO)).toBe('decided');
  });

  it('goes back with the reason, and tells the next time what became other', async () => {
    const id = await cycles.submitted(ada);
    const first = await cycles.validationOf(id);
    expect(await cycles.act(first, 'reject', cyd)).toBe('invalid-value');
    expect(await cycles.act(first, 'reject', cyd, NO)).toBe('done');
    expect(await cycles.stateOf(id)).toBe('open');
    await cycles.addMissions(id, 2);
    await database.query(
      'delete from missions where id = (select min(id) from missions where billing_cycle = $1::uuid)',
      [id],
    );
    await database.query(`update billing_cycles set label = 'Cycle, corrected' where id = $1::uuid`, [id]);
    await cycles.done(id, 'close', ada);
    await cycles.done(id, 'submit', ada);
    const again = await cycles.validationOf(id);
    expect(again).toMatchObject({ round: 2, state: 'pending' });
    expect(again.facts.changes).toMatchObject({
      ...{ reason: NO.reason, taxExclusiveCentsBefore: 30_000, missionsIn: 2, missionsOut: 1 },
      fields: [{ field: 'label', before: 'Cycle', after: 'Cycle, corrected' }],
    });
    // Whoever sent it back may decide again: they had no hand in what was made of it then.
    expect(await cycles.act(again, 'approve', cyd)).toBe('done');
  });

  it('is withdrawn when it is taken back before, and then there is nothing to decide', async () => {
    const id = await cycles.submitted(ada);
    await cycles.done(id, 'reopen', dan, { reason: 'a slip' });
    const withdrawn = await cycles.validationOf(id);
    expect(withdrawn.state).toBe('withdrawn');
    expect(await cycles.act(withdrawn, 'approve', cyd)).toBe('decided');
  });
});

describe('four eyes', () => {
  it('keep the author from deciding, by themselves, through a delegate, and as a delegate', async () => {
    const id = await cycles.submitted(bea);
    const waiting = await cycles.validationOf(id);
    expect(await cycles.act(waiting, 'approve', bea)).toBe('four-eyes');
    expect(await cycles.act(waiting, 'abstain', bea)).toBe('four-eyes');
    await delegate(bea, dan);
    expect(await cycles.act(waiting, 'approve', dan, { onBehalfOf: 'bea' })).toBe('four-eyes');
    await delegate(cyd, bea);
    expect(await cycles.act(waiting, 'approve', bea, { onBehalfOf: 'cyd' })).toBe('four-eyes');
    expect(await cycles.act(waiting, 'approve', dan)).toBe('forbidden');
    expect(await cycles.act(waiting, 'approve', dan, { onBehalfOf: 'eve' })).toBe('not-delegated');
    expect(await cycles.stateOf(id)).toBe('in-validation');
  });

  it('let a delegate decide within the days of the delegation, and say for whom in the books', async () => {
    const id = await cycles.submitted(ada);
    const waiting = await cycles.validationOf(id);
    await delegate(cyd, dan, 1);
    cycles.nowMs += 2 * 3_600_000;
    expect(await cycles.act(waiting, 'approve', dan, { onBehalfOf: 'cyd' })).toBe('not-delegated');
    await delegate(cyd, dan, 1);
    expect(await cycles.act(waiting, 'approve', dan, { onBehalfOf: 'cyd' })).toBe('done');
    const [entry] = await database.query(
      `select actor, on_behalf_of as "for", details ->> 'decision' as decision from billing_audit
       where chain = $1 and action = 'decision'`,
      [`billing-cycle/${id}`],
    );
    expect(entry).toEqual({ actor: 'dan', for: 'cyd', decision: 'approve' });
    const [cycle] = await database.query('select approved_by from billing_cycles where id = $1::uuid', [id]);
    expect(cycle).toEqual({ approved_by: ['dan', 'cyd'] });
  });

  it('stand in the database: no SQL gets round them', async () => {
    const id = await cycles.submitted(ada);
    const waiting = await cycles.validationOf(id);
    const at = new Date(cycles.nowMs).toISOString();
    const decide = (subject: string, own = '') =>
      database.query(
        `insert into validation_decisions (id, validation_id, step, kind, subject, at${own === '' ? '' : ', on_behalf_of, delegation_id'})
         values (gen_random_uuid(), $1::uuid, 0, 'approve', $2, $3${own})`,
        [waiting.id, subject, at],
      );
    await expect(decide('ada')).rejects.toThrow(/had a hand in it/);
    await delegate(ada, cyd);
    const delegated = (from: string) =>
      `, '${from}', (select id from validation_delegations where from_subject = '${from}' limit 1)`;
    await expect(decide('cyd', delegated('ada'))).rejects.toThrow(/had a hand in it/);
    await expect(decide('eve', delegated('cyd'))).rejects.toThrow(/nothing was delegated/);
    await expect(
      database.query(`update billing_cycles set state = 'validated', approved_by = '{cyd}' where id = $1::uuid`, [id]),
    ).rejects.toThrow(/validated by those who approve/);
    await expect(
      database.query(`update validations set state = 'approved', closed_at = now() where id = $1::uuid`, [waiting.id]),
    ).rejects.toThrow(/by the decisions of those/);
    await expect(
      database.query(`update validations set contributors = '{}' where id = $1::uuid`, [waiting.id]),
    ).rejects.toThrow(/stays as it was/);
    await expect(decide('zoe')).resolves.toEqual([]);
    await expect(decide('zoe')).rejects.toThrow(/nobody counts twice|validation_decisions_once/);
    await expect(database.query('delete from validation_decisions')).rejects.toThrow(/only ever added to/);
    await expect(database.query(`update validation_decisions set subject = 'cyd'`)).rejects.toThrow(
      /only ever added to/,
    );
    await expect(database.query(`update validation_delegations set to_subject = 'x'`)).rejects.toThrow(
      /can be revoked/,
    );
    await expect(database.query('delete from validations')).rejects.toThrow(/only ever added to/);
  });
});

describe('workflows', () => {
  it('ask for two steps from an amount on, of different people, with a quorum', async () => {
    const [one] = DEFAULT_STEPS;
    if (one === undefined) throw new Error('there is a default step');
    const large = {
      ...{ id: '0d000000-0000-4000-8000-000000000001', label: 'Large', subjectKind: 'billing-cycle' as const },
      ...{ subsidiary: null, fromCents: 100_000 },
      steps: [
        { ...one, label: 'Accounts', quorum: 2 },
        { ...one, label: 'Direction', deciders: { roles: [], subjects: ['eve', 'cyd'] } },
      ],
    };
    await database.transaction(async (sql) => {
      await actAs(sql, 'root');
      await writeWorkflow(sql, large);
    });
    expect((await cycles.validationOf(await cycles.submitted(ada, { missions: 3 }))).steps).toHaveLength(1);
    const id = await cycles.submitted(ada, { missions: 12 });
    const waiting = await cycles.validationOf(id);
    const eve: Actor = { subject: 'eve', roles: [] };
    const outcomes = [
      ['approve', eve, 'forbidden'],
      ['approve', cyd, 'done'],
      ['approve', cyd, 'four-eyes'],
      ['abstain', { subject: 'gil', roles: ['validator'] }, 'done'],
      ['approve', bea, 'done'],
      // Named in the second step, and has approved the first.
      ['approve', cyd, 'four-eyes'],
      ['approve', eve, 'done'],
    ] as const;
    for (const [action, actor, outcome] of outcomes)
      expect([actor.subject, await cycles.act(waiting, action, actor)]).toEqual([actor.subject, outcome]);
    expect(await cycles.stateOf(id)).toBe('validated');
    const [cycle] = await database.query('select approved_by from billing_cycles where id = $1::uuid', [id]);
    expect(cycle).toEqual({ approved_by: ['cyd', 'bea', 'eve'] });
    const told = await database.query<{ type: string }>(
      `select type from event_log where entity_id = $1 and type not like '%.c%' order by seq`,
      [waiting.id],
    );
    expect(told.map(({ type }) => type)).toEqual([
      'validation.requested',
      ...Array.from({ length: 4 }, () => 'validation.decided'),
    ]);
  });
});

describe('an inbox', () => {
  it('is each person’s own', async () => {
    const id = await cycles.submitted(ada);
    const waiting = await cycles.validationOf(id);
    expect(await cycles.act(waiting, 'read', cyd, { by: 'cyd' })).toBe('done');
    expect(await cycles.act(waiting, 'read', cyd, { by: 'bea' })).toBe('forbidden');
    const until = new Date(cycles.nowMs + 3_600_000).toISOString();
    expect(await cycles.act(waiting, 'snooze', bea, { by: 'bea', until })).toBe('done');
    expect((await cycles.validationOf(id)).marks).toMatchObject({
      cyd: { readAt: new Date(cycles.nowMs).toISOString(), snoozedUntil: null },
      bea: { snoozedUntil: until },
    });
    expect(await cycles.act(waiting, 'archive', bea, { by: 'bea' })).toBe('illegal-action');
  });
});
