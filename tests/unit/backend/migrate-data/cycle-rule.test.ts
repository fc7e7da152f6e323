import { describe, expect, it } from 'vitest';
import { parseRule, periodOf, RuleError } from '../../../../backend/migrate-data/cycle-rule.ts';

describe('the period of a day', () => {
  it.each([
    ['2024-02-29', 'month', '2024-02-01', '2024-02-29', '2024-02'],
    ['2025-12-31', 'month', '2025-12-01', '2025-12-31', '2025-12'],
    ['2025-05-01', 'quarter', '2025-04-01', '2025-06-30', '2025-T2'],
    ['2025-12-31', 'quarter', '2025-10-01', '2025-12-31', '2025-T4'],
    ['2025-07-14', 'year', '2025-01-01', '2025-12-31', '2025'],
    ['2025-06-08', 'week', '2025-06-02', '2025-06-08', '2025-W23'],
    // Weeks at the turn of the year, as ISO 8601 counts them.
    ['2024-12-30', 'week', '2024-12-30', '2025-01-05', '2025-W01'],
    ['2027-01-03', 'week', '2026-12-28', '2027-01-03', '2026-W53'],
  ] as const)('%s by %s', (day, period, start, end, label) => {
    expect(periodOf(day, period)).toEqual({ start, end, label });
  });
});

describe('a rule', () => {
  it('has defaults', () => {
    expect(parseRule({}, 'The rule')).toMatchObject({
      period: 'month',
      per: 'third-party',
      date: 'planned-start',
      statuses: ['completed'],
      state: 'open',
    });
  });

  it.each([
    [{ period: 'day' }, /^rule\.json, at period: /],
    [{ timeZone: 'Mars/Olympus' }, 'rule.json, at timeZone: must be a time zone, as Europe/Paris.'],
    [{ from: '2025-02-30' }, 'rule.json, at from: must be a day, as 2026-01-31.'],
    [{ from: '2025-03-01', until: '2025-02-01' }, 'rule.json: "from" (2025-03-01) is after "until" (2025-02-01).'],
    [{ perriod: 'month' }, /^rule\.json, at its beginning: .*perriod/],
    [{ exceptions: [{ thirdParty: 'A' }] }, /^rule\.json, at exceptions\.0\.period: /],
  ])('%j is refused by member', (value, message) => {
    expect(() => parseRule(value, 'rule.json')).toThrow(RuleError);
    expect(() => parseRule(value, 'rule.json')).toThrow(message);
  });
});
