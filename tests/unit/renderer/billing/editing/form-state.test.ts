import { describe, expect, it } from 'vitest';
import { faultsOf } from '../../../../../renderer/billing/editing/form-faults.ts';
import {
  acknowledge,
  beginForm,
  changedFields,
  editsOf,
  enter,
  enterText,
  fieldsOfNew,
  follow,
  type FormState,
  isDirty,
  keepMine,
  takeTheirs,
  valueOf,
} from '../../../../../renderer/billing/editing/form-state.ts';
import { EDITABLE_FIELDS, type FieldValue } from '../../../../../shared/domain/index.ts';
import { fc } from '../../../../support/property.ts';

const MISSION = {
  customerName: 'SNCF',
  thirdPartyId: null,
  billingCycleId: null,
  distanceMetres: 12_000,
  amountCents: 5_000,
};
const mission = () => beginForm('mission', '1', MISSION);
const around = { row: {}, cycleStates: [] };

describe('a form', () => {
  it('sends what was changed, from what the person was shown', () => {
    const form = enter(enter(mission(), 'customerName', ' Mairie '), 'amountCents', 6_000);
    expect(editsOf(form)).toEqual({
      customerName: { from: 'SNCF', to: 'Mairie' },
      amountCents: { from: 5_000, to: 6_000 },
    });
  });

  it('takes what is again as it was for no edit', () => {
    const form = enter(enter(mission(), 'amountCents', 6_000), 'amountCents', 5_000);
    expect(isDirty(form)).toBe(false);
    expect(editsOf(form)).toEqual({});
  });

  it('keeps the blank after a word while the next one is typed, and sends none that stands at the end', () => {
    let form = mission();
    for (const letter of ' Est')
      form = follow(enter(form, 'customerName', `${String(valueOf(form, 'customerName'))}${letter}`), MISSION);
    expect(valueOf(form, 'customerName')).toBe('SNCF Est');
    const blank = follow(enter(mission(), 'customerName', 'SNCF '), MISSION);
    expect([valueOf(blank, 'customerName'), editsOf(blank)]).toEqual(['SNCF ', {}]);
  });

  it('empties what may be empty', () => {
    expect(editsOf(enter(mission(), 'customerName', '  '))).toEqual({ customerName: { from: 'SNCF', to: null } });
  });

  it('keeps what was typed and is no value, and cannot be saved with it', () => {
    const form = enterText(mission(), 'amountCents', '12a');
    expect(isDirty(form)).toBe(true);
    expect(faultsOf(form, around).fields['amountCents']?.code).toBe('invalid-value');
    expect(enter(form, 'amountCents', 1_200).texts).toEqual({});
  });

  it('of a new row gives all that was entered and what it begins with', () => {
    const form = enter(beginForm('third-party', null, { type: 'customer' }), 'name', 'Dupont ');
    expect(fieldsOfNew(form)).toEqual({ name: 'Dupont', type: 'customer' });
  });
});

describe('a row that changes underneath', () => {
  it('is followed where the person entered nothing', () => {
    const form = follow(mission(), { ...MISSION, customerName: 'Keolis', amountCents: 7_000 });
    expect(valueOf(form, 'customerName')).toBe('Keolis');
    expect(changedFields(form)).toEqual([]);
    expect(form.beside).toEqual({});
  });

  it('is marked where the person entered something else, and both ways out lead out', () => {
    const form = follow(enter(mission(), 'customerName', 'Mairie'), { ...MISSION, customerName: 'Keolis' });
    expect(changedFields(form)).toEqual(['customerName']);
    expect(faultsOf(form, around).toSettle).toEqual(['customerName']);
    const mine = keepMine(form, 'customerName');
    expect(changedFields(mine)).toEqual([]);
    expect(editsOf(mine)).toEqual({ customerName: { from: 'Keolis', to: 'Mairie' } });
    const theirs = takeTheirs(form, 'customerName');
    expect(valueOf(theirs, 'customerName')).toBe('Keolis');
    expect(isDirty(theirs)).toBe(false);
  });

  it('to what the person entered is agreement', () => {
    const form = follow(enter(mission(), 'customerName', 'Mairie'), { ...MISSION, customerName: 'Mairie' });
    expect(isDirty(form)).toBe(false);
    expect(changedFields(form)).toEqual([]);
  });

  it('and back again is as if nothing had happened', () => {
    const entered = enter(mission(), 'customerName', 'Mairie');
    const there = follow(entered, { ...MISSION, customerName: 'Keolis' });
    expect(changedFields(follow(there, MISSION))).toEqual([]);
  });

  it('beside an amount that was entered for it must be seen first', () => {
    const form = follow(enter(mission(), 'amountCents', 6_000), { ...MISSION, distanceMetres: 90_000 });
    expect(valueOf(form, 'distanceMetres')).toBe(90_000);
    expect(form.beside).toEqual({ distanceMetres: 12_000 });
    expect(faultsOf(form, around).toSettle).toEqual(['distanceMetres']);
    expect(faultsOf(acknowledge(form, 'distanceMetres'), around).toSettle).toEqual([]);
    // A second change does not hide what it was when the person began; going back there settles it.
    const again = follow(form, { ...MISSION, distanceMetres: 95_000 });
    expect(again.beside).toEqual({ distanceMetres: 12_000 });
    expect(follow(again, MISSION).beside).toEqual({});
  });

  it('beside what merges freely is no matter', () => {
    const form = follow(enter(mission(), 'customerName', 'Mairie'), { ...MISSION, distanceMetres: 90_000 });
    expect(form.beside).toEqual({});
  });

  it('never sends what the person has not seen, whatever is entered and changed in whatever order', () => {
    const field = fc.constantFrom(...Object.keys(EDITABLE_FIELDS.mission));
    const value = fc.constantFrom<FieldValue>(null, 1, 2, 3);
    const step = fc.oneof(
      fc.record({ who: fc.constant('me' as const), field, value }),
      fc.record({ who: fc.constant('other' as const), field, value }),
      fc.record({ who: fc.constantFrom('keep' as const, 'take' as const), field, value }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        let present: Record<string, FieldValue> = { ...MISSION };
        let form: FormState = beginForm('mission', '1', present);
        for (const { who, field, value } of steps) {
          if (who === 'other') {
            present = { ...present, [field]: value };
            form = follow(form, present);
          } else if (who === 'me') form = enter(form, field, value);
          else form = who === 'keep' ? keepMine(form, field) : takeTheirs(form, field);
        }
        const open = new Set(changedFields(form));
        for (const [field, { from }] of Object.entries(editsOf(form))) {
          // Either it starts from what is there, or it stands in the way of saving.
          if (from !== present[field]) expect(open.has(field)).toBe(true);
        }
        for (const field of Object.keys(present)) {
          if (!Object.hasOwn(form.mine, field)) expect(valueOf(form, field)).toBe(present[field]);
        }
      }),
    );
  });
});

describe('the rules in a form', () => {
  it('say a period that ends before it begins, though the label is not there yet', () => {
    let form = beginForm('billing-cycle', null, { currency: 'EUR' });
    form = enter(enter(form, 'periodStart', '2026-03-31'), 'periodEnd', '2026-03-01');
    const { fields } = faultsOf(form, around);
    expect(fields['periodEnd']?.code).toBe('period-reversed');
    expect(fields['label']?.code).toBe('invalid-value');
  });

  it('refuse what is in a closed cycle, but for the name', () => {
    const closed = { row: {}, cycleStates: ['closed'] as const };
    expect(faultsOf(enter(mission(), 'amountCents', 1), closed).row?.code).toBe('frozen');
    expect(faultsOf(enter(mission(), 'customerName', 'x'), closed).row).toBeUndefined();
  });

  it('refuse an amount that the column does not take', () => {
    expect(faultsOf(enter(mission(), 'amountCents', 10 ** 12), around).fields['amountCents']?.code).toBe(
      'invalid-value',
    );
  });
});
