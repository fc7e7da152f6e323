import { setImmediate as nextTurn } from 'node:timers/promises';
import { type AssignAnswer, assignAnswer, type AssignRequest, MAX_ASSIGNED } from '../../../shared/api/index.ts';
import type { AssignPreview, AssignResult } from '../../../shared/contract/index.ts';
import {
  AssignTally,
  type AssignRule,
  type Clock,
  DEFAULT_TIME_ZONE,
  isEditable,
  leftOutBy,
  REFUSAL_CODES,
  type Refusal,
  spanOfRule,
} from '../../../shared/domain/index.ts';
import { notFound } from '../handlers/errors.ts';
import { patchMission } from '../handlers/edits.ts';
import { type RefusedError, RemoteError } from '../remote/remote-error.ts';
import type { CachedTrip } from '../store/cycle-missions.ts';
import type { Store } from '../store/store.ts';
import type { Server } from './ask-server.ts';
import type { Books } from './books.ts';

/** Keys looked through before others get their turn. */
const SLICE = 4_000;
/** Edits kept in one transaction. */
const BATCH = 100;
/** More than these the server does itself, where it is there: each edit of this computer travels by itself. */
export const FEW = 2_000;
/** Edits that can be taken back one by one. */
const MOST_UNDONE = 2_000;
const MOST_REFUSED = 100;

interface Parts {
  store: Store;
  books: Books;
  server: Server;
  clock: Clock;
  isOnline: () => boolean;
}

/** Brings missions into cycles by rules: as edits of this computer, or in one go by the server. */
export class Assigning {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async preview(id: string, rule: AssignRule, signal: AbortSignal): Promise<AssignPreview> {
    const { tally, matches } = await this.#look(id, rule, signal);
    return { ...tally.result(), how: this.#how(matches.length) };
  }

  async assign(id: string, rule: AssignRule, signal: AbortSignal): Promise<AssignResult> {
    const { tally, matches } = await this.#look(id, rule, signal);
    if (this.#how(matches.length) === 'server') return this.#byServer(id, rule, signal);
    return this.#byOutbox(id, matches, tally.result().leftOut, signal);
  }

  /** What was entered here and is not sent must come first: the server knows nothing of it. */
  #how(missions: number): 'outbox' | 'server' {
    const { store, isOnline } = this.#parts;
    if (missions <= FEW || !isOnline()) return 'outbox';
    return store.read(({ outbox }) => outbox.counts().notSent) === 0 ? 'server' : 'outbox';
  }

  async #look(id: string, rule: AssignRule, signal: AbortSignal) {
    const { store, books } = this.#parts;
    const cycle = store.read(({ billingCycles }) => billingCycles.get(id));
    if (cycle === undefined) throw notFound('billing cycle', id);
    const settings = await books.settings(signal).catch(() => undefined);
    const span = spanOfRule(rule, books.zone(settings?.value?.timeZone ?? DEFAULT_TIME_ZONE));
    const tally = new AssignTally();
    const matches: Pick<CachedTrip, 'id' | 'reference' | 'amountCents'>[] = [];
    const last = store.read(({ cycleMissions }) => cycleMissions.lastKey());
    for (let from = 1; from <= last; from += SLICE) {
      const trips = store.read(({ cycleMissions }) => cycleMissions.drivenIn({ from, to: from + SLICE - 1 }, span));
      for (const trip of trips) {
        const why = isEditable(cycle.state) ? leftOutBy(rule, cycle, trip) : 'status';
        if (why !== undefined) tally.staysOut(why, [trip.reference]);
        else {
          tally.comesIn(trip);
          matches.push({ id: trip.id, reference: trip.reference, amountCents: trip.amountCents });
        }
      }
      await nextTurn();
      signal.throwIfAborted();
    }
    return { tally, matches };
  }

  async #byOutbox(
    id: string,
    matches: readonly Pick<CachedTrip, 'id' | 'reference' | 'amountCents'>[],
    leftOut: AssignPreview['leftOut'],
    signal: AbortSignal,
  ): Promise<AssignResult> {
    const { store, clock } = this.#parts;
    const tally = new AssignTally();
    const ids: string[] = [];
    const refused: AssignResult['refused'] = [];
    let refusedCount = 0;
    const edit = { billingCycleId: { from: null, to: id } };
    for (let begin = 0; begin < matches.length; begin += BATCH) {
      // What was kept before the person stopped stays kept, and is told.
      if (signal.aborted) break;
      const batch = matches.slice(begin, begin + BATCH);
      const outcomes = await store.write(({ outbox }) =>
        batch.map((mission) => patchMission(outbox, clock.nowMs(), mission.id, edit)),
      );
      for (const [index, mission] of batch.entries()) {
        const outcome = outcomes[index];
        if (outcome?.result === 'kept') {
          tally.comesIn(mission);
          ids.push(mission.id);
          continue;
        }
        refusedCount += 1;
        if (refused.length < MOST_REFUSED)
          refused.push({ missionId: mission.id, reference: mission.reference, reason: reasonOf(outcome) });
      }
      await nextTurn();
    }
    const undoable = ids.length <= MOST_UNDONE ? ids : [];
    return { ...tally.result(), leftOut, how: 'outbox', ids: undoable, refused, refusedCount };
  }

  async #byServer(id: string, rule: AssignRule, signal: AbortSignal): Promise<AssignResult> {
    const rest = this.#parts.server();
    if (rest === undefined) throw new RemoteError('server-unreachable', 'No Vigie server is set');
    const tally = new AssignTally();
    const refused: AssignResult['refused'] = [];
    let [missions, amountCents, withoutAmount, refusedCount] = [0, 0, 0, 0];
    let after: string | null | undefined;
    while (after !== null) {
      // Each question is answered well before a line is thought dead.
      const body: Partial<AssignRequest> = {
        rule,
        isDryRun: false,
        limit: MAX_ASSIGNED / 4,
        ...(after === undefined ? {} : { after }),
      };
      const answer: AssignAnswer = await rest.post(`/billing-cycles/${id}/assign`, body, assignAnswer, signal);
      missions += answer.missions;
      amountCents += answer.amountCents;
      withoutAmount += answer.withoutAmount;
      for (const { why, references, missions: count } of answer.leftOut) tally.staysOut(why, references, count);
      refusedCount += answer.refused.length;
      refused.push(...answer.refused.slice(0, MOST_REFUSED - refused.length));
      after = answer.next;
    }
    const { leftOut } = tally.result();
    return { missions, amountCents, withoutAmount, leftOut, how: 'server', ids: [], refused, refusedCount };
  }
}

function reasonOf(outcome: ReturnType<typeof patchMission> | undefined): Refusal {
  if (outcome?.result === 'refused') return outcome.reason;
  return {
    code: 'illegal-action',
    field: 'billingCycleId',
    detail: 'billingCycleId: somebody else changed it meanwhile',
  };
}

/** The server's no, as a refusal that a window can show at its field. */
export function refusalOfServer(error: RefusedError): Refusal {
  const byStatus = error.status === 400 ? 'invalid-value' : error.status === 404 ? 'not-found' : 'illegal-action';
  const code = REFUSAL_CODES.find((known) => known === error.rule) ?? byStatus;
  return { code, detail: error.message, ...(error.field === undefined ? {} : { field: error.field }) };
}
