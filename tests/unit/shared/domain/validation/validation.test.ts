import { describe, expect, test } from 'vitest';
import {
  DEFAULT_STEPS,
  decisionFault,
  delegationFault,
  foldersOf,
  isNews,
  markAfter,
  noticeOf,
  reasonFault,
  refuseValidationAction,
  stepsFor,
  type WorkflowDefinition,
  whatIsDue,
} from '../../../../../shared/domain/index.ts';
import { aValidation, delegationOf } from '../../../../support/validation-fixtures.ts';

const at = (hours: number) => Date.parse('2026-03-02T08:00:00Z') + hours * 3_600_000;
const bea = { subject: 'bea', roles: ['validator'] };
const now = (hours: number) => ({ delegations: [], nowMs: at(hours) });

describe('steps', () => {
  const definition = (own: Partial<WorkflowDefinition>): WorkflowDefinition => ({
    ...{ id: '0d000000-0000-4000-8000-000000000001', label: 'x', subjectKind: 'billing-cycle' },
    ...{ subsidiary: null, fromCents: 0, steps: [...DEFAULT_STEPS] },
    ...own,
  });
  const twice = [...DEFAULT_STEPS, ...DEFAULT_STEPS];
  const definitions = [
    definition({}),
    definition({ fromCents: 1_000_000, steps: twice }),
    definition({ subsidiary: 'north', fromCents: 50_000, steps: twice }),
  ];
  const count = (amountCents: number, subsidiary: string | null = null) =>
    stepsFor(definitions, { subjectKind: 'billing-cycle', subsidiary, amountCents }).length;

  test('are those of the highest amount that is reached; a subsidiary with its own goes by those', () => {
    expect([count(999_999), count(1_000_000), count(-1_000_000)]).toEqual([1, 2, 2]);
    expect([count(50_000, 'north'), count(2_000_000, 'south')]).toEqual([2, 2]);
    expect(stepsFor([], { subjectKind: 'billing-cycle', subsidiary: null, amountCents: 1 })).toBe(DEFAULT_STEPS);
    // Below all of its own there is the default, never another subsidiary's.
    expect(count(49_999, 'north')).toBe(1);
  });
});

describe('time', () => {
  test('reminds before a step is due, and escalates then, once each', () => {
    const waiting = aValidation();
    expect(whatIsDue(waiting, at(47))).toEqual({ remind: false, escalate: false });
    expect(whatIsDue(waiting, at(48))).toEqual({ remind: true, escalate: false });
    expect(whatIsDue({ ...waiting, remindedAt: waiting.openedAt }, at(72))).toEqual({ remind: false, escalate: true });
    expect(whatIsDue({ ...waiting, state: 'approved' }, at(100))).toEqual({ remind: false, escalate: false });
  });

  test('gives those a say to whom it is escalated, and only then', () => {
    const boss = { subject: 'zoe', roles: ['administrator'] };
    const waiting = aValidation();
    expect(decisionFault(waiting, boss, now(80))).toBe('not-a-decider');
    expect(decisionFault({ ...waiting, escalatedAt: waiting.dueAt }, boss, now(80))).toBeUndefined();
    expect(decisionFault({ ...waiting, escalatedAt: waiting.dueAt }, { ...boss, subject: 'ada' }, now(80))).toBe(
      'own-work',
    );
  });

  test('ends a delegation', () => {
    const given = delegationOf('bea', 'cyd', { roles: ['validator'], startHour: 10, endHour: 20 });
    const cyd = { subject: 'cyd', roles: [], onBehalfOf: 'bea' };
    const faultAt = (hours: number, own = {}) =>
      decisionFault(aValidation(), cyd, { delegations: [{ ...given, ...own }], nowMs: at(hours) });
    expect([9, 10, 19, 20].map((hours) => faultAt(hours))).toEqual(['delegation', undefined, undefined, 'delegation']);
    expect(faultAt(15, { revokedAt: new Date(at(12)).toISOString() })).toBe('delegation');
  });
});

test('a delegation is by one person, to another, for a bounded time that is not over', () => {
  const given = delegationOf('bea', 'cyd', { roles: [], startHour: 0, endHour: 10 });
  expect(delegationFault(given, at(0))).toBeUndefined();
  expect(delegationFault({ ...given, toSubject: 'bea' }, at(0))?.field).toBe('toSubject');
  expect(delegationFault(given, at(11))?.detail).toMatch(/over already/);
  expect(delegationFault({ ...given, endsAt: given.startsAt }, at(0))?.detail).toMatch(/not after/);
  expect(delegationFault(delegationOf('bea', 'cyd', { roles: [], endHour: 93 * 24 }), at(0))?.detail).toMatch(
    /92 days/,
  );
});

describe('the inbox', () => {
  const read = (hours: number) => ({ bea: markAfter(undefined, 'read', new Date(at(hours)).toISOString(), null) });

  test('asks whoever may decide, tells whoever had a hand in it, and leaves others alone', () => {
    const waiting = aValidation();
    expect(noticeOf(waiting, bea, now(1))).toMatchObject({ kind: 'asked', key: `${waiting.id}/0/asked` });
    expect(noticeOf(waiting, { ...bea, subject: 'ada' }, now(1))).toBeUndefined();
    const closed = aValidation({ state: 'rejected', closedAt: '2026-03-02T09:00:00.000Z' });
    expect(noticeOf(closed, { subject: 'ada', roles: ['billing'] }, now(2))?.kind).toBe('rejected');
    expect(noticeOf(closed, bea, now(2))).toBeUndefined();
  });

  test('tells of a reminder and of what is overdue though the entry was read before', () => {
    const marks = read(1);
    expect(isNews(aValidation(), bea, now(2))).toBe(true);
    expect(isNews(aValidation({ marks }), bea, now(2))).toBe(false);
    const reminded = aValidation({ marks, remindedAt: new Date(at(48)).toISOString() });
    expect(isNews(reminded, bea, now(49))).toBe(true);
  });

  test('keeps what is put off or away in its folder, until its time', () => {
    const marks = { bea: markAfter(undefined, 'snooze', '', new Date(at(10)).toISOString()) };
    const folders = (hours: number) => foldersOf(aValidation({ marks }), bea, now(hours));
    expect(folders(9)).toEqual(['snoozed']);
    expect(folders(10)).toEqual(['mine', 'all']);
    expect(folders(73)).toEqual(['mine', 'overdue', 'all']);
    const archived = { bea: markAfter(undefined, 'archive', new Date(at(1)).toISOString(), null) };
    expect(foldersOf(aValidation({ state: 'approved', marks: archived }), bea, now(2))).toEqual(['archived']);
  });
});

test('an action says what it needs to', () => {
  const refused = (action: string, parameters = {}, state: 'pending' | 'approved' = 'pending') =>
    refuseValidationAction({ state }, action, parameters)?.code;
  expect(refused('approve')).toBeUndefined();
  expect(refused('reject')).toBe('invalid-value');
  expect(refused('reject', { reason: ' ' })).toBe('invalid-value');
  expect(refused('reject', { reason: 'two missions are missing' })).toBeUndefined();
  expect(reasonFault('approve', 'x'.repeat(2001))).toMatch(/2000/);
  expect(refused('approve', { until: 'x' })).toBe('invalid-value');
  expect(refused('sign')).toBe('illegal-action');
  expect(refused('read')).toBe('invalid-value');
  expect(refused('snooze', { by: 'bea', until: 'soon' })).toBe('invalid-value');
  expect(refused('archive', { by: 'bea' })).toBe('illegal-action');
  expect(refused('archive', { by: 'bea' }, 'approved')).toBeUndefined();
});
