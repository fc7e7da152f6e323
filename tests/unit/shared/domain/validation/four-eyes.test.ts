import { describe, expect, test } from 'vitest';
import {
  afterDecision,
  DECISIONS,
  type Decider,
  type Decision,
  decisionFault,
  type Delegation,
  isInForce,
  namesOf,
  type Validation,
  type WorkflowStep,
} from '../../../../../shared/domain/index.ts';
import { fc } from '../../../../support/property.ts';
import { aValidation, delegationOf } from '../../../../support/validation-fixtures.ts';

const person = fc.constantFrom('ada', 'bea', 'cyd', 'dan', 'eve');
const roles = fc.subarray(['validator', 'billing', 'administrator'] as const);
const workflow: fc.Arbitrary<WorkflowStep[]> = fc.array(
  fc.record({
    label: fc.constant('step'),
    deciders: fc.record({ roles: fc.constant(['validator' as const]), subjects: fc.subarray(['eve']) }),
    quorum: fc.integer({ min: 1, max: 3 }),
    dueHours: fc.constant(72),
    remindHours: fc.constant(24),
    escalateTo: fc.constantFrom(null, { roles: ['administrator' as const], subjects: [] }),
  }),
  { minLength: 1, maxLength: 3 },
);
const delegations = fc.array(
  fc
    .record({
      from: person,
      to: person,
      roles,
      start: fc.integer({ min: 0, max: 40 }),
      hours: fc.integer({ min: 1, max: 40 }),
    })
    .map(({ from, to, start, hours, ...given }) =>
      delegationOf(from, to, { ...given, startHour: start, endHour: start + hours }),
    ),
  { maxLength: 8 },
);
const attempt = fc.record({
  decider: fc.record({ subject: person, roles, onBehalfOf: fc.option(person, { nil: undefined }) }),
  kind: fc.constantFrom(...DECISIONS),
  hour: fc.integer({ min: 0, max: 80 }),
});

function tried(
  validation: Validation,
  attempts: readonly { decider: Decider; kind: Decision['kind']; hour: number }[],
  given: readonly Delegation[],
) {
  let now = validation;
  for (const { decider, kind, hour } of attempts) {
    const nowMs = Date.parse(now.openedAt) + hour * 3_600_000;
    const seen = hour >= 72 ? { ...now, escalatedAt: now.dueAt } : now;
    if (decisionFault(seen, decider, { delegations: given, nowMs }) !== undefined) continue;
    const { step, state } = afterDecision(now, { kind });
    const made: Decision = {
      ...{ id: crypto.randomUUID(), step: now.step, kind, subject: decider.subject },
      ...{ onBehalfOf: decider.onBehalfOf ?? null, reason: kind === 'reject' ? 'no' : null },
      at: new Date(nowMs).toISOString(),
    };
    now = { ...now, step, state, decisions: [...now.decisions, made] };
  }
  return now;
}

describe('four eyes', () => {
  const world = fc.record({
    steps: workflow,
    contributors: fc.subarray(['ada', 'bea', 'cyd']),
    given: delegations,
    attempts: fc.array(attempt, { maxLength: 25 }),
  });

  test('cannot be got round: nobody who had a hand in it decides, nor anybody for them, by whatever delegations', () => {
    fc.assert(
      fc.property(world, ({ steps, contributors, given, attempts }) => {
        const { decisions } = tried(aValidation({ steps, contributors }), attempts, given);
        for (const name of decisions.flatMap(namesOf)) expect(contributors).not.toContain(name);
      }),
    );
  });

  test('are of different people: in no quorum does anybody count twice, nor in two steps', () => {
    fc.assert(
      fc.property(world, ({ steps, contributors, given, attempts }) => {
        const after = tried(aValidation({ steps, contributors }), attempts, given);
        const approving = after.decisions.filter(({ kind }) => kind === 'approve').flatMap(namesOf);
        expect(new Set(approving).size).toBe(approving.length);
        if (after.state !== 'approved') return;
        for (const [index, { quorum }] of steps.entries())
          expect(after.decisions.filter(({ step, kind }) => step === index && kind === 'approve')).toHaveLength(quorum);
      }),
    );
  });

  test('are not passed on: each decision for another has a delegation by that person, to this one, with their rights', () => {
    fc.assert(
      fc.property(world, ({ steps, contributors, given, attempts }) => {
        for (const { subject, onBehalfOf, at, step } of tried(aValidation({ steps, contributors }), attempts, given)
          .decisions) {
          if (onBehalfOf === null) continue;
          const direct = given.filter(
            (each) =>
              each.fromSubject === onBehalfOf &&
              each.toSubject === subject &&
              isInForce(each, 'billing-cycle', Date.parse(at)),
          );
          expect(direct).not.toHaveLength(0);
          const named = steps[step]?.deciders.subjects.includes(onBehalfOf);
          expect(named || direct.some((each) => each.roles.some((role) => role !== 'billing'))).toBe(true);
        }
      }),
    );
  });

  test('a chain of delegations gives no right', () => {
    const chain = [
      delegationOf('ada', 'bea', { roles: ['validator'] }),
      delegationOf('bea', 'cyd', { roles: ['billing'] }),
    ];
    const against = { delegations: chain, nowMs: Date.parse('2026-03-02T10:00:00Z') };
    const waiting = aValidation({ contributors: [] });
    const clerk = { roles: ['billing'] };
    expect(decisionFault(waiting, { ...clerk, subject: 'bea', onBehalfOf: 'ada' }, against)).toBeUndefined();
    expect(decisionFault(waiting, { ...clerk, subject: 'cyd', onBehalfOf: 'ada' }, against)).toBe('delegation');
    expect(decisionFault(waiting, { ...clerk, subject: 'cyd', onBehalfOf: 'bea' }, against)).toBe('not-a-decider');
  });
});
