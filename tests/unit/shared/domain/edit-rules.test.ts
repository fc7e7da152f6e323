import { describe, expect, it } from 'vitest';
import {
  actionsFrom,
  BILLING_CYCLE_STATES,
  type EditableEntity,
  type FieldValues,
  isFrozen,
  newBillingCycle,
  newThirdParty,
  refuseCreation,
  refusePatch,
  refuseParameters,
  refuseRemoval,
  placeAfterAction,
  thirdParty,
} from '../../../../shared/domain/index.ts';

const cycle = {
  ...newBillingCycle(
    '0198a0b0-0000-7000-8000-000000000001',
    { label: 'March', currency: 'EUR' },
    '2026-03-01T00:00:00.000Z',
  ),
  periodStart: '2026-03-01',
  periodEnd: '2026-03-31',
};

describe('a new row', () => {
  const party = { name: 'Ateliers', type: 'customer' };
  const period = { label: 'March', periodStart: '2026-03-01', periodEnd: '2026-03-31', currency: 'EUR' };
  it('is taken with what it must have', () => {
    expect(refuseCreation('third-party', party)).toBeUndefined();
    expect(refuseCreation('billing-cycle', period)).toBeUndefined();
    expect(
      refuseCreation('billing-cycle', { ...period, periodStart: '2028-02-29', periodEnd: '2028-02-29' }),
    ).toBeUndefined();
  });

  it.each<[EditableEntity, FieldValues, string, string | undefined]>([
    ['mission', {}, 'not-editable', undefined],
    ['third-party', { type: 'customer' }, 'invalid-value', 'name'],
    ['third-party', { ...party, name: '   ' }, 'invalid-value', 'name'],
    ['third-party', { ...party, type: 'friend' }, 'invalid-value', 'type'],
    ['third-party', { ...party, 'contactInfo.email': '' }, 'invalid-value', 'contactInfo.email'],
    ['third-party', { ...party, createdAt: '2020-01-01T00:00:00.000Z' }, 'not-editable', 'createdAt'],
    ['billing-cycle', { ...period, periodStart: '2026-02-29' }, 'invalid-value', 'periodStart'],
    ['billing-cycle', { ...period, periodEnd: '2026-02-28' }, 'period-reversed', 'periodEnd'],
    ['billing-cycle', { ...period, currency: 'euro' }, 'invalid-value', 'currency'],
    ['billing-cycle', { ...period, state: 'invoiced' }, 'not-editable', 'state'],
  ])('of a %s with %j is refused: %s', (entity, fields, code, field) => {
    expect(refuseCreation(entity, fields)).toMatchObject(field === undefined ? { code } : { code, field });
  });

  it('has what its schema asks for', () => {
    const row = newThirdParty(
      '0198a0b0-0000-7000-8000-000000000001',
      { ...party, 'contactInfo.city': 'Lyon' },
      '2026-03-01T00:00:00.000Z',
    );
    expect(thirdParty.parse(row)).toMatchObject({ name: 'Ateliers', contactInfo: { city: 'Lyon' } });
  });
});

describe('an edit', () => {
  it('of a closed cycle is refused, and so is one of a mission that is or would be in it', () => {
    const closed = { ...cycle, state: 'closed' };
    expect(refusePatch('billing-cycle', cycle, { label: 'Mars' }, [])).toBeUndefined();
    expect(refusePatch('billing-cycle', closed, { label: 'Mars' }, [])).toMatchObject({ code: 'frozen' });
    expect(refusePatch('mission', {}, { amountCents: 12 }, ['open'])).toBeUndefined();
    expect(refusePatch('mission', {}, { amountCents: 12 }, ['open', 'closed'])).toMatchObject({ code: 'frozen' });
    expect(refusePatch('mission', {}, { customerName: 'A' }, ['closed'])).toBeUndefined();
  });

  it('may not turn a period round', () => {
    expect(refusePatch('billing-cycle', cycle, { periodEnd: '2026-02-01' }, [])).toMatchObject({
      code: 'period-reversed',
    });
  });

  it.each([1.5, -1_000_000_000_000, 1_000_000_000_000, '12', Number.NaN])(
    'may not make %s of an amount',
    (amountCents) => {
      expect(refusePatch('mission', {}, { amountCents }, [])).toMatchObject({
        code: 'invalid-value',
        field: 'amountCents',
      });
    },
  );

  it('may take an amount away, and make it negative', () => {
    expect(refusePatch('mission', {}, { amountCents: null }, [])).toBeUndefined();
    expect(refusePatch('mission', {}, { amountCents: -999_999_999_999 }, [])).toBeUndefined();
    expect(refusePatch('mission', {}, { distanceMetres: -1 }, [])).toMatchObject({ code: 'invalid-value' });
  });
});

describe('a removal', () => {
  it('is refused of what others name, of what is frozen, and of missions', () => {
    expect(refuseRemoval('third-party', {}, 0)).toBeUndefined();
    expect(refuseRemoval('third-party', {}, 2)).toMatchObject({ code: 'referenced' });
    expect(refuseRemoval('billing-cycle', { ...cycle, state: 'closed' }, 0)).toMatchObject({ code: 'frozen' });
    expect(refuseRemoval('mission', {}, 0)).toMatchObject({ code: 'not-editable' });
  });
});

describe('the actions of a billing cycle', () => {
  const standing = { transmission: null, isCredited: false };

  it('lead on from each state', () => {
    expect(BILLING_CYCLE_STATES.map((state) => [state, actionsFrom({ ...standing, state })])).toEqual([
      ['draft', ['open']],
      ['open', ['close']],
      ['closed', ['submit', 'reopen']],
      ['in-validation', ['approve', 'reject', 'reopen']],
      ['validated', ['reopen', 'invoice']],
      ['invoiced', ['deposit', 'credit']],
      ['transmitted', ['credit']],
    ]);
    expect(placeAfterAction({ ...standing, state: 'draft' }, 'close')).toBeUndefined();
    expect(placeAfterAction({ ...standing, state: 'draft' }, 'toString')).toBeUndefined();
    expect(placeAfterAction({ state: 'gone' }, 'close')).toBeUndefined();
    expect(placeAfterAction({ ...standing, state: 'open' }, 'close')).toEqual({ ...standing, state: 'closed' });
  });

  it('are told a reason where they go back, and nothing else', () => {
    const closed = { ...standing, state: 'closed' };
    expect(refuseParameters(closed, 'submit', {})).toBeUndefined();
    expect(refuseParameters(closed, 'submit', { reason: 'x' })).toMatchObject({ field: 'reason' });
    expect(refuseParameters(closed, 'reopen', {})).toMatchObject({ code: 'invalid-value', field: 'reason' });
    expect(refuseParameters(closed, 'reopen', { reason: ' ' })).toMatchObject({ field: 'reason' });
    expect(refuseParameters(closed, 'reopen', { reason: 'x'.repeat(2001) })).toMatchObject({ field: 'reason' });
    expect(refuseParameters(closed, 'reopen', { reason: 'a slip', more: 1 })).toMatchObject({ field: 'more' });
    expect(refuseParameters(closed, 'reopen', { reason: 'a slip' })).toBeUndefined();
  });

  it('freeze it once it is closed', () => {
    expect(BILLING_CYCLE_STATES.filter((state) => !isFrozen(state))).toEqual(['draft', 'open']);
  });
});
