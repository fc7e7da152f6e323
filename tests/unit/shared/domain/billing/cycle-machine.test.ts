import { describe, expect, test } from 'vitest';
import { BILLING_CYCLE_STATES } from '../../../../../shared/domain/index.ts';
import {
  type Actor,
  actorFault,
  CYCLE_ACTIONS,
  CYCLE_RULES,
  type CyclePlace,
  type Hands,
  isEditable,
  isInvoiced,
  placeAfter,
  ruleOf,
} from '../../../../../shared/domain/billing/index.ts';
import { fc } from '../../../../support/property.ts';

const DRAFT: CyclePlace = { state: 'draft', transmission: null, isCredited: false };

/** A cycle as a server would keep it, moved by whoever asks. */
class Cycle {
  place = DRAFT;
  hands: Hands = { contributors: [], lastStepBy: null };
  readonly path: string[] = [];

  edit(subject: string): void {
    if (isEditable(this.place.state)) this.#contribute(subject);
  }

  act(actor: Actor, action: (typeof CYCLE_ACTIONS)[number]): boolean {
    const rule = ruleOf(this.place, action);
    if (rule === undefined || actorFault(rule, actor, this.hands) !== undefined) return false;
    this.place = placeAfter(this.place, rule);
    if (rule.to === 'open' && rule.from !== 'draft') this.hands = { contributors: [], lastStepBy: actor.subject };
    else this.hands = { ...this.hands, lastStepBy: actor.subject };
    if (['open', 'close', 'submit', 'reopen', 'reject'].includes(action)) this.#contribute(actor.subject);
    this.path.push(`${action} by ${actor.subject}`);
    return true;
  }

  #contribute(subject: string): void {
    this.hands = { ...this.hands, contributors: [...new Set([...this.hands.contributors, subject])] };
  }
}

const person = fc.constantFrom('ada', 'bea', 'cyd');
const actor = fc.record(
  { subject: person, onBehalfOf: person, roles: fc.subarray(['billing', 'validator', 'administrator', 'supervisor']) },
  { requiredKeys: ['subject', 'roles'] },
);
const step = fc.record({ actor, action: fc.constantFrom('edit' as const, ...CYCLE_ACTIONS) });

describe('the life of a cycle', () => {
  test('every state can be reached, by legal steps alone', () => {
    const reached = new Set<string>([DRAFT.state]);
    for (let size = 0; size < reached.size; ) {
      size = reached.size;
      for (const { from, to } of CYCLE_RULES) if (reached.has(from)) reached.add(to);
    }
    expect([...reached].toSorted()).toEqual(BILLING_CYCLE_STATES.toSorted());
  });

  test('no sequence of actions leads backwards from an invoice, past a validation, or round four eyes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const cycle = new Cycle();
        for (const { actor: who, action } of steps) {
          const before = cycle.place;
          const { contributors, lastStepBy } = cycle.hands;
          if (action === 'edit') {
            cycle.edit(who.subject);
            continue;
          }
          if (!cycle.act(who, action)) continue;
          const { place } = cycle;
          if (isInvoiced(before.state)) expect(isInvoiced(place.state)).toBe(true);
          if (place.state === 'validated' && before.state !== 'validated') {
            expect(before.state).toBe('in-validation');
            expect(contributors).not.toContain(who.subject);
            expect(contributors).not.toContain(who.onBehalfOf);
            expect(who.roles).toContain('validator');
          }
          if (place.state === 'invoiced' && before.state !== 'invoiced') expect(before.state).toBe('validated');
          if (place.state === 'open' && before.state !== 'draft') expect(lastStepBy).not.toBe(who.subject);
          expect(place.transmission === null).toBe(place.state !== 'transmitted');
          if (before.isCredited) expect(place.isCredited).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('a clerk, a validator and an invoice that is handed in twice, cashed and credited', () => {
    const cycle = new Cycle();
    const clerk: Actor = { subject: 'ada', roles: ['billing'] };
    const validator: Actor = { subject: 'bea', roles: ['validator'] };
    for (const action of ['open', 'close', 'submit'] as const) expect(cycle.act(clerk, action)).toBe(true);
    expect(cycle.act({ ...clerk, roles: ['billing', 'validator'] }, 'approve')).toBe(false);
    expect(cycle.act({ ...validator, onBehalfOf: 'ada' }, 'approve')).toBe(false);
    expect(cycle.act(validator, 'approve')).toBe(true);
    for (const action of ['invoice', 'deposit', 'mark-rejected', 'deposit', 'mark-cashed', 'credit'] as const)
      expect(cycle.act(clerk, action)).toBe(true);
    expect(cycle.act(clerk, 'credit')).toBe(false);
    expect(cycle.act(validator, 'reopen')).toBe(false);
    expect(cycle.place).toEqual({ state: 'transmitted', transmission: 'cashed', isCredited: true });
  });

  test('whoever closed it does not open it again alone', () => {
    const cycle = new Cycle();
    const clerk: Actor = { subject: 'ada', roles: ['billing', 'validator', 'administrator'] };
    cycle.act(clerk, 'open');
    cycle.act(clerk, 'close');
    expect(cycle.act(clerk, 'reopen')).toBe(false);
    expect(cycle.act({ subject: 'bea', roles: ['billing'] }, 'reopen')).toBe(true);
    expect(cycle.place.state).toBe('open');
  });
});
