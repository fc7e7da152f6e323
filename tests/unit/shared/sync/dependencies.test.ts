import { describe, expect, it } from 'vitest';
import type { Mutation } from '../../../../shared/api/index.ts';
import { createDependencyGate, overlayOf } from '../../../../shared/sync/index.ts';

const common = { baseVersion: 1, madeAtMs: Date.UTC(2026, 2, 1) };
const create = (mutationId: string, id: string): Mutation => ({
  ...{ ...common, mutationId, id, op: 'create', entity: 'third-party' },
  fields: { name: `party ${id}`, type: 'customer' },
});
const patch = (
  mutationId: string,
  entity: Mutation['entity'],
  id: string,
  to: Record<string, string | null>,
): Mutation => ({
  ...{ ...common, mutationId, entity, id, op: 'patch', seen: {} },
  fields: Object.fromEntries(Object.entries(to).map(([field, value]) => [field, { from: null, to: value }])),
});

describe('a dependency gate', () => {
  it('lets pass what has nothing to do with what is held', () => {
    const gate = createDependencyGate();
    gate.hold(create('m1', 'p1'));
    expect(gate.pass(create('m2', 'p2'))).toBeUndefined();
    expect(gate.pass(patch('m3', 'mission', '1', { thirdPartyId: 'p2' }))).toBeUndefined();
  });

  it('holds later edits of the row, and of those the ones that name what they were to create', () => {
    const gate = createDependencyGate();
    gate.hold(create('m1', 'p1'));
    expect(gate.pass(patch('m2', 'third-party', 'p1', { name: 'x' }))).toBe('m1');
    expect(gate.pass(patch('m3', 'mission', '1', { thirdPartyId: 'p1' }))).toBe('m1');
    expect(gate.pass(patch('m4', 'mission', '1', { customerName: 'x' }))).toBe('m1');
    expect(gate.pass(patch('m5', 'mission', '2', { thirdPartyId: null }))).toBeUndefined();
  });

  it('does not hold those that name a row which is there, though an edit of it is held', () => {
    const gate = createDependencyGate();
    gate.hold(patch('m1', 'third-party', 'p1', { name: 'x' }));
    expect(gate.pass(patch('m2', 'mission', '1', { thirdPartyId: 'p1' }))).toBeUndefined();
    expect(gate.pass(patch('m3', 'third-party', 'p1', { type: 'other' }))).toBe('m1');
  });

  it('holds along a chain of creations', () => {
    const gate = createDependencyGate();
    const cycle: Mutation = {
      ...{ ...common, mutationId: 'm2', id: 'c1', op: 'create', entity: 'billing-cycle' },
      fields: { label: 'March', thirdPartyId: 'p1' },
    };
    gate.hold(create('m1', 'p1'));
    expect(gate.pass(cycle)).toBe('m1');
    expect(gate.pass(patch('m3', 'mission', '1', { billingCycleId: 'c1' }))).toBe('m1');
  });
});

describe('an overlay', () => {
  const row = {
    id: 'p1',
    name: 'old',
    type: 'customer',
    contactInfo: { vat: 'FR1' },
    createdAt: '2026-01-01T00:00:00.000Z',
  };

  it('is the row itself where nothing is on its way', () => {
    expect(overlayOf(row, [])).toBe(row);
    expect(overlayOf(null, [])).toBeNull();
  });

  it('shows mine, one on top of the other, whatever the server says meanwhile', () => {
    const mine = [
      patch('m1', 'third-party', 'p1', { name: 'new' }),
      patch('m2', 'third-party', 'p1', { 'contactInfo.city': 'Lyon' }),
    ];
    expect(overlayOf({ ...row, name: 'theirs' }, mine)).toMatchObject({
      name: 'new',
      contactInfo: { vat: 'FR1', city: 'Lyon' },
    });
  });

  it('shows what is created at once, and the server’s row once that has come', () => {
    const made = overlayOf(null, [create('m1', 'p1'), patch('m2', 'third-party', 'p1', { name: 'new' })]);
    expect(made).toEqual({
      id: 'p1',
      name: 'new',
      type: 'customer',
      contactInfo: {},
      standing: 'active',
      mergedInto: null,
      archivedAt: null,
      lastMerge: null,
      createdAt: '2026-03-01T00:00:00.000Z',
    });
    expect(overlayOf(row, [create('m1', 'p1')])).toBe(row);
  });

  it('shows nothing of what is removed, by either side', () => {
    const remove: Mutation = { ...common, mutationId: 'm1', entity: 'third-party', id: 'p1', op: 'delete', seen: {} };
    expect(overlayOf(row, [remove])).toBeNull();
    expect(overlayOf(null, [patch('m1', 'third-party', 'p1', { name: 'new' })])).toBeNull();
  });

  it('archives, merges and parts a third party by legal actions alone', () => {
    const act = (action: string, parameters = {}): Mutation => ({
      ...{ ...common, mutationId: action, entity: 'third-party', id: 'p1', op: 'action', seen: {} },
      ...{ action, parameters },
    });
    const into = '0198a0b0-0000-7000-8000-000000000002';
    const archivedAt = '2026-03-01T00:00:00.000Z';
    expect(overlayOf({ standing: 'active' }, [act('archive')])).toMatchObject({ standing: 'archived', archivedAt });
    expect(overlayOf({ standing: 'active' }, [act('archive'), act('restore')])).toMatchObject({
      standing: 'active',
      archivedAt: null,
    });
    const merged = { standing: 'merged', mergedInto: into };
    expect(overlayOf({ standing: 'active' }, [act('merge', { into })])).toMatchObject(merged);
    expect(overlayOf(merged, [act('unmerge')])).toMatchObject({ standing: 'active', mergedInto: null });
    expect(overlayOf(merged, [act('archive'), act('restore'), act('merge', { into })])).toEqual(merged);
  });

  it('moves a cycle on by a legal action alone', () => {
    const act = (action: string): Mutation => ({
      ...{ ...common, mutationId: action, entity: 'billing-cycle', id: 'c1', op: 'action', seen: {} },
      ...{ action, parameters: {} },
    });
    const draft = { state: 'draft', transmission: null, isCredited: false };
    expect(overlayOf(draft, [act('open'), act('close')])).toEqual({ ...draft, state: 'closed' });
    expect(overlayOf(draft, [act('close')])).toEqual(draft);
    const cancel: Mutation = { ...common, mutationId: 'm1', entity: 'billing-cycle', id: 'c1', op: 'cancel' };
    expect(overlayOf({ state: 'open' }, [cancel])).toEqual({ state: 'open' });
  });
});
