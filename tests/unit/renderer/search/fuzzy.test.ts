import { describe, expect, it } from 'vitest';
import { matchingCommands } from '../../../../renderer/search/commands.ts';
import { fuzzyRank } from '../../../../renderer/search/fuzzy.ts';

describe('a command', () => {
  const command = (id: string, title: string, also: string) => ({ id, title, also, run: () => undefined });
  const commands = [
    command('filter', 'Filtrer les missions', 'Filter the missions'),
    command('views', 'Vues des missions', 'Views of the missions'),
    command('assign', 'Affecter les missions cochées', 'Assign the marked missions'),
    command('theme', 'Sombre ou clair', 'Dark or light'),
    command('language', 'Français ou anglais', 'French or English'),
  ];
  const found = (text: string) => matchingCommands(commands, text).map(({ id }) => id);

  it('is found by what it is called in either language, accents and case aside', () => {
    expect(found('filtrer')).toEqual(['filter']);
    expect(found('ASSIGN')).toEqual(['assign']);
    expect(found('francais')).toEqual(['language']);
    expect(found('cochees')).toEqual(['assign']);
    expect(found('dark')).toEqual(['theme']);
    expect(found('')).toHaveLength(5);
  });

  it('is found by its letters in their order, and not by any', () => {
    expect(found('fltr')).toEqual(['filter']);
    expect(found('vumis')).toEqual(['views']);
    expect(found('zzz')).toEqual([]);
    expect(found('xq')).toEqual([]);
  });

  it('comes first where it begins so, then where a word does, then where it is in it', () => {
    const ranks = [fuzzyRank('Missions', 'mis'), fuzzyRank('Vues des missions', 'mis'), fuzzyRank('Transmis', 'mis')];
    expect(ranks).toEqual([0, 1, 2]);
    expect(fuzzyRank('Filtrer les missions', 'flms')).toBeGreaterThan(2);
  });
});
