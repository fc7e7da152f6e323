import { expect, it } from 'vitest';
import { Books } from '../../../../electron/data/books/books.ts';
import { systemClock } from '../../../../electron/data/system-clock.ts';
import { billedLine, TimeZone } from '../../../../shared/domain/index.ts';
import { idOf, LARGE_CYCLE, missionOf, namedRows, SIZES } from '../../../bench/billing/missions.ts';
import { CARD } from '../../../bench/billing/tariff.ts';
import { BILLING_SETTINGS } from '../../../support/billing-fixtures.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { testStores } from '../../../support/test-store.ts';

const newFolder = temporaryFolders();
const open = testStores();
const IDENTITY = 'https://vigie.example';
const [OF_THE_CYCLE, OTHERS] = [SIZES.ofTheCycle, 1_000];

it('reads any window of a cycle of 50,000 missions, and what all of them come to, from the cache alone', async () => {
  const { store } = open(newFolder(), { serverIdentity: IDENTITY });
  const missions = Array.from({ length: OF_THE_CYCLE + OTHERS }, (_, index) => missionOf(index));
  await store.write((cache) => {
    for (const change of namedRows()) cache.apply(change);
    for (const row of missions) cache.apply({ op: 'upsert', entity: 'mission', id: row.id, version: 1, row });
    cache.advance({ from: null, serverIdentity: IDENTITY, epoch: 'e', cursor: 'c', isLast: true, atMs: 1 });
    cache.answers.keep('/billing-settings', { answer: BILLING_SETTINGS, atMs: 1 });
    cache.answers.keep('/rate-cards', { answer: { items: [CARD] }, atMs: 1 });
  });
  const id = idOf('cycle', LARGE_CYCLE);
  const own = missions
    .slice(0, OF_THE_CYCLE)
    .toSorted((one, other) => Date.parse(one.plannedStartAt) - Date.parse(other.plannedStartAt));
  const cycle = store.read(({ billingCycles }) => billingCycles.get(id));
  expect(cycle).toMatchObject({
    ...{ missionCount: OF_THE_CYCLE, amountCents: own.reduce((sum, { amountCents }) => sum + (amountCents ?? 0), 0) },
  });

  for (const [offset, limit] of [
    [0, 100],
    [25_000, 100],
    [OF_THE_CYCLE - 40, 100],
  ] as const) {
    const sort = { by: 'plannedStartAt', direction: 'ascending' } as const;
    const page = store.read((cache) =>
      cache.missions.page({ filter: { billingCycleId: id }, sort, ...{ offset, limit } }),
    );
    expect(page.total).toBe(OF_THE_CYCLE);
    const expected = own.slice(offset, offset + limit);
    expect(page.rows.map(({ plannedStartAt }) => plannedStartAt)).toEqual(expected.map((row) => row.plannedStartAt));
    expect(page.rows.every(({ billingCycleId }) => billingCycleId === id)).toBe(true);
  }

  const books = new Books(store, () => undefined, systemClock);
  const { source, totals } = await books.figures(id, new AbortController().signal);
  const zone = new TimeZone(BILLING_SETTINGS.timeZone);
  const tariff = { cards: [CARD], settings: BILLING_SETTINGS, zone };
  const terms = { ...cycle, priceBy: 'card' as const, thirdPartyId: null, currency: 'EUR', periodEnd: '2026-01-31' };
  let net = 0;
  for (const row of own) {
    const [startMs, endMs] = [row.actualStartAt ?? row.plannedStartAt, row.actualEndAt ?? row.plannedEndAt].map(
      Date.parse,
    );
    net += billedLine({ ...row, startMs: startMs ?? 0, endMs: endMs ?? 0 }, terms, tariff).amountCents ?? 0;
  }
  expect(source).toBe('foretold');
  expect(totals).toMatchObject({ missions: OF_THE_CYCLE, taxExclusiveCents: net });
}, 60_000);
