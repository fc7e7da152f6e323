import { describe, expect, it } from 'vitest';
import { parseDuration, writeDuration } from '../../../../renderer/supervision/legend/duration-text.ts';
import { fc } from '../../../support/property.ts';

describe('a duration as people write it', () => {
  it.each([
    ['90', 90_000],
    [' 90 s ', 90_000],
    ['5 min', 300_000],
    ['5mn', 300_000],
    ['1,5 min', 90_000],
    ['2 H', 7_200_000],
    ['0,5 s', undefined],
    ['25 h', undefined],
    ['0', undefined],
    ['-3', undefined],
    ['soon', undefined],
    ['3 days', undefined],
    ['1.2.3', undefined],
    ['', undefined],
  ])('%j is %j ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it('reads what it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 86_400 }), (seconds) => {
        expect(parseDuration(writeDuration(seconds * 1000))).toBe(seconds * 1000);
      }),
    );
    expect([60_000, 90_000, 300_000, 7_200_000].map(writeDuration)).toEqual(['1 min', '90 s', '5 min', '2 h']);
  });
});
