import type { BooksSource, VigieContract } from '../../../shared/contract/index.ts';
import {
  AssignTally,
  billedLine,
  type BillingSettings,
  cycleTotals,
  leftOutBy,
  type PartySum,
  type RateCard,
  spanOfRule,
  TimeZone,
  type WorkflowDefinition,
} from '../../../shared/domain/index.ts';
import { type Handlers, RpcError } from '../../../shared/rpc/index.ts';
import type { InvoiceSummary, IssuedInvoice, Trail } from '../../../shared/api/index.ts';
import { BILLING_SETTINGS, RATE_CARD } from '../billing-fixtures.ts';
import type { Dataset } from './dataset.ts';

type MethodName = keyof VigieContract['methods'];

type BooksMethods = Pick<
  Handlers<VigieContract>['methods'],
  Extract<MethodName, `books.${string}` | `cycles.${string}` | `workflows.${string}`>
>;

/** The books of the memory host: what a test puts in is what windows read. */
export interface MemoryBooks {
  source: BooksSource;
  asOfMs: number;
  settings: BillingSettings | null;
  cards: RateCard[];
  workflows: WorkflowDefinition[];
  /** By cycle. */
  trails: Map<string, Trail>;
  invoices: Map<string, InvoiceSummary[]>;
  documents: Map<string, IssuedInvoice>;
}

export function createMemoryBooks(nowMs: number): MemoryBooks {
  return {
    ...{ source: 'server', asOfMs: nowMs, settings: BILLING_SETTINGS, cards: [RATE_CARD], workflows: [] },
    ...{ trails: new Map(), invoices: new Map(), documents: new Map() },
  };
}

type Answer = <T>(method: MethodName, make: () => T) => Promise<T>;

export function booksHandlers(books: MemoryBooks, data: () => Dataset, answer: Answer): BooksMethods {
  const told = () => ({ source: books.source, asOfMs: books.asOfMs });
  const zone = new TimeZone('Europe/Paris');
  const cycleOf = (id: string) => {
    const cycle = data().billingCycles.find((row) => row.id === id);
    if (cycle === undefined) throw new RpcError('not-found', 'there is no such row');
    return cycle;
  };
  const tripOf = (mission: Dataset['missions'][number]) => ({
    ...mission,
    startMs: Date.parse(mission.actualStartAt ?? mission.plannedStartAt),
    endMs: Date.parse(mission.actualEndAt ?? mission.plannedEndAt),
  });
  const lineOf = (cycleId: string, mission: Dataset['missions'][number]) =>
    billedLine(tripOf(mission), cycleOf(cycleId), {
      ...{ cards: books.cards, zone },
      settings: books.settings ?? BILLING_SETTINGS,
    });
  const look = (id: string, rule: Parameters<typeof leftOutBy>[0]) => {
    const tally = new AssignTally();
    const { fromMs, beforeMs } = spanOfRule(rule, zone);
    for (const mission of data().missions) {
      const { startMs } = tripOf(mission);
      if (startMs < fromMs || startMs >= beforeMs) continue;
      const why = leftOutBy(rule, cycleOf(id), mission);
      if (why === undefined) tally.comesIn(mission);
      else tally.staysOut(why, [mission.reference]);
    }
    return { ...tally.result(), how: 'outbox' as const };
  };
  return {
    'books.figures': ({ id }) =>
      answer('books.figures', () => {
        const cycle = cycleOf(id);
        const missions = data().missions.filter(({ billingCycleId }) => billingCycleId === id);
        const sums = missions.map((mission): PartySum => {
          const { thirdPartyId, vat, amountCents } = lineOf(id, mission);
          return { thirdPartyId, vat, cents: amountCents ?? 0, missions: 1, unpriced: amountCents === null ? 1 : 0 };
        });
        const merged = cycleTotals(sums);
        const name = (party: string | null) => data().thirdParties.find((row) => row.id === party)?.name ?? null;
        const unpriced = missions.find((mission) => lineOf(id, mission).amountCents === null);
        return {
          ...told(),
          totals:
            books.settings === null
              ? null
              : {
                  ...{ priceBy: cycle.priceBy, ...merged },
                  parties: merged.parties.map((party) => ({ ...party, name: name(party.thirdPartyId) })),
                },
          obstacles: [
            ...(missions.length === 0 ? [{ kind: 'no-missions' as const, missions: 0, row: null }] : []),
            ...(books.settings === null ? [{ kind: 'no-settings' as const, missions: 0, row: null }] : []),
            ...(unpriced === undefined
              ? []
              : [
                  {
                    ...{ kind: 'unpriced' as const, missions: merged.unpriced },
                    row: { entity: 'mission' as const, id: unpriced.id, label: unpriced.reference },
                  },
                ]),
          ],
        };
      }),
    'books.line': ({ id, missionId }) =>
      answer('books.line', () => {
        const mission = data().missions.find((row) => row.id === missionId);
        if (mission === undefined) throw new RpcError('not-found', 'there is no such row');
        const line = lineOf(id, mission);
        const card = books.cards.find((one) => one.id === line.rateCardId);
        return {
          ...told(),
          line: { missionId, ...line },
          card: card === undefined ? null : { id: card.id, label: card.label },
        };
      }),
    'books.trail': ({ id }) =>
      answer('books.trail', () => ({
        ...told(),
        trail: books.trails.get(id) ?? { entries: [], earlier: 0, fault: null },
      })),
    'books.invoices': ({ id }) => answer('books.invoices', () => ({ ...told(), items: books.invoices.get(id) ?? [] })),
    'books.invoice': ({ id }) =>
      answer('books.invoice', () => {
        const invoice = books.documents.get(id);
        if (invoice === undefined) throw new RpcError('not-found', 'there is no such invoice');
        return { ...told(), invoice };
      }),
    'books.rateCards': () => answer('books.rateCards', () => ({ ...told(), cards: books.cards })),
    'books.settings': () => answer('books.settings', () => ({ ...told(), settings: books.settings })),
    'books.writeRateCard': ({ card }) =>
      answer('books.writeRateCard', () => {
        books.cards = [card, ...books.cards.filter(({ id }) => id !== card.id)];
        return { result: 'saved' as const };
      }),
    'books.writeSettings': ({ settings }) =>
      answer('books.writeSettings', () => {
        books.settings = settings;
        return { result: 'saved' as const };
      }),
    'workflows.list': () => answer('workflows.list', () => ({ ...told(), items: books.workflows })),
    'workflows.write': ({ workflow }) =>
      answer('workflows.write', () => {
        books.workflows = [...books.workflows.filter(({ id }) => id !== workflow.id), workflow];
        return { result: 'saved' as const };
      }),
    'workflows.remove': ({ id }) =>
      answer('workflows.remove', () => {
        books.workflows = books.workflows.filter((one) => one.id !== id);
        return { result: 'saved' as const };
      }),
    'cycles.previewAssign': ({ id, rule }) => answer('cycles.previewAssign', () => look(id, rule)),
    'cycles.assign': ({ id, rule }) =>
      answer('cycles.assign', () => ({ ...look(id, rule), ids: [], refused: [], refusedCount: 0 })),
  };
}
