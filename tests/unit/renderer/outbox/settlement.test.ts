import { describe, expect, it } from 'vitest';
import {
  chooseAll,
  choiceOf,
  formFaults,
  keptChoices,
  linesOf,
  resultOf,
  settledFields,
  theirsSeen,
} from '../../../../renderer/outbox/settlement.ts';
import type { Choices } from '../../../../renderer/stores/settlement-draft.ts';
import type { OutboxEntry, OutboxField } from '../../../../shared/contract/index.ts';
import type { FieldValue } from '../../../../shared/domain/index.ts';
import { fc } from '../../../support/property.ts';

const field = (
  name: string,
  base: FieldValue,
  mine: FieldValue,
  theirs: FieldValue,
  isConflict = false,
): OutboxField => ({
  field: name,
  base,
  mine,
  theirs,
  isConflict,
  names: {},
});
function entry(change: Partial<OutboxEntry> = {}): OutboxEntry {
  return {
    mutationId: 'one',
    op: 'patch',
    entity: 'mission',
    id: '7',
    title: 'M-7',
    action: null,
    state: 'conflict',
    madeAtMs: 0,
    attempts: 1,
    lastAttemptAtMs: 0,
    waitsFor: null,
    fields: [
      field('amountCents', 100, 140, 120, true),
      field('customerName', 'A', 'B', 'A'),
      field('distanceMetres', 5, 5, 9, true),
    ],
    isRemoved: false,
    reason: null,
    ...change,
  };
}
const hand = (value: FieldValue, typed?: string) => ({ side: 'hand', hand: value, typed }) as const;

describe('what is asked in a conflict', () => {
  it('is each edited field, and what changed beside it', () => {
    expect(linesOf(entry()).map(({ kind, field: { field: name } }) => [kind, name])).toEqual([
      ['choice', 'amountCents'],
      ['choice', 'customerName'],
      ['context', 'distanceMetres'],
    ]);
  });

  it('is nothing where both entered the same', () => {
    const lines = linesOf(entry({ fields: [field('amountCents', 100, 120, 120)] }));
    expect(lines.map(({ kind }) => kind)).toEqual(['same']);
    expect(settledFields(entry({ fields: [field('amountCents', 100, 120, 120)] }), {})).toEqual({});
  });

  it('is only told of what nobody may edit here, such as a state', () => {
    const cycle = entry({ entity: 'billing-cycle', fields: [field('state', 'open', 'open', 'closed', true)] });
    expect(linesOf(cycle).map(({ kind }) => kind)).toEqual(['context']);
  });

  it('starts undecided where it is contested, and with what was entered where it is not', () => {
    const [amount, customer] = entry().fields;
    if (amount === undefined || customer === undefined) throw new Error('the sample has two fields');
    expect(choiceOf(entry(), {}, amount).side).toBeNull();
    expect(resultOf(amount, choiceOf(entry(), {}, amount))).toBeUndefined();
    expect(resultOf(customer, choiceOf(entry(), {}, customer))).toBe('B');
    expect(formFaults(entry(), {})).toEqual({ amountCents: { code: 'undecided' } });
  });
});

describe('what a settlement says', () => {
  it('is what was entered, once mine is taken', () => {
    const choices = chooseAll(entry(), {}, 'mine');
    expect(formFaults(entry(), choices)).toEqual({});
    expect(settledFields(entry(), choices)).toEqual({ amountCents: 140, customerName: 'B' });
    expect(theirsSeen(entry())).toEqual({ amountCents: 120, customerName: 'A', distanceMetres: 9 });
  });

  it('is nothing once theirs is taken: the edit is given up', () => {
    expect(settledFields(entry(), chooseAll(entry(), {}, 'theirs'))).toEqual({});
  });

  it('is the value entered by hand, unless the server has just that', () => {
    expect(settledFields(entry(), { amountCents: hand(130) })).toEqual({ amountCents: 130, customerName: 'B' });
    expect(settledFields(entry(), { amountCents: hand(120) })).toEqual({ customerName: 'B' });
  });

  it('is every field of a new row that was refused', () => {
    const created = entry({
      op: 'create',
      entity: 'third-party',
      state: 'rejected',
      fields: [field('name', null, 'Néon', null), field('type', null, 'customer', null)],
    });
    expect(settledFields(created, { name: hand('Néon & Fils') })).toEqual({ name: 'Néon & Fils', type: 'customer' });
    expect(theirsSeen(created)).toEqual({});
  });
});

describe('a value that cannot be', () => {
  it('is said with its field', () => {
    const typed: Choices = { amountCents: hand(100, 'a lot') };
    expect(formFaults(entry(), typed)).toEqual({ amountCents: { code: 'invalid-value', field: 'amountCents' } });
    expect(formFaults(entry(), { amountCents: hand(1.5) })['amountCents']).toMatchObject({ code: 'invalid-value' });
  });

  it('is a period that ends before it begins, whoever entered which end', () => {
    const cycle = entry({
      entity: 'billing-cycle',
      fields: [
        field('periodStart', '2026-01-01', '2026-02-01', '2026-01-01'),
        field('periodEnd', '2026-01-31', '2026-01-31', '2026-01-20', true),
      ],
    });
    expect(formFaults(cycle, {})).toEqual({ periodEnd: { code: 'period-reversed', field: 'periodEnd' } });
    const mended = { periodStart: hand('2026-01-10') };
    expect(formFaults(cycle, mended)).toEqual({});
  });
});

describe('when the row changes once more', () => {
  it('a decision about what changed is open again, and the others stand', () => {
    const before = entry();
    const choices = chooseAll(before, {}, 'mine');
    const after = entry({ fields: [field('amountCents', 100, 140, 125, true), ...before.fields.slice(1)] });
    const { choices: kept, lost } = keptChoices(before, after, choices);
    expect(lost).toBe(true);
    expect(kept['amountCents']?.side).toBeNull();
    expect(kept['customerName']?.side).toBe('mine');
    expect(keptChoices(before, entry(), choices)).toEqual({ choices, lost: false });
  });

  it('what was entered by hand is not lost', () => {
    const after = entry({ fields: [field('amountCents', 100, 140, 125, true)] });
    expect(keptChoices(entry(), after, { amountCents: hand(133) }).choices['amountCents']?.hand).toBe(133);
  });
});

describe('for any conflict', () => {
  const value = fc.option(fc.integer({ min: 0, max: 3 }), { nil: null });
  const fields = fc.record({ base: value, mine: value, theirs: value, isConflict: fc.boolean() }).map((values) => ({
    field: 'amountCents',
    names: {},
    ...values,
  }));

  it('theirs gives nothing to send, mine gives what was entered, and only where it differs from theirs', () => {
    fc.assert(
      fc.property(fields, (line) => {
        const conflict = entry({ fields: [line] });
        expect(settledFields(conflict, chooseAll(conflict, {}, 'theirs'))).toEqual({});
        const mine = settledFields(conflict, chooseAll(conflict, {}, 'mine'));
        const isSent = line.mine !== line.base && line.mine !== line.theirs;
        expect(mine).toEqual(isSent ? { amountCents: line.mine } : {});
      }),
    );
  });
});
