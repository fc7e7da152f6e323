import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createViewFile, viewFile } from '../../../../electron/data/views/view-file.ts';
import { createViews, type Views } from '../../../../electron/data/views/views.ts';
import { type MissionView, type MissionViews, MOST_VIEWS } from '../../../../shared/contract/index.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { createTestLog } from '../../../support/test-log.ts';
import { range, uuid } from '../../../support/vigie-server/rows.ts';

const newFolder = temporaryFolders();

function viewOf(n: number, change: Partial<MissionView> = {}): MissionView {
  return {
    ...{ id: uuid(`view ${n}`), name: `View ${n}`, text: '' },
    filter: {
      ...{ statuses: ['completed'], period: { kind: 'last-month' }, amount: 'none', distance: null },
      ...{ thirdParties: [{ id: uuid('third-party 1'), label: 'Élan' }], billingCycles: [{ id: null, label: null }] },
      ...{ vehicles: [], drivers: [] },
    },
    sort: { by: 'amountCents', direction: 'descending' },
    columns: [{ key: 'reference', width: 12 }],
    ...change,
  };
}

function open(folder: string) {
  const log = createTestLog();
  const told: MissionViews[] = [];
  const views: Views = createViews(createViewFile(folder, log), (now) => told.push(now));
  return { views, told, log };
}

it('keeps views over a restart, in their order, and tells every window', () => {
  const folder = newFolder();
  const { views, told } = open(folder);
  expect(views.save(viewOf(1))).toEqual({ result: 'saved' });
  expect(views.save(viewOf(2))).toEqual({ result: 'saved' });
  views.setDefault(viewOf(2).id);
  expect(views.save(viewOf(1, { name: 'First' }))).toEqual({ result: 'saved' });
  expect(told).toHaveLength(4);
  expect(open(folder).views.now()).toEqual({
    views: [viewOf(1, { name: 'First' }), viewOf(2)],
    defaultId: viewOf(2).id,
  });
});

it('forgets a view, and with it that it was the default; saved again it is back', () => {
  const { views } = open(newFolder());
  views.save(viewOf(1));
  views.setDefault(viewOf(1).id);
  views.remove(viewOf(1).id);
  expect(views.now()).toEqual({ views: [], defaultId: null });
  views.save(viewOf(1));
  expect(views.now().views).toEqual([viewOf(1)]);
  // No view has this id.
  views.setDefault(uuid('other'));
  expect(views.now().defaultId).toBeNull();
});

it('refuses a name that is taken, accents and case aside, and more views than it keeps', () => {
  const { views } = open(newFolder());
  views.save(viewOf(1, { name: 'À facturer' }));
  expect(views.save(viewOf(2, { name: 'a FACTURER' }))).toEqual({ result: 'refused', why: 'name-taken' });
  for (const n of range(MOST_VIEWS)) views.save(viewOf(n + 10));
  expect(views.save(viewOf(999))).toEqual({ result: 'refused', why: 'too-many' });
  expect(views.save(viewOf(1, { name: 'À facturer', text: 'lyon' }))).toEqual({ result: 'saved' });
});

it('leaves what it cannot read aside, and keeps the rest', () => {
  const folder = newFolder();
  open(folder).views.save(viewOf(1));
  const text = readFileSync(viewFile(folder), 'utf8');
  writeFileSync(viewFile(folder), text.replace('"views": [', '"views": [{ "id": "of a later program" },'));
  const { views, log } = open(folder);
  expect(views.now().views).toEqual([viewOf(1)]);
  expect(log.entries.some(({ level }) => level === 'error')).toBe(true);
  expect(readFileSync(`${viewFile(folder)}.unreadable`, 'utf8')).toContain('of a later program');
  writeFileSync(viewFile(folder), '{ not JSON');
  expect(open(folder).views.now()).toEqual({ views: [], defaultId: null });
});
