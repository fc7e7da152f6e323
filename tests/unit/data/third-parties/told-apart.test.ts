import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createPairFile, createToldApart } from '../../../../electron/data/third-parties/told-apart.ts';
import { silentLog } from '../../../support/silent-log.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';

const folders = temporaryFolders();

it('remembers over a restart what a person told apart, and asks again once more of it is alike', () => {
  const folder = folders();
  mkdirSync(folder, { recursive: true });
  const first = createToldApart(createPairFile(folder, silentLog));
  first.add({ one: 'a', other: 'b', reasons: ['near-name'] });
  first.add({ one: 'c', other: 'd', reasons: ['email'] });
  first.remove('d', 'c');
  const again = createToldApart(createPairFile(folder, silentLog));
  expect(again.has({ one: 'b', other: 'a', reasons: ['near-name'] })).toBe(true);
  expect(again.has({ one: 'c', other: 'd', reasons: ['email'] })).toBe(false);
  // They have the same SIREN now.
  expect(again.has({ one: 'a', other: 'b', reasons: ['siren', 'near-name'] })).toBe(false);
});

it('leaves a file aside that it cannot read, and begins anew', () => {
  const folder = folders();
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'third-parties-told-apart.json'), '{"version":1,"pairs":[{');
  const apart = createToldApart(createPairFile(folder, silentLog));
  apart.add({ one: 'a', other: 'b', reasons: ['name'] });
  expect(readdirSync(folder).toSorted()).toEqual([
    'third-parties-told-apart.json',
    'third-parties-told-apart.json.unreadable',
  ]);
});
