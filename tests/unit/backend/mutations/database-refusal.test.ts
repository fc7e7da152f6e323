import { describe, expect, it } from 'vitest';
import { obstacleOf, refusalByDatabase } from '../../../../backend/services/mutations/database-refusal.ts';
import { conflict, rejected } from '../../../../backend/services/mutations/outcome.ts';
import { creation, patchOf, removalOf } from '../../../support/edits.ts';

const patch = patchOf('mission', { id: '1' }, { customerName: 'x' });
const removal = removalOf('third-party', { id: 'x' });
const coded = (code: string, more: object = {}) => Object.assign(new Error('no'), { code, ...more });

describe('an error of the database while an edit is written', () => {
  it.each([
    ['23514', patch, 'invalid-value'],
    ['23502', patch, 'invalid-value'],
    ['23505', creation('third-party', {}), 'invalid-value'],
    ['22003', patch, 'invalid-value'],
    ['22021', patch, 'invalid-value'],
    ['23503', patch, 'reference-missing'],
    ['23503', removal, 'referenced'],
    ['23001', removal, 'referenced'],
    ['P0001', patch, 'not-editable'],
    ['42501', patch, 'not-editable'],
    ['42P01', patch, 'not-editable'],
    ['44000', patch, 'not-editable'],
  ] as const)('%s refuses it: %#', (code, mutation, expected) => {
    expect(refusalByDatabase(coded(code, { constraint: 'dear' }), mutation)).toEqual({
      ...{ code: expected, detail: `the database refuses it (dear, ${code}): no` },
    });
  });

  it.each([
    '08006',
    '25006',
    '40001',
    '40P01',
    '53100',
    '55P03',
    '57014',
    '57P01',
    '58030',
    'F0000',
    'XX001',
    'ECONNRESET',
  ])('%s says nothing of it', (code) => {
    expect(refusalByDatabase(coded(code), patch)).toBeUndefined();
  });

  it('an error without a code is no refusal', () => {
    expect(refusalByDatabase(new Error('Connection terminated unexpectedly'), patch)).toBeUndefined();
    expect(refusalByDatabase(new SyntaxError('bad JSON'), patch)).toBeUndefined();
    expect(refusalByDatabase('text', patch)).toBeUndefined();
  });

  it.each([
    ['40001', 'passing'],
    ['40P01', 'passing'],
    ['55P03', 'lasting'],
    ['23514', undefined],
    ['08006', undefined],
  ])('%s is an obstacle: %s', (code, expected) => {
    expect(obstacleOf(coded(code))).toBe(expected);
  });
});

describe('an outcome', () => {
  it('is answered as it can be kept: without NUL, half a surrogate pair or a long text', () => {
    expect(conflict(['a\0b', '\ud800'])).toEqual({ result: 'conflict', fields: ['a\ufffdb', '\ufffd'] });
    const { reason } = rejected({ code: 'not-editable', field: 'x\0', detail: `\udc00${'y'.repeat(2000)}` }) as {
      reason: { field: string; detail: string };
    };
    expect(reason.field).toBe('x\ufffd');
    expect(reason.detail).toMatch(/^\ufffdy{499}$/);
  });
});
