import { z } from 'zod';
import { workflowDefinition } from '../domain/validation/workflow.ts';
import { method } from '../rpc/index.ts';
import { answered, written } from './books.ts';

/** How things are validated: the operator's definitions. Asked of the server, kept for when it is away, and changed only while it is there. */
export const workflowMethods = {
  'workflows.list': method(z.strictObject({}), z.object({ ...answered, items: z.array(workflowDefinition) })),
  'workflows.write': method(z.strictObject({ workflow: workflowDefinition }), written),
  'workflows.remove': method(z.strictObject({ id: z.guid() }), written),
};
