import { describe, expect, it } from 'vitest';
import { readCustomerName } from '../../../../backend/migrate-data/customer-name.ts';
import { DecisionsError, readDecisions } from '../../../../backend/migrate-data/decisions.ts';
import { type GroupingInput, groupCustomers } from '../../../../backend/migrate-data/group-customers.ts';
import { nearNames, typingDistance } from '../../../../backend/migrate-data/near-names.ts';

describe('a name as it was typed', () => {
  it.each([
    ['Transports Éloïse', 'transports eloise', undefined],
    ['  TRANSPORTS   ELOISE S.A.R.L. ', 'transports eloise', 'sarl'],
    ['Sté Transports-Éloïse, sarl', 'transports eloise', 'sarl'],
    ['Dupont & Fils SAS', 'dupont et fils', 'sas'],
    ['Cœur de Ville (réf. 12)', 'coeur de ville', undefined],
    ['S A', 'sa', undefined],
    ['Société Générale', 'generale', undefined],
    ['A. B. Martin', 'a b martin', undefined],
    ['Müller GmbH', 'muller', 'gmbh'],
    ['???', '', undefined],
    ["L'Hôpital n° 7", 'l hopital n 7', undefined],
  ])('%j', (typed, base, form) => {
    expect(readCustomerName(typed)).toEqual({ base, form });
  });
});

describe('near names', () => {
  it.each([
    ['transports eloise', 'transprots eloise', 'one letter differs'],
    ['transports eloise', 'transport eloise', 'one letter differs'],
    ['transports eloise nord', 'transportd eloize nord', 'two letters differ'],
    ['transports martin', 'martin transports', 'same words in another order'],
    ['saint etienne', 'saintetienne', 'same without spaces'],
    ['st etienne taxis', 'saint etienne taxis', 'same but for an abbreviation'],
  ])('%s and %s: %s', (first, second, reason) => {
    expect(nearNames([first, 'something else', second])).toEqual({
      pairs: [{ first: 0, second: 2, reason }],
      isCut: false,
    });
  });

  it.each([
    ['client 12', 'client 13'],
    ['zone ab', 'zone ac'],
    ['dupont', 'durand'],
    ['abc', 'abd'],
    ['transports nord', 'transports sud'],
  ])('%s and %s are not', (first, second) => {
    expect(nearNames([first, second]).pairs).toEqual([]);
  });

  it('are looked for within bounds, however many names follow a pattern', () => {
    const names = Array.from(
      { length: 2_000 },
      (_, index) => `transports ${(index + 20_000).toString(26).replaceAll(/\d/g, 'z')}x`,
    );
    const { pairs, isCut } = nearNames([...new Set(names)]);
    expect(pairs.length).toBeLessThanOrEqual(20_000);
    expect(pairs.length > 0 || isCut).toBe(true);
  });

  it('typing distance counts letters left out, added, mistaken, exchanged', () => {
    expect([
      typingDistance('abcd', 'abdc', 2),
      typingDistance('abcd', 'abd', 2),
      typingDistance('abcd', 'axcd', 2),
    ]).toEqual([1, 1, 1]);
    expect([
      typingDistance('abcd', 'abcd', 2),
      typingDistance('abcd', 'badc', 2),
      typingDistance('abcd', 'wxyz', 2),
    ]).toEqual([0, 2, 3]);
  });
});

function group(spellings: Record<string, number>, more: Partial<GroupingInput> = {}) {
  const input: GroupingInput = {
    spellings: Object.entries(spellings).map(([spelling, missions]) => ({ spelling, missions })),
    ...{ parties: [], known: new Map(), decisions: [], nobody: ['Particulier'] },
    ...more,
  };
  const { customers, review, nobody, tooLong } = groupCustomers(input);
  const short = customers.map(
    ({ name, missions, partyId, waits }) =>
      `${name} ${missions}${partyId === undefined ? '' : ` =${partyId}`}${waits ? ' waits' : ''}`,
  );
  return {
    customers: short.sort(),
    review: review.map(({ keep, other }) => `${keep} / ${other}`).sort(),
    nobody,
    tooLong,
  };
}

describe('customers', () => {
  it('are one under spellings that differ in case, accents, spaces or by naming a legal form', () => {
    expect(group({ Éloïse: 5, ELOISE: 3, '  eloise  SARL': 1, 'Éloïse S.A.R.L.': 1 })).toEqual({
      ...{ customers: ['Éloïse 10'], review: [], nobody: [], tooLong: [] },
    });
  });

  it('of two legal forms are two, and the name without one waits', () => {
    const { customers, review } = group({ 'Dupont SA': 4, 'Dupont SARL': 2, DUPONT: 9 });
    expect(customers).toEqual(['DUPONT 9 waits', 'Dupont SA 4', 'Dupont SARL 2']);
    expect(review).toEqual(['Dupont SA / DUPONT', 'Dupont SARL / DUPONT']);
    const decided = group(
      { 'Dupont SA': 4, 'Dupont SARL': 2, DUPONT: 9 },
      {
        decisions: [
          { first: 'Dupont SA', second: 'Dupont', same: true },
          { first: 'Dupont SARL', second: 'Dupont', same: false },
        ],
      },
    );
    expect(decided.customers).toEqual(['DUPONT 13', 'Dupont SARL 2']);
    expect(decided.review).toEqual([]);
  });

  it('that are near are never merged: the rarer one waits for a decision, which is then kept to', () => {
    const spellings = { 'Transports Éloïse': 9, 'Transprots Éloïse': 1, 'Taxis Bleus': 3 };
    expect(group(spellings)).toMatchObject({
      customers: ['Taxis Bleus 3', 'Transports Éloïse 9', 'Transprots Éloïse 1 waits'],
      review: ['Transports Éloïse / Transprots Éloïse'],
    });
    const pair = { first: 'Transports Éloïse', second: 'Transprots Éloïse' };
    expect(group(spellings, { decisions: [{ ...pair, same: true }] })).toMatchObject({
      customers: ['Taxis Bleus 3', 'Transports Éloïse 10'],
      review: [],
    });
    expect(group(spellings, { decisions: [{ ...pair, same: false }] })).toMatchObject({
      customers: ['Taxis Bleus 3', 'Transports Éloïse 9', 'Transprots Éloïse 1'],
      review: [],
    });
  });

  it('are third parties that are there already, by name or by what was known before', () => {
    const parties = [
      { id: 'p1', name: 'Eloise SAS' },
      { id: 'p2', name: 'Renamed since' },
      { id: 'p3', name: 'Twice' },
      { id: 'p4', name: 'TWICE' },
    ];
    const { customers, review } = group(
      { Éloïse: 2, 'Old name': 1, Twice: 1, 'Renamed sinec': 1 },
      { parties, known: new Map([['Old name', 'p2']]) },
    );
    expect(customers).toEqual(['Old name 1 =p2', 'Renamed sinec 1', 'Twice 1 waits', 'Éloïse 2 =p1']);
    expect(review).toEqual(['TWICE / Twice', 'Twice / Twice']);
    expect(group({ 'Trasnports Roux': 1 }, { parties: [{ id: 'p', name: 'Transports Roux' }] })).toMatchObject({
      customers: ['Trasnports Roux 1 waits'],
      review: ['Transports Roux / Trasnports Roux'],
    });
    const decisions = [{ first: 'Transports Roux', second: 'Trasnports Roux', same: true }];
    expect(
      group({ 'Trasnports Roux': 1 }, { parties: [{ id: 'p', name: 'Transports Roux' }], decisions }).customers,
    ).toEqual(['Trasnports Roux 1 =p']);
  });

  it('that are nobody, no name or too long are left alone', () => {
    const long = 'x'.repeat(201);
    expect(group({ PARTICULIER: 3, ' ': 1, '12/34': 1, [long]: 1 })).toEqual({
      ...{ customers: [], review: [], nobody: ['PARTICULIER', ' ', '12/34'], tooLong: [long] },
    });
  });
});

describe('a file of decisions', () => {
  it('is a report with "same" filled in', () => {
    const review = [
      { keep: 'A', other: 'B', reason: 'x', missions: 1, same: true },
      { keep: 'A', other: 'C', same: null },
    ];
    expect(readDecisions(JSON.stringify({ review, isDry: false }), 'f')).toEqual([
      { first: 'A', second: 'B', same: true },
    ]);
  });

  it.each([
    ['{', /^f is not JSON/],
    ['[]', /^f, at its beginning: /],
    ['{"review":[{"keep":"A","other":"B","same":"yes"}]}', /^f, at review\.0\.same: /],
    ['{"review":[{"keep":"A","same":true}]}', /^f, at review\.0\.other: /],
  ])('%s is refused with the place', (text, message) => {
    expect(() => readDecisions(text, 'f')).toThrow(DecisionsError);
    expect(() => readDecisions(text, 'f')).toThrow(message);
  });
});
