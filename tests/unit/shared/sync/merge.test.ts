import { describe, expect, it } from 'vitest';
import { fieldOf, fieldsOf, GUARDED_FIELDS, withFields } from '../../../../shared/domain/index.ts';
import { changedSince, mergeEdits, seenFor } from '../../../../shared/sync/index.ts';
import { fc } from '../../../support/property.ts';

const mission = {
  id: '7',
  customerName: 'Durand',
  thirdPartyId: null,
  billingCycleId: null,
  distanceMetres: 12_000,
  amountCents: 4_200,
  currency: 'EUR',
  status: 'completed',
};
const seen = fieldsOf(mission, GUARDED_FIELDS.mission);

describe('a merge', () => {
  it('takes fields that nobody else touched', () => {
    const theirs = { ...mission, thirdPartyId: 'p' };
    expect(mergeEdits('mission', theirs, { customerName: { from: 'Durand', to: 'Dupont' } }, {})).toEqual({
      ok: true,
      fields: { customerName: 'Dupont' },
    });
  });

  it('has nothing to do where both did the same', () => {
    const theirs = { ...mission, customerName: 'Dupont' };
    expect(mergeEdits('mission', theirs, { customerName: { from: 'Durand', to: 'Dupont' } }, {})).toEqual({
      ok: true,
      fields: {},
    });
  });

  it('names the fields that both changed, and takes none of the others', () => {
    const theirs = { ...mission, customerName: 'Martin' };
    const edits = { customerName: { from: 'Durand', to: 'Dupont' }, thirdPartyId: { from: null, to: 'p' } };
    expect(mergeEdits('mission', theirs, edits, {})).toEqual({ ok: false, conflicts: ['customerName'] });
  });

  it('does not take an amount once the distance has changed, though nobody touched the amount', () => {
    const edits = { amountCents: { from: 4_200, to: 5_000 } };
    expect(mergeEdits('mission', mission, edits, seen)).toEqual({ ok: true, fields: { amountCents: 5_000 } });
    expect(mergeEdits('mission', { ...mission, distanceMetres: 15_000 }, edits, seen)).toEqual({
      ok: false,
      conflicts: ['distanceMetres'],
    });
    expect(mergeEdits('mission', { ...mission, status: 'cancelled' }, edits, seen)).toEqual({
      ok: false,
      conflicts: ['status'],
    });
  });

  it('takes an amount whatever became of fields that have nothing to do with it', () => {
    const theirs = { ...mission, customerName: 'Martin' };
    expect(mergeEdits('mission', theirs, { amountCents: { from: 4_200, to: 5_000 } }, seen).ok).toBe(true);
  });

  it('looks at guarded fields only for guarded edits', () => {
    expect(seenFor('mission', mission, ['customerName'])).toEqual({});
    expect(seenFor('mission', mission, ['customerName', 'amountCents'])).toEqual(seen);
    expect(changedSince({ ...mission, currency: 'CHF' }, seen)).toEqual(['currency']);
  });
});

describe('for any two editors', () => {
  const fields = ['customerName', 'thirdPartyId', 'amountCents', 'distanceMetres'] as const;
  const values = fc.constantFrom<string | number | null>('a', 'b', 1, 2, null);
  const edit = fc.dictionary(fc.constantFrom(...fields), values, { noNullPrototype: true });
  const asEdits = (to: Record<string, string | number | null>) =>
    Object.fromEntries(
      Object.entries(to).map(([field, value]) => [field, { from: fieldOf(mission, field), to: value }]),
    );

  it('a merge changes nothing but what was edited, and never what the other one changed to something else', () => {
    fc.assert(
      fc.property(edit, edit, (theirs, mine) => {
        const row = withFields(mission, theirs);
        const edits = asEdits(mine);
        const merge = mergeEdits('mission', row, edits, seenFor('mission', mission, Object.keys(edits)));
        if (!merge.ok) {
          expect(merge.conflicts).not.toEqual([]);
          return;
        }
        const after = withFields(row, merge.fields);
        for (const field of fields) {
          const expected = Object.hasOwn(mine, field) ? mine[field] : fieldOf(row, field);
          expect(fieldOf(after, field)).toBe(expected);
          const theyChanged = fieldOf(row, field) !== fieldOf(mission, field);
          if (theyChanged) expect(fieldOf(after, field)).toBe(fieldOf(row, field));
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('who comes first does not matter where both can be taken', () => {
    fc.assert(
      fc.property(edit, edit, (first, second) => {
        const run = (orders: Record<string, string | number | null>[]) =>
          orders.reduce<typeof mission | undefined>((row, to) => {
            if (row === undefined) return undefined;
            const merge = mergeEdits('mission', row, asEdits(to), seenFor('mission', mission, Object.keys(to)));
            return merge.ok ? withFields(row, merge.fields) : undefined;
          }, mission);
        const [oneWay, otherWay] = [run([first, second]), run([second, first])];
        if (oneWay !== undefined && otherWay !== undefined) expect(oneWay).toEqual(otherWay);
      }),
      { numRuns: 2_000 },
    );
  });
});
