import { beforeEach, describe, expect, it } from 'vitest';
import { matchingCommands } from '../../../../renderer/search/commands.ts';
import { createRecentChoices, type RecentChoice } from '../../../../renderer/search/recent-choices.ts';
import { groupEntries, groupsAtFirst, type SearchEntry } from '../../../../renderer/search/search-entries.ts';

const entry = (kind: SearchEntry['kind'], id: string, match: SearchEntry['match'] = 'word'): SearchEntry => ({
  ...{ kind, id, match, title: `${kind} ${id}`, detail: '' },
});
const shown = (groups: ReturnType<typeof groupEntries>) =>
  groups.map(({ name, entries }) => `${name}: ${entries.map(({ id }) => id).join(' ')}`);

describe('what was found', () => {
  it('is grouped by kind, the group with the best match first', () => {
    const entries = [
      entry('vehicle', '1'),
      entry('mission', '2', 'exact'),
      entry('mission', '3'),
      entry('third-party', '4', 'start'),
    ];
    expect(shown(groupEntries(entries, []))).toEqual(['mission: 2 3', 'third-party: 4', 'vehicle: 1']);
  });

  it('has better matches first, then what was chosen lately, then the order of the data host', () => {
    const entries = [
      entry('vehicle', 'a'),
      entry('vehicle', 'b'),
      entry('vehicle', 'c'),
      entry('vehicle', 'd', 'start'),
    ];
    const recent = [entry('mission', 'a'), entry('vehicle', 'c'), entry('vehicle', 'b')];
    expect(shown(groupEntries(entries, recent))).toEqual(['vehicle: d c b a']);
  });

  it('is at first what was chosen lately, without commands that are no more, and what can be done', () => {
    const commands = [entry('command', 'help'), entry('command', 'map')];
    const recent = [entry('command', 'gone'), entry('vehicle', '1'), entry('command', 'map')];
    expect(shown(groupsAtFirst(recent, commands))).toEqual(['recent: 1 map', 'command: help']);
    expect(shown(groupsAtFirst([], []))).toEqual([]);
  });
});

describe('the commands', () => {
  const command = (id: string, title: string, also = '') => ({ id, title, also, run: () => undefined });
  const commands = [
    command('a', 'Afficher : Véhicules', 'ouvrir'),
    command('b', 'Vérifier la liste'),
    command('c', 'Thème'),
  ];
  const found = (text: string) => matchingCommands(commands, text).map(({ id }) => id);

  it('are found by the beginnings of their words and other names, whatever accents, those that begin so first', () => {
    expect(found('ve')).toEqual(['b', 'a']);
    expect(found('ouv vehi')).toEqual(['a']);
    expect(found('theme')).toEqual(['c']);
    expect(found('hem')).toEqual(['c']);
    expect(found('xyz')).toEqual([]);
    expect(found(' - ')).toEqual(['a', 'b', 'c']);
  });
});

describe('what was chosen lately', () => {
  const choice = (id: string): RecentChoice => ({ kind: 'vehicle', id, title: id, detail: '' });
  beforeEach(() => localStorage.clear());

  it('is kept, the latest first, each once, eight at most', () => {
    const recent = createRecentChoices(localStorage);
    for (let n = 0; n < 12; n++) recent.remember(choice(String(n)));
    recent.remember(choice('6'));
    const ids = createRecentChoices(localStorage)
      .state.getState()
      .map(({ id }) => id);
    expect(ids).toEqual(['6', '11', '10', '9', '8', '7', '5', '4']);
  });

  it('is nothing where what was kept cannot be read', () => {
    for (const text of ['{', 'null', '{"version":2,"choices":[]}', '{"version":1,"choices":[{"kind":"x"}]}']) {
      localStorage.setItem('vigie.recent-choices', text);
      expect(createRecentChoices(localStorage).state.getState(), text).toEqual([]);
    }
  });
});
