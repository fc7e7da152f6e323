import { describe, expect, it } from 'vitest';
import { fold, searchableWords, searchedWords, sortKey, wordsOf } from '../../../../electron/data/store/folding.ts';

describe('folding', () => {
  it('takes case and accents away', () => {
    expect(fold('Éloi ÇA Ñandú')).toBe('eloi ca nandu');
    // The same letter, composed and not.
    expect(fold('É')).toBe(fold('E\u0301'));
    expect(fold('PLAIN 12')).toBe('plain 12');
  });
});

describe('sort keys', () => {
  it('sort numbers by their value and names without accents', () => {
    const sorted = ['BUS-10', 'bus-9', 'Éclair', 'école', 'BUS-010', 'abbé'].sort((a, b) =>
      sortKey(a) < sortKey(b) ? -1 : 1,
    );
    expect(sorted).toEqual(['abbé', 'bus-9', 'BUS-10', 'BUS-010', 'Éclair', 'école']);
  });

  it('take numbers longer than the padding as they are', () => {
    expect(sortKey('1234567890123')).toBe('1234567890123');
  });
});

describe('words', () => {
  it('are runs of letters, marks and digits', () => {
    expect(wordsOf("12 rue de l'Église, Saint-Étienne (42)")).toEqual([
      '12',
      'rue',
      'de',
      'l',
      'Église',
      'Saint',
      'Étienne',
      '42',
    ]);
    expect(wordsOf('E\u0301pinal')).toEqual(['Épinal']);
    expect(wordsOf(' -- "*" ')).toEqual([]);
  });

  it('are stored each after a space, so that a search finds where they start', () => {
    const words = searchableWords('Café du Marché', null, undefined, 'contact@example.org');
    expect(words).toBe(' cafe du marche contact example org');
    expect(words.includes(' mar')).toBe(true);
    expect(words.includes(' arche')).toBe(false);
  });

  it('are searched up to a sane number', () => {
    expect(searchedWords(undefined)).toEqual([]);
    expect(searchedWords('a b c d e f g h i j')).toHaveLength(8);
  });
});
