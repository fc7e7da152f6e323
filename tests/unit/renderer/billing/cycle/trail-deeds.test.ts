import { describe, expect, it } from 'vitest';
import { deedsOf } from '../../../../../renderer/billing/cycle/trail-deeds.ts';

let position = 0;
function entry(action: string, details: Record<string, unknown>, { actor = 'ada', minute = 0, alike = 1 } = {}) {
  position += alike;
  const at = new Date(Date.UTC(2026, 2, 1, 8, minute)).toISOString();
  return { position, alike, at, actor, onBehalfOf: null, action, details, hash: `h${position}` };
}
const state = (from: string, to: string, more = {}) => ({ state: [from, to], last_step_by: [null, 'ada'], ...more });

describe('what the books tell, as deeds', () => {
  it('names the steps, the newest first, each with its reason', () => {
    const deeds = deedsOf([
      entry('insert', { id: [null, 'x'] }),
      entry('update', state('draft', 'open')),
      entry('update', state('open', 'closed')),
      entry('update', state('closed', 'open', { contributors: [['ada'], ['bea']] }), { actor: 'bea' }),
      entry('reason', { step: 'reopen', reason: 'two are missing' }, { actor: 'bea' }),
      entry('decision', { decision: 'reject', reason: 'wrong customer' }, { actor: 'cyd' }),
      entry('update', state('in-validation', 'open', { contributors: [['ada'], []] }), { actor: 'cyd' }),
      entry('update', { transmission: ['deposited', 'cashed'] }),
      entry('update', { is_credited: [false, true] }),
    ]);
    expect(deeds.map(({ what }) => (what.kind === 'step' ? [what.step, what.reason] : what.kind))).toEqual([
      ['credit', null],
      ['mark-cashed', null],
      ['reject', 'wrong customer'],
      ['reopen', 'two are missing'],
      ['close', null],
      ['open', null],
      'insert',
    ]);
  });

  it('counts what one entry of long books stands for', () => {
    const deeds = deedsOf([
      entry('mission-in', { mission: 9 }, { alike: 40_000 }),
      entry('mission-in', { mission: 10 }),
    ]);
    expect(deeds.map(({ from, to, what }) => [to - from + 1, what])).toEqual([
      [40_001, { kind: 'mission-in', count: 40_001 }],
    ]);
  });

  it('counts missions that one person moves in one go as one deed, and keeps the last checksum', () => {
    const deeds = deedsOf([
      entry('mission-in', { mission: 1 }),
      entry('update', { contributors: [[], ['ada']] }),
      entry('mission-in', { mission: 2 }),
      entry('mission-in', { mission: 3 }, { actor: 'database:legacy' }),
      entry('mission-in', { mission: 4 }, { minute: 30, actor: 'database:legacy' }),
      entry('mission-out', { mission: 4 }, { minute: 31, actor: 'database:legacy' }),
    ]);
    expect(deeds.map(({ what, actor }) => [what.kind, 'count' in what ? what.count : 0, actor])).toEqual([
      ['mission-out', 1, 'database:legacy'],
      ['mission-in', 1, 'database:legacy'],
      ['mission-in', 1, 'database:legacy'],
      ['mission-in', 2, 'ada'],
    ]);
    expect(deeds.at(-1)?.hash).toBe(`h${position - 3}`);
  });

  it('tells what fields were changed from what to what', () => {
    const [deed] = deedsOf([entry('update', { label: ['March', 'April'], updated_at: ['a', 'b'] })]);
    expect(deed?.what).toEqual({ kind: 'changed', fields: [{ field: 'label', before: 'March', after: 'April' }] });
  });
});
