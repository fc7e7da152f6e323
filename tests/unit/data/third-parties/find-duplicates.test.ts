import { expect, it } from 'vitest';
import { findDuplicates } from '../../../../electron/data/third-parties/find-duplicates.ts';
import { matchKeys, type RowFields } from '../../../../shared/domain/index.ts';

const party = (id: string, name: string, info: RowFields = {}) => ({ id, ...matchKeys(name, info) });

it('pairs of third parties are found by number, name, mailbox and near name, the surest first', async () => {
  const pairs = await findDuplicates([
    party('a', 'Autocars Martin', { siren: '732829320' }),
    party('b', 'Martin Autocars SARL'),
    party('c', 'Voyages Leroy', { siret: '73282932000074' }),
    party('d', 'Voyages Leroi'),
    party('e', 'Taxis Verts', { email: 'contact@verts.fr' }),
    party('f', 'Verts', { email: 'Contact@verts.fr' }),
    party('g', 'Personne'),
  ]);
  expect(pairs.map(({ one, other, reasons }) => [one + other, ...reasons])).toEqual([
    ['ac', 'siren'],
    ['ab', 'name'],
    ['ef', 'email'],
    ['cd', 'near-name'],
  ]);
});

it('20,000 third parties are compared without keeping others from their turn', { retry: 4 }, async () => {
  const many = Array.from({ length: 20_000 }, (_, n) => party(String(n), `Société ${n * 7919} transports ${n % 97}`));
  many.push(party('x', 'Établissements Grandjean'), party('y', 'Etablissements Grandjaen'));
  let longestMs = 0;
  let beforeMs = performance.now();
  const timer = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - beforeMs);
    beforeMs = performance.now();
  }, 1);
  const pairs = await findDuplicates(many);
  clearInterval(timer);
  expect(pairs).toEqual([{ one: 'x', other: 'y', reasons: ['near-name'] }]);
  // A busy machine may keep this process from its turn: not each time.
  expect(longestMs).toBeLessThan(500);
});
