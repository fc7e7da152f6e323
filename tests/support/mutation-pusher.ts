import { type Change, type Mutation, type MutationAnswer, mutationAnswer } from '../../shared/api/index.ts';
import { type Actor, type EditableEntity, type Refusal, ROLES } from '../../shared/domain/index.ts';

import { systemClock } from '../../backend/clock.ts';
import type { Database } from '../../backend/database/database.ts';
import { DEFAULT_SUBSIDIARY, Scopes } from '../../backend/database/scope.ts';
import { createAlarmDesk } from '../../backend/services/alarms/alarm-desk.ts';
import { BillingService } from '../../backend/services/billing-service.ts';
import { NotificationWorkflowService } from '../../backend/services/notification-workflow-service.ts';
import { MutationService, type MutationServiceOptions } from '../../backend/services/mutations/mutation-service.ts';
import { parseMutation } from '../../backend/services/mutations/parse-mutation.ts';
import { currentOf } from '../../backend/services/mutations/rows.ts';
import { actionOn, cycleCreation } from './edits.ts';
import { silentLog } from './silent-log.ts';

const TESTER: Actor = { subject: 'tester', roles: ROLES };

type Row = Extract<Change, { op: 'upsert' }>['row'];

/** Pushes as a desktop does, without HTTP. Each answer is checked by the shared schema. */
export interface MutationPusher {
  push(...mutations: readonly unknown[]): Promise<MutationAnswer[]>;
  /** Pushes one, and answers its answer. @throws Error when it has none */
  one(mutation: Mutation): Promise<MutationAnswer>;
  /** What the answer to a mutation says: its result, with the code of a refusal or the fields of a conflict. */
  outcome(mutation: Mutation): Promise<string>;
  /** Pushes one that must be applied. @throws Error otherwise */
  made<M extends Mutation>(mutation: M): Promise<M>;
  /** A new cycle that was opened, and perhaps closed. */
  cycleIn(state: 'draft' | 'open' | 'closed'): Promise<Row>;
  /** The row as it is now. @throws Error where there is none */
  row(entity: EditableEntity, id: string): Promise<Row>;
  current(entity: EditableEntity, id: string): Promise<Change | null>;
}

/** @param options `actor`: who pushes; somebody with every role, unless it is said */
export function createPusher(
  database: Database,
  { actor = TESTER, ...options }: Partial<MutationServiceOptions> & { actor?: Actor } = {},
): MutationPusher {
  const { takeStep } = new BillingService(systemClock);
  const validations = new NotificationWorkflowService(systemClock);
  const scopes = new Scopes(database, { defaultSubsidiary: DEFAULT_SUBSIDIARY, userRole: 'vigie_user' });
  const service = new MutationService({
    scopes,
    clock: systemClock,
    log: silentLog,
    takeStep,
    validations,
    alarms: createAlarmDesk(
      () => systemClock.nowMs(),
      () => Promise.resolve(0),
    ),
    ...options,
  });
  const push = async (...mutations: readonly unknown[]) => {
    // As they come out of a request.
    const raw = JSON.parse(JSON.stringify(mutations)) as { mutationId: string }[];
    const answers = await service.push(
      { scope: { subject: actor.subject, subsidiaries: undefined }, actor },
      raw.map(parseMutation),
    );
    return answers.map((answer) => mutationAnswer.parse(JSON.parse(JSON.stringify(answer))));
  };
  const one = async (mutation: Mutation) => {
    const [answer] = await push(mutation);
    if (answer === undefined) throw new Error(`${mutation.op} of ${mutation.entity} ${mutation.id} got no answer`);
    return answer;
  };
  const current = (entity: EditableEntity, id: string) => currentOf(database, { entity, id });
  const row = async (entity: EditableEntity, id: string) => {
    const change = await current(entity, id);
    if (change?.op !== 'upsert') throw new Error(`there is no ${entity} ${id}`);
    return change.row;
  };
  const made = async <M extends Mutation>(mutation: M) => {
    const outcome = outcomeOf(await one(mutation));
    if (outcome !== 'applied') throw new Error(`${mutation.op} of ${mutation.entity} ${mutation.id}: ${outcome}`);
    return mutation;
  };
  let cycles = 0;
  const letter = (index: number) => String.fromCodePoint(65 + index);
  return {
    ...{ push, one, current, row, made },
    outcome: async (mutation) => outcomeOf(await one(mutation)),
    async cycleIn(state) {
      // In a currency of its own: no two cycles bill the same in the same days.
      const currency = `X${letter(Math.floor(cycles / 26))}${letter(cycles % 26)}`;
      cycles += 1;
      const { id } = await made(cycleCreation({ currency }));
      const actions = { draft: [], open: ['open'], closed: ['open', 'close'] }[state];
      for (const action of actions) await made(actionOn('billing-cycle', await row('billing-cycle', id), action));
      return row('billing-cycle', id);
    },
  };
}

/** `applied`, `conflict: a, b`, `rejected: frozen` */
export function outcomeOf(answer: MutationAnswer): string {
  if (answer.result === 'conflict') return `conflict: ${answer.fields.join(', ')}`;
  return answer.result === 'rejected' ? `rejected: ${answer.reason.code}` : answer.result;
}

/** Why it was refused. @throws Error where it was not */
export function reasonOf(answer: MutationAnswer | undefined): Refusal {
  if (answer?.result === 'rejected') return answer.reason;
  throw new Error(`it was not refused but ${answer?.result ?? 'not answered'}`);
}
