import { type Change, type Mutation, type MutationAnswer, mutationAnswer } from '../../shared/api/index.ts';
import type { EditableEntity } from '../../shared/domain/index.ts';
import { systemClock } from '../../backend/clock.ts';
import type { Database } from '../../backend/database/database.ts';
import { BillingService } from '../../backend/services/billing-service.ts';
import { MutationService, type MutationServiceOptions } from '../../backend/services/mutations/mutation-service.ts';
import { parseMutation } from '../../backend/services/mutations/parse-mutation.ts';
import { currentOf } from '../../backend/services/mutations/rows.ts';
import { silentLog } from './silent-log.ts';

type Row = Extract<Change, { op: 'upsert' }>['row'];

/** Pushes as a desktop does, without HTTP. Each answer is checked by the shared schema. */
export interface MutationPusher {
  push(...mutations: readonly unknown[]): Promise<MutationAnswer[]>;
  /** Pushes one, and answers its answer. @throws Error when it has none */
  one(mutation: Mutation): Promise<MutationAnswer>;
  /** What the answer to a mutation says: its result, with the code of a refusal or the fields of a conflict. */
  outcome(mutation: Mutation): Promise<string>;
  /** The row as it is now. @throws Error where there is none */
  row(entity: EditableEntity, id: string): Promise<Row>;
  current(entity: EditableEntity, id: string): Promise<Change | null>;
}

export function createPusher(database: Database, options: Partial<MutationServiceOptions> = {}): MutationPusher {
  const { actions } = new BillingService(database);
  const service = new MutationService({ database, clock: systemClock, log: silentLog, actions, ...options });
  const push = async (...mutations: readonly unknown[]) => {
    // As they come out of a request.
    const raw = JSON.parse(JSON.stringify(mutations)) as { mutationId: string }[];
    const answers = await service.push('tester', raw.map(parseMutation));
    return answers.map((answer) => mutationAnswer.parse(JSON.parse(JSON.stringify(answer))));
  };
  const one = async (mutation: Mutation) => {
    const [answer] = await push(mutation);
    if (answer === undefined) throw new Error(`${mutation.op} of ${mutation.entity} ${mutation.id} got no answer`);
    return answer;
  };
  const current = (entity: EditableEntity, id: string) => currentOf(database, { entity, id });
  return {
    push,
    one,
    current,
    outcome: async (mutation) => outcomeOf(await one(mutation)),
    async row(entity, id) {
      const change = await current(entity, id);
      if (change?.op !== 'upsert') throw new Error(`there is no ${entity} ${id}`);
      return change.row;
    },
  };
}

/** `applied`, `conflict: a, b`, `rejected: frozen` */
export function outcomeOf(answer: MutationAnswer): string {
  if (answer.result === 'conflict') return `conflict: ${answer.fields.join(', ')}`;
  return answer.result === 'rejected' ? `rejected: ${answer.reason.code}` : answer.result;
}
