import { z } from 'zod';
import {
  askedDecision,
  askedMark,
  bulkDecisionAnswers,
  bulkDecisions,
  notificationList,
  validationsPage,
  validationsQuery,
  workflowList,
} from '../../../shared/api/index.ts';
import {
  type FieldValues,
  DECIDERS,
  type Refusal,
  validation,
  workflowDefinition,
} from '../../../shared/domain/index.ts';
import { actorOf } from '../actor.ts';
import type { Reader } from '../../database/scope.ts';
import { errorCodeOf } from '../../database/database.ts';
import type { AskedAction } from '../../services/notification-workflow-service.ts';
import { ProblemError } from '../problem.ts';
import { refused } from '../refused.ts';
import type { RouteContext } from '../route-context.ts';
import { type JsonText, type Route, route } from '../route.ts';
import { pageText, rowText } from '../row-texts.ts';

const PATH = '/api/v2/validations';
const access = DECIDERS;
const ofId = z.strictObject({ id: z.guid() });

/** What waits for decisions, the decisions, what people are told, and how things are validated. */
export const validationRoutes: readonly Route[] = [
  route({
    ...{ method: 'GET', path: PATH, operationId: 'listValidations', access },
    summary: 'Validations by id; with `folder` those of the inbox of whoever asks',
    query: validationsQuery,
    response: validationsPage,
    handle: ({ query, reader, identity }, { validations }) =>
      pageText(validations.list(reader, query, actorOf(identity))),
  }),
  route({
    ...{ method: 'GET', path: `${PATH}/{id}`, operationId: 'getValidation', access },
    summary: 'One validation with its decisions',
    params: ofId,
    response: validation,
    problems: [404],
    handle: ({ params, reader }, { validations }) =>
      rowText(validations.get(reader, params.id), 'validation', params.id),
  }),
  route({
    ...{ method: 'POST', path: `${PATH}/{id}/decisions`, operationId: 'decideValidation', access },
    summary: 'Takes a decision: approve, reject with a reason, or abstain; for oneself or as a delegate',
    params: ofId,
    body: askedDecision,
    response: validation,
    problems: [404, 409],
    async handle({ params: { id }, body, reader, identity }, context) {
      const { decision: action, step, ...parameters } = body;
      const asked = { id, action, parameters: given(parameters), actor: actorOf(identity), step };
      return acted(reader, context, asked);
    },
  }),
  route({
    ...{ method: 'POST', path: '/api/v2/validation-decisions', operationId: 'decideValidations', access },
    summary: 'Takes several decisions and answers each: one that is refused stops none of the others',
    body: bulkDecisions,
    response: bulkDecisionAnswers,
    async handle({ body, reader, identity }, context) {
      const items: z.infer<typeof bulkDecisionAnswers>['items'] = [];
      for (const { id, decision: action, step, ...parameters } of body.decisions) {
        const asked = { id, action, parameters: given(parameters), actor: actorOf(identity), step };
        const reason = await act(reader, context, asked);
        items.push(reason === undefined ? { id, result: 'taken' } : { id, result: 'refused', reason });
      }
      return { items };
    },
  }),
  route({
    ...{ method: 'POST', path: `${PATH}/{id}/marks`, operationId: 'markValidation', access },
    summary: 'Marks the entry in the inbox of whoever asks: read, snoozed, archived, and back',
    params: ofId,
    body: askedMark,
    response: validation,
    problems: [404, 409],
    handle({ params: { id }, body: { mark, until }, reader, identity }, context) {
      const actor = actorOf(identity);
      const parameters = given({ by: actor.subject, until });
      return acted(reader, context, { id, action: mark, parameters, actor });
    },
  }),
  route({
    ...{ method: 'GET', path: '/api/v2/notifications', operationId: 'listNotifications', access },
    summary: 'What whoever asks is to be told of validations, the newest first',
    response: notificationList,
    handle: ({ reader, identity }, { validations }) => validations.notifications(reader, actorOf(identity)),
  }),
  route({
    ...{ method: 'GET', path: '/api/v2/validation-workflows', operationId: 'listValidationWorkflows', access },
    summary: 'How things are validated: by kind, subsidiary and amount',
    response: workflowList,
    handle: async ({ reader }, { validations }) => ({ items: await validations.workflows(reader) }),
  }),
  route({
    ...{ method: 'POST', path: '/api/v2/validation-workflows', operationId: 'writeValidationWorkflow' },
    access: ['administrator'],
    isOfAll: true,
    summary: 'Makes a workflow, or changes the one of this id; what is under way goes on as it began',
    body: workflowDefinition,
    response: workflowDefinition,
    problems: [409],
    async handle({ body, reader, identity }, { validations, scopes }) {
      try {
        await scopes.transaction(reader.scope, (sql) => validations.writeWorkflow(sql, body, actorOf(identity)));
      } catch (error) {
        if (errorCodeOf(error) !== UNIQUE_VIOLATION) throw error;
        const detail = `fromCents: there is a workflow for this kind and subsidiary from ${body.fromCents} cents on`;
        throw refused({ code: 'exists', field: 'fromCents', detail });
      }
      return body;
    },
  }),
  route({
    ...{ method: 'POST', path: '/api/v2/validation-workflows/{id}/remove', operationId: 'removeValidationWorkflow' },
    access: ['administrator'],
    isOfAll: true,
    summary: 'Removes a workflow; what is under way goes on as it began',
    params: ofId,
    response: z.object({ removed: z.literal(true) }),
    problems: [404],
    async handle({ params: { id }, reader, identity }, { validations, scopes }) {
      const isGone = await scopes.transaction(reader.scope, (sql) =>
        validations.removeWorkflow(sql, id, actorOf(identity)),
      );
      if (isGone) return { removed: true };
      throw new ProblemError('not-found', {
        ...{ detail: `there is no workflow ${id}`, field: 'id' },
        remedy: 'It may have been removed: read the list again.',
      });
    },
  }),
];

/** SQLSTATE of a row that is there already. */
const UNIQUE_VIOLATION = '23505';

/** What was left out is not told. */
function given(parameters: Readonly<Record<string, string | undefined>>): FieldValues {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function act(reader: Reader, { validations, scopes }: RouteContext, asked: AskedAction): Promise<Refusal | undefined> {
  return scopes.transaction(reader.scope, (sql) => validations.act(sql, asked));
}

async function acted(reader: Reader, context: RouteContext, asked: AskedAction): Promise<JsonText> {
  const refusal = await act(reader, context, asked);
  if (refusal !== undefined) throw refused(refusal);
  return rowText(context.validations.get(reader, asked.id), 'validation', asked.id);
}
