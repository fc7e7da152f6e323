import { expect, it } from 'vitest';
import { keepMapping, readKeptMapping } from '../../../../renderer/billing/third-parties/import/kept-mapping.ts';
import { csvLine } from '../../../../shared/domain/index.ts';

function storage() {
  const values = new Map<string, string>();
  return {
    getItem: (name: string) => values.get(name) ?? null,
    setItem: (name: string, value: string) => void values.set(name, value),
    removeItem: (name: string) => void values.delete(name),
  };
}

it('what columns were said to be is kept for the next table with these headers', () => {
  const kept = storage();
  expect(readKeptMapping(kept, ['Nom', 'Ville'])).toBeUndefined();
  keepMapping(kept, ['Nom', 'Ville'], ['name', null]);
  expect(readKeptMapping(kept, ['NOM', 'ville '])).toEqual(['name', null]);
  expect(readKeptMapping(kept, ['Nom', 'Ville', 'CP'])).toBeUndefined();
  kept.setItem('vigie.party-import', '{"version":1,"mappings":{"nom":["future"]}}');
  expect(readKeptMapping(kept, ['Nom'])).toBeUndefined();
});

it('no cell of a CSV file that is written is a formula', () => {
  expect(csvLine(['=1+1', '+33', '-2', '@x', '\tx', 'a;b', 'a "b"', 'a\nb', '5-2'], ';')).toBe(
    `'=1+1;'+33;'-2;'@x;'\tx;"a;b";"a ""b""";"a\nb";5-2\r\n`,
  );
});
