import { z } from 'zod';
import {
  assignAnswer,
  assignRequest,
  billingLinesPage,
  billingLinesQuery,
  billingSettingsQuery,
  billingTotals,
  cycleStep,
  invoiceList,
  issuedInvoice,
  rateCardList,
  trail,
} from '../../../shared/api/index.ts';
import {
  billingCycle,
  billingSettings,
  enteredRateCard,
  rateCard,
  refuseParameters,
} from '../../../shared/domain/index.ts';
import type { Reader } from '../../database/scope.ts';
import { LogoError } from '../../documents/pdf/logo.ts';
import { ChronologyError } from '../../services/billing/invoice-series.ts';
import { type BillingService, StepRefusedError } from '../../services/billing-service.ts';
import { checkSettingsLogo } from '../../services/documents-service.ts';
import { ProblemError } from '../problem.ts';
import { actorOf } from '../actor.ts';
import { refused } from '../refused.ts';
import { JsonText, type Route, route } from '../route.ts';
import { subsidiaryAsked } from './subsidiary-asked.ts';

const cycleId = z.strictObject({ id: z.guid() });
const READERS = ['billing', 'validator', 'administrator'] as const;

/** What cycles cost, their steps, invoices and books; tariffs, and who the operator is. */
export const billingRoutes: readonly Route[] = [
  route({
    ...{ method: 'POST', path: '/api/v2/billing-cycles/{id}/steps', operationId: 'takeBillingCycleStep' },
    access: READERS,
    summary:
      'Takes a step of a billing cycle: open, close, submit, approve, reject, reopen, invoice, deposit, credit, …',
    params: cycleId,
    body: cycleStep,
    response: billingCycle,
    problems: [404, 409],
    async handle({ params: { id }, body: { action, reason }, identity, reader }, { billing, scopes }) {
      const row = await billing.getCycle(reader, id);
      if (row === undefined) throw notThere('billing cycle', id);
      const parameters = reason === undefined ? {} : { reason };
      const toldWrongly = refuseParameters(JSON.parse(row) as Record<string, unknown>, action, parameters);
      if (toldWrongly !== undefined) throw refused(toldWrongly);
      try {
        await scopes.transaction(reader.scope, (sql) =>
          billing.act(sql, { id, action, actor: actorOf(identity), parameters }),
        );
      } catch (error) {
        if (error instanceof StepRefusedError) throw refused(error.refusal);
        if (error instanceof ChronologyError) throw refused({ code: 'illegal-action', detail: error.message });
        throw error;
      }
      return new JsonText((await billing.getCycle(reader, id)) ?? row);
    },
  }),
  route({
    ...{ method: 'POST', path: '/api/v2/billing-cycles/{id}/assign', operationId: 'assignMissions' },
    access: ['billing', 'administrator'],
    summary: 'Brings missions into a billing cycle by a rule, or counts what it would bring in',
    params: cycleId,
    body: assignRequest,
    response: assignAnswer,
    problems: [404, 409],
    async handle({ params: { id }, body, identity, reader }, { billing, scopes }) {
      const done = found(await billing.assign(reader, scopes, id, body, actorOf(identity)), 'billing cycle', id);
      if (done.answer === undefined) throw refused(done.refusal);
      return done.answer;
    },
  }),
  route({
    ...{ method: 'GET', path: '/api/v2/billing-cycles/{id}/lines', operationId: 'listBillingLines', access: READERS },
    summary: 'What each mission of a billing cycle costs and why, as it was priced last',
    params: cycleId,
    query: billingLinesQuery,
    response: billingLinesPage,
    problems: [404],
    async handle({ params, query, reader }, { billing }) {
      await known(reader, params.id, billing);
      return billing.lines(reader, params.id, query);
    },
  }),
  route({
    ...{ method: 'GET', path: '/api/v2/billing-cycles/{id}/totals', operationId: 'getBillingTotals', access: READERS },
    summary: 'What a billing cycle comes to, with VAT by rate, as it was priced last',
    params: cycleId,
    response: billingTotals,
    problems: [404],
    handle: async ({ params, reader }, { billing }) =>
      found(await billing.totals(reader, params.id), 'billing cycle', params.id),
  }),
  route({
    ...{ method: 'GET', path: '/api/v2/billing-cycles/{id}/invoices', operationId: 'listInvoices', access: READERS },
    summary: 'Invoices and credit notes of a billing cycle, in the order of their numbers',
    params: cycleId,
    response: invoiceList,
    problems: [404],
    async handle({ params, reader }, { billing }) {
      await known(reader, params.id, billing);
      return { items: await billing.invoices(reader, params.id) };
    },
  }),
  route({
    ...{
      method: 'GET',
      path: '/api/v2/billing-cycles/{id}/trail',
      operationId: 'getBillingCycleTrail',
      access: READERS,
    },
    summary: 'Who did what to a billing cycle, and whether anything of that was changed since',
    params: cycleId,
    response: trail,
    problems: [404],
    async handle({ params, reader }, { billing }) {
      await known(reader, params.id, billing);
      return billing.trail(reader, `billing-cycle/${params.id}`);
    },
  }),
  route({
    ...{ method: 'GET', path: '/api/v2/invoices/{id}', operationId: 'getInvoice', access: READERS },
    summary: 'An invoice or credit note as it was issued',
    params: cycleId,
    response: issuedInvoice,
    problems: [404],
    handle: async ({ params, reader }, { billing }) =>
      found(await billing.invoice(reader, params.id), 'invoice', params.id),
  }),
  route({
    ...{ method: 'GET', path: '/api/v2/rate-cards', operationId: 'listRateCards', access: READERS },
    summary: 'Rate cards, the newest first',
    response: rateCardList,
    handle: async ({ reader }, { billing }) => ({ items: await billing.rateCards(reader) }),
  }),
  route({
    ...{ method: 'POST', path: '/api/v2/rate-cards', operationId: 'writeRateCard' },
    access: ['billing', 'administrator'],
    summary: 'Makes a rate card, or changes the one of this id',
    body: enteredRateCard,
    response: rateCard,
    problems: [409],
    async handle({ body, identity, reader }, { billing, scopes }) {
      const refusal = await scopes.transaction(reader.scope, (sql) =>
        billing.writeRateCard(sql, body, actorOf(identity)),
      );
      if (refusal !== undefined) throw refused(refusal);
      return body;
    },
  }),
  route({
    ...{ method: 'GET', path: '/api/v2/billing-settings', operationId: 'getBillingSettings', access: READERS },
    summary: 'Who the operator is and how it bills',
    query: billingSettingsQuery,
    response: billingSettings,
    problems: [404],
    handle: async ({ query, reader }, { billing, scopes }) =>
      found(await billing.settings(reader, subsidiaryAsked(query, reader, scopes)), 'billing settings', 'yet'),
  }),
  route({
    ...{ method: 'POST', path: '/api/v2/billing-settings', operationId: 'writeBillingSettings' },
    access: ['administrator'],
    summary: 'Says who the operator is and how it bills; each change is told in the books',
    query: billingSettingsQuery,
    body: billingSettings,
    // A logo is part of it.
    bodyLimit: 160 * 1024,
    response: billingSettings,
    async handle({ query, body, identity, reader }, { billing, scopes }) {
      await checkSettingsLogo(body).catch((error: unknown) => {
        if (!(error instanceof LogoError)) throw error;
        throw new ProblemError('invalid-request', {
          detail: `logo: ${error.message}`,
          field: 'logo',
          remedy: error.remedy,
        });
      });
      const subsidiary = subsidiaryAsked(query, reader, scopes);
      await scopes.transaction(reader.scope, (sql) => billing.writeSettings(sql, subsidiary, body, actorOf(identity)));
      return body;
    },
  }),
];

/** @throws ProblemError where the user sees no such cycle */
async function known(reader: Reader, id: string, billing: BillingService): Promise<void> {
  found(await billing.getCycle(reader, id), 'billing cycle', id);
}

function found<Value>(value: Value | undefined, what: string, id: string): Value {
  if (value === undefined) throw notThere(what, id);
  return value;
}

function notThere(what: string, id: string): ProblemError {
  return new ProblemError('not-found', {
    detail: `there is no ${what} ${id}`,
    remedy: 'It may have been deleted, or is still to be entered: read the list again.',
  });
}
