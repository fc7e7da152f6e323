import { z } from 'zod';
import { INVOICE_FORMATS } from '../../documents/job.ts';
import { DOCUMENT_LANGUAGES } from '../../../shared/domain/index.ts';
import { answeredFile } from '../file-of.ts';
import { type Route, route } from '../route.ts';
import { subsidiaryAsked } from './subsidiary-asked.ts';

const READERS = ['billing', 'validator', 'administrator'] as const;
const PDF = 'application/pdf';
const anId = z.strictObject({ id: z.guid() });
/** Left out: that agreed with the buyer, else French. */
const language = z.enum(DOCUMENT_LANGUAGES).optional();

/** Files of invoices, cycles and accounts: docs/exports.md. */
export const documentRoutes: readonly Route[] = [
  route({
    ...{ method: 'GET', path: '/api/v2/invoices/{id}/document', operationId: 'getInvoiceDocument', access: READERS },
    summary: 'An invoice or credit note as PDF, Factur-X (PDF/A-3 with the XML of EN 16931) or UBL 2.1',
    params: anId,
    query: z.strictObject({ format: z.enum(INVOICE_FORMATS).default('pdf'), language }),
    response: z.string(),
    media: [PDF, 'application/xml'],
    problems: [404, 503],
    handle: async ({ params, query, reader }, { documents }) =>
      answeredFile('invoice', params.id, () => documents.invoice(reader, params.id, query)),
  }),
  route({
    ...{ method: 'GET', path: '/api/v2/billing-cycles/{id}/statement', operationId: 'getBillingCycleStatement' },
    access: READERS,
    summary: 'The statement of a billing cycle as PDF: its missions as they were priced last, and what they come to',
    params: anId,
    query: z.strictObject({ language }),
    response: z.string(),
    media: [PDF],
    problems: [404, 409, 503],
    handle: async ({ params, query, reader }, { documents }) =>
      answeredFile('billing cycle', params.id, () => documents.statement(reader, params.id, query.language)),
  }),
  route({
    ...{ method: 'GET', path: '/api/v2/exports/fec', operationId: 'exportFec' },
    access: ['billing', 'administrator'],
    summary: 'The accounting entries of a period as FEC (Livre des procédures fiscales, article A47 A-1)',
    query: z
      .strictObject({
        from: z.iso.date(),
        to: z.iso.date(),
        foreign: z.enum(['refuse', 'leave-out']).default('refuse'),
        subsidiary: z.string().trim().min(1).max(200).optional(),
      })
      .refine(({ from, to }) => from <= to, { path: ['to'], message: 'is before from' }),
    response: z.string(),
    media: ['text/plain'],
    problems: [409],
    handle: async ({ query, reader }, { documents, scopes }) =>
      answeredFile('period', query.from, () => documents.fec(reader, subsidiaryAsked(query, reader, scopes), query)),
  }),
];
