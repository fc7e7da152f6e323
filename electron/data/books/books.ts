import {
  type BillingTotals,
  billingLinesPage,
  billingTotals,
  invoiceList,
  issuedInvoice,
  rateCardList,
  trail,
  workflowList,
} from '../../../shared/api/index.ts';
import type {
  BillingCycleRow,
  BooksSource,
  CycleFigures,
  ExplainedLine,
  Obstacle,
} from '../../../shared/contract/index.ts';
import {
  billedLine,
  type BillingSettings,
  billingSettings,
  type Clock,
  DEFAULT_TIME_ZONE,
  isEditable,
  isInvoiced,
  type RateCard,
  TimeZone,
  type WorkflowDefinition,
} from '../../../shared/domain/index.ts';
import { notFound } from '../handlers/errors.ts';
import { RefusedError, RemoteError } from '../remote/remote-error.ts';
import type { Store } from '../store/store.ts';
import { type AskServer, createAskServer, type Server, type Told } from './ask-server.ts';
import { foretellCycle } from './foretell.ts';

/** The books of billing as windows read them: the server's, what it said before, or what will be, foretold. */
export class Books {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #ask: AskServer;
  /** The server answered something that was not asked here: it is there. */
  readonly heard: () => void;
  readonly #zones = new Map<string, TimeZone>();

  /** @param isBackSince whether the server was found again after a moment, UTC ms */
  constructor(store: Store, server: Server, clock: Clock, isBackSince: (atMs: number) => boolean = () => false) {
    this.#store = store;
    this.#clock = clock;
    const { ask, heard } = createAskServer(store, server, clock, isBackSince);
    this.#ask = ask;
    this.heard = heard;
  }

  /** Who bills; null: nobody has said. @throws RemoteError where it was never heard */
  async settings(signal: AbortSignal): Promise<Told<BillingSettings | null>> {
    try {
      return await this.#ask('/billing-settings', billingSettings.nullable(), signal);
    } catch (error) {
      if (error instanceof RefusedError && error.status === 404)
        return { value: null, source: 'server', asOfMs: this.#clock.nowMs() };
      throw error;
    }
  }

  async rateCards(signal: AbortSignal): Promise<Told<RateCard[]>> {
    const told = await this.#ask('/rate-cards', rateCardList, signal);
    return { ...told, value: told.value.items };
  }

  /** How things are validated: the operator's definitions. */
  async workflows(signal: AbortSignal): Promise<Told<WorkflowDefinition[]>> {
    const told = await this.#ask('/validation-workflows', workflowList, signal);
    return { ...told, value: told.value.items };
  }

  trail = (id: string, signal: AbortSignal) => this.#ask(`/billing-cycles/${id}/trail`, trail, signal);
  invoices = (id: string, signal: AbortSignal) => this.#ask(`/billing-cycles/${id}/invoices`, invoiceList, signal);
  invoice = (id: string, signal: AbortSignal) => this.#ask(`/invoices/${id}`, issuedInvoice, signal);

  /**
   * What a cycle comes to, and what keeps it from going on. Of one that can still change, or was closed here and is not sent, it is foretold;
   * of others it is what the server priced.
   */
  async figures(id: string, signal: AbortSignal): Promise<CycleFigures> {
    const cycle = this.#cycle(id);
    const priced = isForetold(cycle) ? undefined : await this.#priced(id, signal);
    const foretold = isInvoiced(cycle.state) ? undefined : await this.#foretell(cycle, signal);
    const totals = priced?.value ?? foretold?.totals;
    const named = totals === undefined ? null : { ...totals, parties: this.#named(totals.parties) };
    if (priced === undefined && foretold === undefined)
      throw new RemoteError('server-unreachable', 'What this cycle comes to was never read from the server');
    return {
      source: priced?.source ?? 'foretold',
      asOfMs: priced?.asOfMs ?? this.#clock.nowMs(),
      totals: named,
      obstacles: foretold?.obstacles ?? [],
    };
  }

  /** What one mission of a cycle costs, line by line. */
  async line(id: string, missionId: string, signal: AbortSignal): Promise<ExplainedLine> {
    const cycle = this.#cycle(id);
    const cards = await this.#orNothing(this.rateCards(signal));
    const cardOf = (cardId: string | null) => {
      const card = cards?.value.find((one) => one.id === cardId);
      return card === undefined ? null : { id: card.id, label: card.label };
    };
    if (!isForetold(cycle)) {
      const told = await this.#orNothing(this.#pricedLine(id, missionId, signal));
      if (told?.value != null)
        return { source: told.source, asOfMs: told.asOfMs, line: told.value, card: cardOf(told.value.rateCardId) };
      if (isInvoiced(cycle.state)) return { source: 'server', asOfMs: this.#clock.nowMs(), line: null, card: null };
    }
    const asOfMs = this.#clock.nowMs();
    const settings = await this.#orNothing(this.settings(signal));
    const trip = this.#store.read(({ cycleMissions }) => cycleMissions.one(missionId));
    if (trip === undefined) throw notFound('mission', missionId);
    if (settings?.value == null) return { source: 'foretold', asOfMs, line: null, card: null };
    const tariff = { cards: cards?.value ?? [], settings: settings.value, zone: this.zone(settings.value.timeZone) };
    const line = billedLine(trip, cycle, tariff);
    return { source: 'foretold', asOfMs, line: { missionId, ...line }, card: cardOf(line.rateCardId) };
  }

  zone(name: string): TimeZone {
    const zone = this.#zones.get(name) ?? new TimeZone(name);
    this.#zones.set(name, zone);
    return zone;
  }

  /** What is needed to foretell, for when the server is away. Whatever goes wrong is met again by who needs it. */
  async keepTariff(signal: AbortSignal): Promise<void> {
    await Promise.allSettled([this.settings(signal), this.rateCards(signal)]);
  }

  #cycle(id: string): BillingCycleRow {
    const cycle = this.#store.read(({ billingCycles }) => billingCycles.get(id));
    if (cycle === undefined) throw notFound('billing cycle', id);
    return cycle;
  }

  async #priced(id: string, signal: AbortSignal): Promise<Told<BillingTotals> | undefined> {
    const told = await this.#orNothing(this.#ask(`/billing-cycles/${id}/totals`, billingTotals, signal));
    // Closed before anybody had said who bills: it is priced when it is submitted.
    return told?.value.missions === 0 ? undefined : told;
  }

  async #pricedLine(id: string, missionId: string, signal: AbortSignal) {
    if (!/^[1-9]\d{0,17}$/.test(missionId)) return undefined;
    const after = String(BigInt(missionId) - 1n);
    const page = await this.#ask(`/billing-cycles/${id}/lines?after=${after}&limit=1`, billingLinesPage, signal);
    return { ...page, value: page.value.items.find((line) => line.missionId === missionId) ?? null };
  }

  async #foretell(cycle: BillingCycleRow, signal: AbortSignal) {
    const settings = await this.#orNothing(this.settings(signal));
    const cards = cycle.priceBy === 'card' ? await this.#orNothing(this.rateCards(signal)) : undefined;
    const known = settings?.value ?? null;
    // Without settings the missions are looked at all the same: what is wrong with them can be mended before.
    const tariff = {
      cards: cards?.value ?? [],
      settings: {
        defaultVat: known?.defaultVat ?? ({ category: 'S', basisPoints: 2000 } as const),
        ...(known === null ? {} : { seller: known.seller }),
      },
      zone: this.zone(known?.timeZone ?? DEFAULT_TIME_ZONE),
    };
    const { totals, obstacles } = await foretellCycle(this.#store, cycle, tariff, signal);
    const found: Obstacle[] = obstacles.map((one) => this.#withName(one));
    if (known === null && settings !== undefined) found.push({ kind: 'no-settings', missions: 0, row: null });
    const overlap =
      cycle.state === 'draft' ? this.#store.read(({ cycleMissions }) => cycleMissions.overlapping(cycle)) : undefined;
    if (overlap !== undefined) {
      const { id, label } = overlap;
      found.push({ kind: 'overlap', missions: 0, row: { entity: 'billing-cycle', id, label } });
    }
    return { totals: known === null ? undefined : { priceBy: cycle.priceBy, ...totals }, obstacles: found };
  }

  #withName(obstacle: Obstacle): Obstacle {
    const { row } = obstacle;
    if (row?.entity !== 'third-party') return obstacle;
    const name = this.#store.read(({ thirdParties }) => thirdParties.get(row.id)?.name);
    return name === undefined ? obstacle : { ...obstacle, row: { ...row, label: name } };
  }

  #named<Party extends { thirdPartyId: string | null }>(
    parties: readonly Party[],
  ): (Party & { name: string | null })[] {
    return this.#store.read(({ thirdParties }) =>
      parties.map((party) => ({
        ...party,
        name: party.thirdPartyId === null ? null : (thirdParties.get(party.thirdPartyId)?.name ?? null),
      })),
    );
  }

  /** Undefined where the server is away and never said it, or says that there is none. */
  async #orNothing<T>(asked: Promise<T>): Promise<T | undefined> {
    try {
      return await asked;
    } catch (error) {
      if (error instanceof RemoteError || error instanceof RefusedError) return undefined;
      throw error;
    }
  }
}

/** It can still change, or the server does not know yet that it is closed. */
function isForetold({ state, unsent }: BillingCycleRow): boolean {
  return isEditable(state) || (state === 'closed' && unsent !== null);
}

/** What of an answer windows are told beside the value. */
export function toldOf({ source, asOfMs }: { source: BooksSource; asOfMs: number }) {
  return { source, asOfMs };
}
