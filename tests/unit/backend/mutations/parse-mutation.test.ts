import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { parseMutation } from '../../../../backend/services/mutations/parse-mutation.ts';
import { actionOn, cancelOf, creation, cycleCreation, patchOf, removalOf } from '../../../support/edits.ts';

const party = { id: uuidv7(), name: 'Martin', type: 'customer', contactInfo: {} };
const cycle = { ...cycleCreation().fields, id: uuidv7(), thirdPartyId: null, state: 'open' };
const mission = { id: '7', distanceMetres: 1200, amountCents: 500, currency: 'EUR', status: 'completed' };
const patch = patchOf('mission', mission, { amountCents: 600 });

describe('a mutation', () => {
  it.each([
    creation('third-party', { name: 'x', type: 'other' }),
    patch,
    patchOf('mission', { ...mission, id: '123456789012345678' }, { customerName: 'x' }),
    removalOf('third-party', party),
    actionOn('billing-cycle', cycle, 'close'),
    cancelOf(patch),
  ])('is taken as it is: $op of a $entity', (mutation) => {
    expect(parseMutation(mutation)).toEqual({ ok: true, mutation });
  });

  const { mutationId } = patch;
  const without = (seen: object, name: string) =>
    Object.fromEntries(Object.entries(seen).filter(([field]) => field !== name));
  const removal = removalOf('third-party', party);
  const action = actionOn('billing-cycle', cycle, 'close');
  const malformed: [string, { mutationId: string; [member: string]: unknown }, string][] = [
    ['nothing but an id', { mutationId }, 'op'],
    ['an operation that is not known', { ...patch, op: 'merge' }, 'op'],
    ['an id of another kind', { ...patch, mutationId: '6f1e8a52-1d1c-4c7e-9a55-0a4b1d9e8f00' }, 'mutationId'],
    ['an entity that nobody edits', { ...patch, entity: 'vehicle' }, 'entity'],
    ['a version below zero', { ...patch, baseVersion: -1 }, 'baseVersion'],
    ['a time that is none', { ...patch, madeAtMs: 1.5 }, 'madeAtMs'],
    ['a field without its old value', { ...patch, fields: { amountCents: { to: 1 } } }, 'fields.amountCents.from'],
    ['a value that is a list', { ...creation('third-party', {}), fields: { name: ['x'] } }, 'fields.name'],
    ['something more', { ...patch, urgency: 1 }, 'op'],
    ['a key with a leading zero', { ...patch, id: '07' }, 'id'],
    ['a key beyond what a bigint holds', { ...patch, id: '9'.repeat(19) }, 'id'],
    ['a key with a NUL', { ...patch, id: '7\0' }, 'id'],
    ['a uuid in capitals', { ...removal, id: party.id.toUpperCase() }, 'id'],
    ['a uuid as a mission', { ...patch, id: party.id }, 'id'],
    [
      'an amount that did not see the distance',
      { ...patch, seen: without(patch.seen, 'distanceMetres') },
      'seen.distanceMetres',
    ],
    [
      'a removal that did not see the phone',
      { ...removal, seen: without(removal.seen, 'contactInfo.phone') },
      'seen.contactInfo.phone',
    ],
    ['an action that did not see the state', { ...action, seen: without(action.seen, 'state') }, 'seen.state'],
  ];
  it.each(malformed)('with %s is malformed, and says where', (_, raw, field) => {
    const parsed = parseMutation(raw);
    if (parsed.ok) throw new Error('it was taken');
    if (field !== 'op') expect(parsed.reason.field).toBe(field);
    expect(parsed).toMatchObject({ mutationId: raw.mutationId, reason: { code: 'malformed' } });
    expect(parsed.reason.detail).toMatch(/\w: \w/);
  });

  it('that is malformed tells which row it is about, where that can be read', () => {
    expect(parseMutation({ ...patch, baseVersion: -1 })).toMatchObject({
      about: { entity: 'mission', id: '7' },
      op: 'patch',
    });
    const made = { ...creation('third-party', {}, party.id), more: 1 };
    expect(parseMutation(made)).toMatchObject({ about: { entity: 'third-party', id: party.id }, op: 'create' });
    expect(parseMutation({ ...patch, id: '07' })).toMatchObject({ about: undefined });
    expect(parseMutation({ ...patch, entity: 7 })).toMatchObject({ about: undefined });
  });
});
