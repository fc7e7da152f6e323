import { describe, expect, it } from 'vitest';
import { Assigning } from '../../../../electron/data/books/assign.ts';
import { Books } from '../../../../electron/data/books/books.ts';
import { RefusedError, RemoteError } from '../../../../electron/data/remote/remote-error.ts';
import type { RestClient } from '../../../../electron/data/remote/rest-client.ts';
import type { Store } from '../../../../electron/data/store/store.ts';
import { systemClock } from '../../../../electron/data/system-clock.ts';
import type { Change } from '../../../../shared/api/index.ts';
import { type BillingCycle, type Mission, ruleOfCycle } from '../../../../shared/domain/index.ts';
import { BILLING_SETTINGS, RATE_CARD } from '../../../support/billing-fixtures.ts';
import { applyAll, testStores } from '../../../support/test-store.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';

const folder = temporaryFolders();
const open = testStores();
const signal = new AbortController().signal;
const CYCLE = '00000000-0000-4000-8000-000000000001';
const PARTY = '00000000-0000-4000-8000-00000000000a';
const IDENTITY = 'https://vigie.example';

/** The server as a test has it: `away` cuts the line. */
function server(answers: Record<string, unknown>) {
  const asked: string[] = [];
  const posted: unknown[] = [];
  const state = { away: false };
  const rest: Pick<RestClient, 'get' | 'post'> = {
    async get(path, schema) {
      asked.push(path);
      if (state.away) throw new RemoteError('server-unreachable', 'no line');
      if (!(path in answers)) throw new RefusedError('there is none', { status: 404 });
      return schema.parse(answers[path]);
    },
    async post(path, body, schema) {
      posted.push([path, body]);
      return schema.parse(answers[path]);
    },
  };
  return { rest, asked, posted, state };
}

function cycle(own: Partial<BillingCycle> = {}): Change {
  const row: BillingCycle = {
    ...{ id: CYCLE, label: 'March', thirdPartyId: null, periodStart: '2026-03-01', periodEnd: '2026-03-31' },
    ...{ state: 'open', currency: 'EUR', priceBy: 'amount', transmission: null, isCredited: false },
    ...{ contributors: [], lastStepBy: null, createdAt: '2026-03-01T00:00:00.000Z', ...own },
  };
  return { op: 'upsert', entity: 'billing-cycle', id: row.id, version: 1, row };
}

function mission(number: number, own: Partial<Mission> = {}): Change {
  const [start, end] = ['2026-03-10T09:00:00.000Z', '2026-03-10T10:00:00.000Z'];
  const row: Mission = {
    ...{ id: String(number), reference: `M-${number}`, vehicleId: null, driver: null, customerName: null },
    ...{ originAddress: null, destinationAddress: null, plannedStartAt: start, plannedEndAt: end },
    ...{ actualStartAt: start, actualEndAt: end, status: 'completed', distanceMetres: 10_000, amountCents: 1_033 },
    ...{ currency: 'EUR', billingCycleId: null, thirdPartyId: PARTY, ...own },
  };
  return { op: 'upsert', entity: 'mission', id: row.id, version: 1, row };
}

const PARTY_ROW: Change = {
  ...({ op: 'upsert', entity: 'third-party', id: PARTY, version: 1 } as const),
  row: {
    ...{
      id: PARTY,
      name: 'Martin',
      type: 'customer',
      contactInfo: { city: 'Lyon' },
      createdAt: '2026-01-01T00:00:00.000Z',
    },
    ...{ standing: 'active', mergedInto: null, archivedAt: null, lastMerge: null },
  },
};

async function ownedStore(changes: readonly Change[]): Promise<Store> {
  const { store } = open(folder(), { serverIdentity: IDENTITY });
  await applyAll(store, [PARTY_ROW, ...changes]);
  await store.write((cache) =>
    cache.advance({
      ...{ from: null, serverIdentity: IDENTITY, epoch: 'e', cursor: 'c', isLast: true, atMs: 1 },
    }),
  );
  return store;
}

const TARIFF = { '/billing-settings': BILLING_SETTINGS, '/rate-cards': { items: [RATE_CARD] } };

describe('what a cycle comes to', () => {
  it('is foretold from the cache by the server’s rules while it can change, the line being cut as well', async () => {
    const many = Array.from({ length: 1_203 }, (_, index) => mission(index + 1, { billingCycleId: CYCLE }));
    const store = await ownedStore([cycle(), ...many, mission(2_000, { billingCycleId: CYCLE, amountCents: null })]);
    const { rest, state } = server(TARIFF);
    const books = new Books(store, () => rest, systemClock);
    await books.keepTariff(signal);
    state.away = true;
    const figures = await books.figures(CYCLE, signal);
    const net = 1_203 * 1_033;
    expect(figures.source).toBe('foretold');
    expect(figures.totals).toMatchObject({
      ...{ missions: 1_204, unpriced: 1, taxExclusiveCents: net, taxCents: Math.round(net / 10) },
      parties: [{ thirdPartyId: PARTY, name: 'Martin', missions: 1_204 }],
    });
    expect(figures.obstacles).toEqual([
      { kind: 'unpriced', missions: 1, row: { entity: 'mission', id: '2000', label: 'M-2000' } },
    ]);
  });

  it('tells which third party an invoice cannot be written for, until it can, also once the cycle is validated', async () => {
    const store = await ownedStore([cycle({ state: 'validated' }), mission(1, { billingCycleId: CYCLE })]);
    const { rest } = server(TARIFF);
    const books = new Books(store, () => rest, systemClock);
    const obstacles = async () => (await books.figures(CYCLE, signal)).obstacles;
    expect(await obstacles()).toEqual([]);
    const party = (contactInfo: object, version: number): Change =>
      ({ ...PARTY_ROW, version, row: { ...PARTY_ROW.row, contactInfo } }) as Change;
    await applyAll(store, [party({ city: 'Lyon', country: 'Atlantis' }, 2)]);
    const row = { entity: 'third-party', id: PARTY, label: 'Martin' };
    expect(await obstacles()).toEqual([{ kind: 'buyer', missions: 1, row, field: 'contactInfo.country' }]);
    await applyAll(store, [party({ country: 'Belgique' }, 3)]);
    expect(await obstacles()).toEqual([{ kind: 'buyer', missions: 1, row, field: 'contactInfo.city' }]);
    await applyAll(store, [party({ country: 'Belgique', city: 'Bruxelles' }, 4)]);
    expect(await obstacles()).toEqual([]);
    const abroad = {
      ...BILLING_SETTINGS,
      defaultVat: { category: 'K', basisPoints: 0, exemption: 'Article 262 ter I du CGI' },
    };
    const others = new Books(store, () => server({ ...TARIFF, '/billing-settings': abroad }).rest, systemClock);
    expect((await others.figures(CYCLE, signal)).obstacles).toEqual([
      { kind: 'buyer', missions: 1, row, field: 'contactInfo.vatNumber' },
    ]);
  });

  it('is the server’s once it is closed, and what it said last while it is away', async () => {
    const totals = {
      ...{ priceBy: 'card', missions: 2, unpriced: 0, taxExclusiveCents: 100, taxCents: 20, taxInclusiveCents: 120 },
      ...{ vat: [], parties: [] },
    };
    const store = await ownedStore([cycle({ state: 'closed' }), mission(1, { billingCycleId: CYCLE })]);
    const { rest, state } = server({ ...TARIFF, [`/billing-cycles/${CYCLE}/totals`]: totals });
    const books = new Books(store, () => rest, systemClock);
    expect(await books.figures(CYCLE, signal)).toMatchObject({ source: 'server', totals });
    state.away = true;
    const kept = await books.figures(CYCLE, signal);
    expect(kept).toMatchObject({ source: 'kept', totals });
    expect(kept.asOfMs).toBeLessThanOrEqual(Date.now());
    // Of one that it never said anything of there is nothing to show but what is foretold.
    await expect(books.trail(CYCLE, signal)).rejects.toThrow('no line');
  });

  it('explains a line with the card that priced it, and says where nobody has entered who bills', async () => {
    const store = await ownedStore([cycle({ priceBy: 'card' }), mission(1, { billingCycleId: CYCLE })]);
    const books = new Books(store, () => server(TARIFF).rest, systemClock);
    const { line, card } = await books.line(CYCLE, '1', signal);
    // 5.00 + 10 km at 1.50 + 1 h at 30.00
    expect(line?.amountCents).toBe(5_000);
    expect(line?.priceLines.map(({ kind }) => kind)).toEqual(['base', 'distance', 'time']);
    expect(card?.label).toBe('General');
    const without = new Books(
      await ownedStore([cycle()]),
      () => server({ '/rate-cards': { items: [] } }).rest,
      systemClock,
    );
    expect(await without.figures(CYCLE, signal)).toMatchObject({
      ...{ totals: null, obstacles: [{ kind: 'no-missions' }, { kind: 'no-settings' }] },
    });
  });
});

describe('assignment by rule on this computer', () => {
  const rule = ruleOfCycle({ thirdPartyId: PARTY, periodStart: '2026-03-01', periodEnd: '2026-03-31' });
  const other = '00000000-0000-4000-8000-000000000002';

  it('brings in what the preview said, and says of the others why not', async () => {
    const store = await ownedStore([
      cycle(),
      cycle({ id: other, label: 'Other' }),
      ...Array.from({ length: 300 }, (_, index) => mission(index + 1)),
      mission(400, { billingCycleId: other }),
      mission(401, { thirdPartyId: null }),
      mission(402, { status: 'planned' }),
      mission(403, { currency: 'CHF' }),
      mission(404, { actualStartAt: '2026-03-31T22:30:00.000Z' }),
    ]);
    const { rest, state } = server(TARIFF);
    state.away = true;
    const books = new Books(store, () => rest, systemClock);
    const assigning = new Assigning({ store, books, server: () => rest, clock: systemClock, isOnline: () => false });
    const preview = await assigning.preview(CYCLE, rule, signal);
    expect(preview).toMatchObject({ missions: 300, amountCents: 300 * 1_033, withoutAmount: 0, how: 'outbox' });
    expect(preview.leftOut.map(({ why, references }) => [why, ...references])).toEqual([
      ['in-another-cycle', 'M-400'],
      ['no-party', 'M-401'],
      ['status', 'M-402'],
      ['currency', 'M-403'],
    ]);
    const result = await assigning.assign(CYCLE, rule, signal);
    expect(result).toMatchObject({ missions: 300, refusedCount: 0, how: 'outbox' });
    expect(result.ids).toHaveLength(300);
    expect(store.read(({ outbox }) => outbox.counts().notSent)).toBe(300);
    expect(store.read(({ billingCycles }) => billingCycles.get(CYCLE)?.missionCount)).toBe(300);
  });

  it('leaves many to the server, where it is there and nothing of this computer is still to be sent', async () => {
    const many = Array.from({ length: 2_001 }, (_, index) => mission(index + 1));
    const store = await ownedStore([cycle(), ...many]);
    const answer = { missions: 2_001, amountCents: 1, withoutAmount: 0, leftOut: [], refused: [], next: null };
    const { rest, posted } = server({ ...TARIFF, [`/billing-cycles/${CYCLE}/assign`]: answer });
    const books = new Books(store, () => rest, systemClock);
    const online = { value: true };
    const assigning = new Assigning({
      store,
      books,
      server: () => rest,
      clock: systemClock,
      isOnline: () => online.value,
    });
    expect(await assigning.assign(CYCLE, rule, signal)).toMatchObject({ how: 'server', missions: 2_001, ids: [] });
    expect(posted).toHaveLength(1);
    online.value = false;
    expect((await assigning.preview(CYCLE, rule, signal)).how).toBe('outbox');
  });
});
