import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../../electron/data/store/store.ts';
import { anIncident } from '../../../support/shift-fixtures.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { applyAll, testStores } from '../../../support/test-store.ts';
import {
  billingCycleRow,
  fleetChanges,
  missionRow,
  range,
  thirdPartyRow,
  upsert,
  uuid,
  vehicleRow,
} from '../../../support/vigie-server/rows.ts';

const newFolder = temporaryFolders();
const newStore = testStores();
let store: Store;

beforeEach(async () => {
  ({ store } = newStore(newFolder()));
  await applyAll(store, fleetChanges(300));
});

const search = (text: string, limit = 6) => store.read((cache) => cache.search.all(text, limit, 0));

describe('a search for everything', () => {
  it('finds rows of every kind by the beginnings of their words, whatever their case and accents', () => {
    const found = search('ÉLAN');
    expect(found.thirdParties.length).toBeGreaterThan(0);
    expect(found.thirdParties.every(({ name }) => name.startsWith('Transports Élan'))).toBe(true);
    expect(search('cycle 1').billingCycles.map(({ label }) => label)).toEqual(['Cycle 1', 'Cycle 10', 'Cycle 11']);
    expect(search('bus 12').vehicles.map(({ code, match }) => [code, match])).toEqual([['BUS-12', 'start']]);
    expect(search('conducteur 79').missions.map(({ driver }) => driver)).toContain('Conducteur 79');
  });

  it('puts first what is called so, then what begins so, then the rest in natural order', async () => {
    await applyAll(store, [
      upsert('vehicle', vehicleRow(60, { code: 'Z 7', label: 'Lyon' })),
      upsert('vehicle', vehicleRow(61, { code: 'Lyon 9', label: 'x' })),
      upsert('vehicle', vehicleRow(62, { code: 'LYON', label: 'x' })),
      upsert('vehicle', vehicleRow(63, { code: 'Lyon 10', label: 'x' })),
    ]);
    expect(search('lyon', 4).vehicles.map(({ code, match }) => [code, match])).toEqual([
      ['LYON', 'exact'],
      ['Lyon 9', 'start'],
      ['Lyon 10', 'start'],
      ['BUS-1', 'word'],
    ]);
    await applyAll(store, [upsert('third-party', thirdPartyRow(900, { name: 'Dupont' }))]);
    expect(search('dupont', 1).thirdParties).toMatchObject([{ name: 'Dupont', match: 'exact' }]);
  });

  it('finds a mission by its reference before all that also has the word, then the latest first', async () => {
    await applyAll(store, [
      upsert('mission', missionRow(9_001, { reference: 'QUAI' })),
      ...range(5).map((n) =>
        upsert(
          'mission',
          missionRow(9_010 + n, { originAddress: 'Quai 5', plannedStartAt: `2026-05-0${n + 1}T08:00:00.000Z` }),
        ),
      ),
    ]);
    expect(search('quai', 4).missions.map(({ id, match }) => [id, match])).toEqual([
      ['9001', 'exact'],
      ['9014', 'word'],
      ['9013', 'word'],
      ['9012', 'word'],
    ]);
  });

  it('finds an incident by its title, and by what was written into it', async () => {
    const at = '2026-03-01T06:00:00.000Z';
    const bare = {
      id: 'n',
      kind: 'note',
      at,
      recordedAt: at,
      by: 'ada',
      subject: null,
      what: null,
      view: null,
    } as const;
    const incidents = [
      anIncident({ title: 'Pneu crevé' }),
      anIncident({ id: uuid('2'), title: 'Chaussée inondée', entries: [{ ...bare, text: 'Dépanneuse appelée' }] }),
    ];
    await applyAll(
      store,
      incidents.map((row) => ({ op: 'upsert', entity: 'incident', id: row.id, version: 1, row })),
    );
    const found = (text: string) => search(text).incidents.map(({ title, match }) => [title, match]);
    expect(found('PNEU CREVE')).toEqual([['Pneu crevé', 'exact']]);
    expect(found('chaus')).toEqual([['Chaussée inondée', 'start']]);
    expect(found('depanneuse')).toEqual([['Chaussée inondée', 'word']]);
  });

  it('gives so many of each kind and no more, and nothing for no word', () => {
    const { vehicles, missions, thirdParties, billingCycles } = search('1', 3);
    expect([vehicles, missions, thirdParties, billingCycles].map(({ length }) => length)).toEqual([3, 3, 3, 3]);
    for (const text of ['', '   ', '-- "*']) {
      expect(Object.values(search(text)).flat()).toEqual([]);
    }
  });

  it('takes every text as words, never as a query', () => {
    for (const text of ['" OR 1', 'a* NEAR b', "'; DROP TABLE missions", 'NOT lyon', '%', 'Cycle 1"']) {
      expect(() => search(text)).not.toThrow();
    }
    expect(search('cycle').billingCycles[0]?.id).toBe(uuid('billing-cycle 0'));
    expect(billingCycleRow(0).label).toBe('Cycle 0');
  });
});
