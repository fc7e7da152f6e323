import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BillingCycleRow, ExportRequest, MissionRow, ThirdPartyRow } from '../../../shared/contract/index.ts';
import type { Store } from '../store/store.ts';

/** Rows that are read at a time: a few milliseconds, between which positions and edits get their turn. */
const ROWS_A_READ = 200;
/** Places in the list that are asked for at a time: a million of them are a few megabytes. */
const KEYS_A_PAGE = 100_000;

export interface Rows<Row> {
  total: number;
  rows: AsyncIterable<Row>;
}

type Of<What extends ExportRequest['what']> = Extract<ExportRequest, { what: What }>;

/** Missions in the order of the list, as it was when they were asked for; each as it is when its turn comes. */
export async function missionRows(store: Store, { filter, sort }: Of<'missions'>): Promise<Rows<MissionRow>> {
  const pages: number[][] = [];
  let total = 0;
  for (let offset = 0; offset === 0 || offset < total; offset += KEYS_A_PAGE) {
    const page = await store.missionIndex.page({ filter, sort, offset, limit: KEYS_A_PAGE });
    total = page.total;
    pages.push(page.keys);
  }
  async function* rows() {
    for (const keys of pages) {
      for (let from = 0; from < keys.length; from += ROWS_A_READ) {
        const part = keys.slice(from, from + ROWS_A_READ);
        yield* store.read((cache) => cache.missions.byKeys(part));
        await nextTurn();
      }
    }
  }
  return { total, rows: rows() };
}

export async function thirdPartyRows(store: Store, request: Of<'third-parties'>): Promise<Rows<ThirdPartyRow>> {
  return paged((offset, limit) => store.read((cache) => cache.thirdParties.page({ ...request, offset, limit })));
}

export async function billingCycleRows(store: Store, request: Of<'billing-cycles'>): Promise<Rows<BillingCycleRow>> {
  return paged((offset, limit) => store.read((cache) => cache.billingCycles.page({ ...request, offset, limit })));
}

async function paged<Row>(page: (offset: number, limit: number) => { rows: Row[]; total: number }): Promise<Rows<Row>> {
  const first = page(0, ROWS_A_READ);
  async function* rows() {
    let { rows: part } = first;
    for (let offset = ROWS_A_READ; part.length > 0; offset += ROWS_A_READ) {
      yield* part;
      await nextTurn();
      part = page(offset, ROWS_A_READ).rows;
    }
  }
  return { total: first.total, rows: rows() };
}
