import { describe, expect, it } from 'vitest';
import {
  duplicateReasons,
  type DuplicateReason,
  isNear,
  matchKeys,
  type RowFields,
} from '../../../../../shared/domain/index.ts';

function reasons(one: [string, RowFields?], other: [string, RowFields?]): DuplicateReason[] {
  return duplicateReasons(matchKeys(one[0], one[1] ?? {}), matchKeys(other[0], other[1] ?? {}));
}

describe('two third parties', () => {
  it.each<[string, string]>([
    ['Transports Dupont SARL', 'DUPONT Transports'],
    ['S.A.R.L. Épicerie du Lac', 'Epicerie du lac'],
    ['Ets. Müller & Cie', 'Muller'],
    ['Société des Autocars', 'AUTOCARS'],
  ])('called %s and %s have the same name', (one, other) => {
    expect(reasons([one], [other])).toEqual(['name']);
  });

  it.each<[string, string, boolean]>([
    ['Autocars Martin', 'Autocars Matrin', true],
    ['Autocars Martin', 'Autocar Martin', true],
    ['Autocars Martin', 'Autocars Mertins', true],
    ['Autocars Martin', 'Autocars Morand', false],
    ['Dépôt 12', 'Dépôt 13', false],
    ['SNCF', 'SNCB', false],
  ])('called %s and %s are near: %s', (one, other, isSo) => {
    expect(reasons([one], [other]).includes('near-name')).toBe(isSo);
  });

  it('are the same by their numbers, however these are written, and by a mailbox of their own', () => {
    expect(reasons(['A', { siren: '732 829 320' }], ['B', { siret: '73282932000074' }])).toEqual(['siren']);
    expect(reasons(['A', { vatNumber: 'FR 44 732829320' }], ['B', { siren: '732829320' }])).toEqual(['siren']);
    expect(reasons(['A', { vatNumber: 'BE0428759497' }], ['B', { vatNumber: 'be 0428.759.497' }])).toEqual([
      'vat-number',
    ]);
    expect(reasons(['A', { email: 'Info@Dupont.fr' }], ['B', { email: 'info@dupont.fr ' }])).toEqual(['email']);
    expect(reasons(['A', { email: 'no-reply@x.fr' }], ['B', { email: 'no-reply@x.fr' }])).toEqual([]);
  });

  it('of different SIREN are not near by their names', () => {
    const [one, other] = [{ siren: '732829320' }, { siren: '356000000' }];
    expect(reasons(['Autocars Martin', one], ['Autocars Matrin', other])).toEqual([]);
    expect(reasons(['Autocars Martin', one], ['Autocars Martin', other])).toEqual(['name']);
  });

  it('of nothing but signs are compared as they are', () => {
    expect(reasons(['🚌'], ['🚌'])).toEqual(['name']);
    expect(reasons(['🚌'], ['🚎'])).toEqual([]);
    expect(reasons(['SA'], ['SARL'])).toEqual([]);
  });
});

describe('near names', () => {
  it('are those that one or two slips of the hand make of each other', () => {
    const name = 'transports internationaux';
    for (let at = 0; at < name.length; at++) {
      const left = name.slice(0, at);
      expect(isNear(name, left + name.slice(at + 1)), 'left out').toBe(true);
      expect(isNear(name, `${left}x${name.slice(at)}`), 'added').toBe(true);
      expect(isNear(name, `${left}x${name.slice(at + 1)}`), 'changed').toBe(true);
      const swapped = left + (name[at + 1] ?? '') + (name[at] ?? '') + name.slice(at + 2);
      expect(isNear(name, swapped), 'swapped').toBe(true);
    }
    expect(isNear(name, 'xransports internationayy')).toBe(false);
  });
});
