import { z } from 'zod';
import { workflowDefinition } from '../../../shared/domain/index.ts';
import type { workflowMethods } from '../../../shared/contract/index.ts';
import { toldOf } from '../books/books.ts';
import { asking, writing } from './asking.ts';
import type { BooksParts } from './books.ts';
import type { MethodHandlers } from './method-handlers.ts';

const removed = z.object({ removed: z.literal(true) });

/** How things are validated, which the server alone decides. */
export function createWorkflowHandlers({
  books,
  server,
}: Pick<BooksParts, 'books' | 'server'>): MethodHandlers<typeof workflowMethods> {
  const keep = (signal: AbortSignal) => {
    books.heard();
    return Promise.allSettled([books.workflows(signal)]);
  };
  return {
    'workflows.list': (_, context) =>
      asking(context, async (signal) => {
        const told = await books.workflows(signal);
        return { ...toldOf(told), items: told.value };
      }),
    'workflows.write': ({ workflow }, context) =>
      writing(
        context,
        server,
        (rest, signal) => rest.post('/validation-workflows', workflow, workflowDefinition, signal),
        keep,
      ),
    'workflows.remove': ({ id }, context) =>
      writing(
        context,
        server,
        (rest, signal) => rest.post(`/validation-workflows/${encodeURIComponent(id)}/remove`, {}, removed, signal),
        keep,
      ),
  };
}
