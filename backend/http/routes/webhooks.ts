import { z } from 'zod';
import {
  deadLetterList,
  newWebhook,
  redelivery,
  webhook,
  webhookList,
  webhookWithSecret,
} from '../../../shared/api/index.ts';
import { RefusedAddressError } from '../../webhooks/address-guard.ts';
import { WrongKeyError } from '../../webhooks/secret-box.ts';
import { TooManyWebhooksError } from '../../webhooks/webhook-service.ts';
import { ProblemError } from '../problem.ts';
import { type Route, route } from '../route.ts';

const PATH = '/api/v2/webhooks';
const access = ['administrator'] as const;
const ofWebhook = z.strictObject({ id: z.guid() });
const ofLetter = ofWebhook.extend({
  position: z.string().regex(/^[1-9]\d{0,14}$/, 'must be a position of the log of events'),
});

/** Addresses of other programs that are told what happens: for administrators. */
export const webhookRoutes: readonly Route[] = [
  route({
    ...{ method: 'GET', path: PATH, operationId: 'listWebhooks', access },
    isOfAll: true,
    summary: 'Webhooks, and how it stands with each',
    response: webhookList,
    handle: async (_call, { webhooks }) => ({ items: await webhooks.list() }),
  }),
  route({
    ...{ method: 'POST', path: PATH, operationId: 'createWebhook', access },
    isOfAll: true,
    summary: 'A webhook that is told what happens from now on; shows its secret, this once',
    body: newWebhook,
    response: webhookWithSecret,
    problems: [409],
    handle: ({ body, identity }, { webhooks }) => explained(webhooks.create(body, identity?.subject ?? '')),
  }),
  route({
    ...{ method: 'GET', path: `${PATH}/{id}`, operationId: 'getWebhook', access },
    isOfAll: true,
    summary: 'One webhook',
    params: ofWebhook,
    response: webhook,
    problems: [404],
    handle: async ({ params }, { webhooks }) => (await webhooks.get(params.id)) ?? missing('webhook', params.id),
  }),
  route({
    ...{ method: 'POST', path: `${PATH}/{id}/remove`, operationId: 'removeWebhook', access },
    isOfAll: true,
    summary: 'Removes a webhook with its dead letters',
    params: ofWebhook,
    response: z.object({ removed: z.literal(true) }),
    problems: [404],
    async handle({ params }, { webhooks }) {
      if (!(await webhooks.remove(params.id))) return missing('webhook', params.id);
      return { removed: true };
    },
  }),
  route({
    ...{ method: 'POST', path: `${PATH}/{id}/enable`, operationId: 'enableWebhook', access },
    isOfAll: true,
    summary: 'Tells a webhook again what happens, beginning with what it has not been told',
    params: ofWebhook,
    response: webhook,
    problems: [404],
    handle: async ({ params }, { webhooks }) =>
      (await webhooks.setState(params.id, 'enabled')) ?? missing('webhook', params.id),
  }),
  route({
    ...{ method: 'POST', path: `${PATH}/{id}/disable`, operationId: 'disableWebhook', access },
    isOfAll: true,
    summary: 'Tells a webhook nothing until it is enabled',
    params: ofWebhook,
    response: webhook,
    problems: [404],
    handle: async ({ params }, { webhooks }) =>
      (await webhooks.setState(params.id, 'disabled')) ?? missing('webhook', params.id),
  }),
  route({
    ...{ method: 'POST', path: `${PATH}/{id}/secret`, operationId: 'renewWebhookSecret', access },
    isOfAll: true,
    summary: 'A new secret, shown this once; the old one is void',
    params: ofWebhook,
    response: webhookWithSecret,
    problems: [404],
    handle: async ({ params }, { webhooks }) =>
      (await webhooks.renewSecret(params.id)) ?? missing('webhook', params.id),
  }),
  route({
    ...{ method: 'GET', path: `${PATH}/{id}/dead-letters`, operationId: 'listDeadLetters', access },
    isOfAll: true,
    summary: 'Events that were given up, oldest first',
    params: ofWebhook,
    response: deadLetterList,
    problems: [404],
    async handle({ params: { id } }, { webhooks }) {
      if ((await webhooks.get(id)) === undefined) return missing('webhook', id);
      return { items: await webhooks.deadLetters(id) };
    },
  }),
  route({
    ...{
      method: 'POST',
      path: `${PATH}/{id}/dead-letters/{position}/redeliver`,
      operationId: 'redeliverDeadLetter',
      access,
    },
    isOfAll: true,
    summary: 'Sends an event that was given up once more, now',
    params: ofLetter,
    response: redelivery,
    problems: [404, 409],
    handle: async ({ params: { id, position } }, { webhooks }) =>
      (await explained(webhooks.redeliver(id, Number(position)))) ?? missing('dead letter', position),
  }),
];

async function explained<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof RefusedAddressError || (error instanceof TypeError && /url/i.test(error.message))) {
      const why = error instanceof RefusedAddressError ? error.message : 'it is not an address of the web';
      throw new ProblemError('invalid-request', {
        detail: `url: ${why}`,
        field: 'url',
        remedy: 'Give the whole https:// address of the receiver.',
      });
    }
    if (error instanceof TooManyWebhooksError || error instanceof WrongKeyError) {
      throw new ProblemError('conflict', {
        detail: error.message,
        remedy: 'Remove a webhook that is not needed, or renew its secret.',
      });
    }
    throw error;
  }
}

function missing(what: string, id: string): never {
  throw new ProblemError('not-found', {
    detail: `there is no ${what} ${id}`,
    field: 'id',
    remedy: 'It may have been removed: read the list again.',
  });
}
