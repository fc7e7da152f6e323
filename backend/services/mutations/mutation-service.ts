import type { Mutation, MutationAnswer } from '../../../shared/api/index.ts';
import type { Actor, Clock } from '../../../shared/domain/index.ts';
import { createDependencyGate } from '../../../shared/sync/index.ts';
import type { Reader, Scope, Scopes } from '../../database/scope.ts';
import type { Log } from '../../log.ts';
import type { AlarmDesk } from '../alarms/alarm-desk.ts';
import type { TakeCycleStep } from '../billing-service.ts';
import type { NotificationWorkflowService } from '../notification-workflow-service.ts';
import { obstacleOf, refusalByDatabase } from './database-refusal.ts';
import { decide } from './decide.ts';
import { type MutationMemory, mutationMemory, type Remembered } from './mutation-memory.ts';
import { type Outcome, rejected } from './outcome.ts';
import type { MalformedMutation, ParsedMutation } from './parse-mutation.ts';
import { currentOf } from './rows.ts';

/** How long a push may take before the rest of it is left for the next, ms. The first mutation is always looked at. */
const BUDGET_MS = 5_000;
/** How often a mutation is tried when other transactions are in the way. */
const ATTEMPTS = 4;

export interface MutationServiceOptions {
  scopes: Scopes;
  clock: Clock;
  log: Log;
  takeStep: TakeCycleStep;
  validations: NotificationWorkflowService;
  alarms: AlarmDesk;
  memory?: MutationMemory;
  budgetMs?: number;
}

/** Who sends edits, with which roles, and whose rows they may see. */
export interface Sender {
  scope: Scope;
  actor: Actor;
}

/** Takes the edits that desktops push: each in one transaction, with its outcome remembered in the same. */
export class MutationService {
  readonly #scopes: Scopes;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #takeStep: TakeCycleStep;
  readonly #validations: NotificationWorkflowService;
  readonly #alarms: AlarmDesk;
  readonly #memory: MutationMemory;
  readonly #budgetMs: number;

  constructor(options: MutationServiceOptions) {
    this.#scopes = options.scopes;
    this.#clock = options.clock;
    this.#log = options.log;
    this.#takeStep = options.takeStep;
    this.#validations = options.validations;
    this.#alarms = options.alarms;
    this.#memory = options.memory ?? mutationMemory;
    this.#budgetMs = options.budgetMs ?? BUDGET_MS;
  }

  /**
   * Takes mutations in their order. No answer, and to be sent again: those that depend on one that was not applied, those whose
   * rows another program keeps locked, and those for which there was no time.
   * @param sender who sends them, and what they may see: other rows are not there for them
   * @throws what the database throws when it cannot be used; what was done by then is remembered
   */
  async push(sender: Sender, mutations: readonly ParsedMutation[]): Promise<MutationAnswer[]> {
    const startedMs = this.#clock.monotonicMs();
    const gate = createDependencyGate();
    const answers: MutationAnswer[] = [];
    let hasLeftOne = false;
    for (const [index, parsed] of mutations.entries()) {
      if (index > 0 && this.#clock.monotonicMs() - startedMs >= this.#budgetMs) break;
      if (!parsed.ok) {
        answers.push(await this.#refuse(sender.scope, parsed));
        if (parsed.about !== undefined) gate.hold({ ...parsed, ...parsed.about });
        continue;
      }
      const { mutation } = parsed;
      // What withdraws an edit waits for nothing, and nothing waits for it.
      const isCancel = mutation.op === 'cancel';
      if (!isCancel && gate.pass(mutation) !== undefined) continue;
      const answer = hasLeftOne && concludes(mutation) ? undefined : await this.#take(sender, mutation);
      if (answer === undefined) hasLeftOne = true;
      else answers.push(answer);
      if (!isCancel && !isDone(answer)) gate.hold(mutation);
    }
    return answers;
  }

  /** It may be understood by a later version: nothing is remembered. */
  async #refuse(scope: Scope, { mutationId, about, reason }: MalformedMutation): Promise<MutationAnswer> {
    const current = about === undefined ? null : await currentOf(this.#scopes.reader(scope), about);
    return { mutationId, ...rejected(reason), current };
  }

  /** @returns undefined where other transactions stay in the way */
  async #take(sender: Sender, mutation: Mutation): Promise<MutationAnswer | undefined> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#decide(sender, mutation);
      } catch (error) {
        const obstacle = obstacleOf(error);
        if (obstacle === undefined) throw error;
        if (obstacle === 'passing' && attempt < ATTEMPTS) continue;
        const { mutationId, entity, id } = mutation;
        this.#log.info({ mutationId, entity, id, err: error }, 'an edit waits: other programs are in the way');
        return undefined;
      }
    }
  }

  async #decide(sender: Sender, mutation: Mutation): Promise<MutationAnswer> {
    let hasBegun = false;
    try {
      return await this.#once(sender, mutation, (sql) => {
        hasBegun = true;
        return decide(sql, mutation, {
          ...{ actor: sender.actor, takeStep: this.#takeStep, validations: this.#validations },
          alarms: this.#alarms,
          nowMs: this.#clock.nowMs(),
        });
      });
    } catch (error) {
      const refusal = hasBegun ? refusalByDatabase(error, mutation) : undefined;
      if (refusal === undefined) throw error;
      const { mutationId, entity, id } = mutation;
      this.#log.warn({ mutationId, entity, id, err: error }, 'the database refused an edit');
      return this.#once(sender, mutation, () => Promise.resolve(rejected(refusal)));
    }
  }

  /** One transaction: the id, what is done, and the outcome, or nothing of them. */
  #once({ scope }: Sender, mutation: Mutation, judge: (sql: Reader) => Promise<Outcome>): Promise<MutationAnswer> {
    const { mutationId } = mutation;
    return this.#scopes.transaction(scope, async (sql) => {
      const known = await this.#memory.claim(sql, scope.subject, mutation);
      if (known !== undefined)
        return { mutationId, ...recalled(mutation, known), current: await currentOf(sql, mutation) };
      const outcome = await judge(sql);
      if (outcome.result !== 'applied') await this.#memory.settle(sql, mutationId, outcome);
      return { mutationId, ...outcome, current: await currentOf(sql, mutation) };
    });
  }
}

function isDone(answer: MutationAnswer | undefined): boolean {
  return answer?.result === 'applied' || answer?.result === 'duplicate';
}

/** It would make edits impossible that were made before it and are still to come. */
function concludes({ op }: Mutation): boolean {
  return op === 'action' || op === 'delete';
}

function recalled(mutation: Mutation, { entity, id, op, outcome }: Remembered): Outcome | { result: 'duplicate' } {
  // Of a row that is not there for whoever asks.
  if (entity === undefined) {
    return rejected({ code: 'malformed', field: 'mutationId', detail: 'mutationId: it is that of another edit' });
  }
  const isOther = op !== mutation.op && op !== 'cancel' && mutation.op !== 'cancel';
  if (isOther || entity !== mutation.entity || id !== mutation.id) {
    const detail = `mutationId: it is that of another edit, of the ${entity} ${id}`;
    return rejected({ code: 'malformed', field: 'mutationId', detail });
  }
  return outcome.result === 'applied' ? { result: 'duplicate' } : outcome;
}
