import type { z } from 'zod';
import { type Mutation, type MutationAnswer, type PushResponse, pushResponse } from '../../../shared/api/index.ts';

/** What may be answered to a batch: each edit of it once at most, with the row that it is of. */
export function answersOf(mutations: readonly Mutation[]): z.ZodType<PushResponse> {
  return pushResponse.superRefine(({ answers }, context) => {
    const open = new Map(mutations.map((mutation) => [mutation.mutationId, mutation]));
    for (const [index, answer] of answers.entries()) {
      const wrong = whatIsWrong(answer, open.get(answer.mutationId));
      const path = ['answers', index, ...(wrong ?? [])];
      if (wrong !== undefined) context.addIssue({ code: 'custom', path, message: 'is of no edit that was sent' });
      open.delete(answer.mutationId);
    }
  });
}

/** The path to what does not belong to the edit; undefined where all does. */
function whatIsWrong({ current }: MutationAnswer, mutation: Mutation | undefined): string[] | undefined {
  if (mutation === undefined) return ['mutationId'];
  if (current === null) return undefined;
  if (current.entity !== mutation.entity) return ['current', 'entity'];
  if (current.id !== mutation.id) return ['current', 'id'];
  return current.op === 'upsert' && current.row.id !== current.id ? ['current', 'row', 'id'] : undefined;
}
