import { z } from 'zod';
import { invoiceList } from '../api/billing.ts';
import { method, stream } from '../rpc/index.ts';
import { billingCycleMethods } from './billing-cycles.ts';
import { errorCode } from './errors.ts';
import { missionMethods } from './missions.ts';
import { thirdPartyMethods } from './third-parties.ts';

const language = z.enum(['fr', 'en']);

/** A table as a file for spreadsheets. */
export const sheetForm = z.strictObject({
  format: z.enum(['csv', 'xlsx']),
  /** Of CSV. */
  separator: z.enum(['comma', 'semicolon']),
  /** Of headings, and of decimals in CSV. */
  language,
  /** In which times are written, such as `Europe/Paris`. */
  timeZone: z.string().min(1).max(100),
});
export type SheetForm = z.infer<typeof sheetForm>;

const invoiceForm = { format: z.enum(['pdf', 'factur-x', 'ubl']), language };

/** Which rows, in which order: what a list asks for, without the window that it shows. */
function orderOf<Filter, Sort>({ filter, sort }: { filter: Filter; sort: Sort }): { filter: Filter; sort: Sort } {
  return { filter, sort };
}

/** What is to be exported: rows of the cache as a list shows them, which needs no server; or a document, which the server writes. */
export const exportRequest = z.discriminatedUnion('what', [
  z.strictObject({
    what: z.literal('missions'),
    ...orderOf(missionMethods['missions.page'].params.shape),
    sheet: sheetForm,
  }),
  z.strictObject({
    what: z.literal('third-parties'),
    ...orderOf(thirdPartyMethods['thirdParties.page'].params.shape),
    sheet: sheetForm,
  }),
  z.strictObject({
    what: z.literal('billing-cycles'),
    ...orderOf(billingCycleMethods['billingCycles.page'].params.shape),
    sheet: sheetForm,
  }),
  z.strictObject({ what: z.literal('invoice'), id: z.guid(), ...invoiceForm }),
  z.strictObject({ what: z.literal('statement'), id: z.guid(), language }),
  /** The report of an incident. */
  z.strictObject({ what: z.literal('incident'), id: z.guid(), language }),
  z.strictObject({
    what: z.literal('fec'),
    from: z.iso.date(),
    to: z.iso.date(),
    foreign: z.enum(['refuse', 'leave-out']),
  }),
  /** The fixes of a recording that were seen between two instants of its server's clock, in a stretch or the latest that has the first. */
  z.strictObject({
    what: z.literal('recording'),
    format: z.enum(['csv', 'geojson']),
    stretch: z.number().int().positive().nullable(),
    fromMs: z.number(),
    toMs: z.number(),
  }),
]);
export type ExportRequest = z.output<typeof exportRequest>;

/** How far an export is. The last item is one of the last three. */
export const exportProgress = z.object({
  state: z.enum(['choosing', 'writing', 'done', 'given-up', 'failed']),
  rows: z.number().int(),
  /** Null: not known. */
  totalRows: z.number().int().nullable(),
  bytes: z.number().int(),
  /** Where it was written; in a browser, the file's name. */
  file: z.string().nullable(),
  /** In a browser: where it can be had, once. */
  href: z.string().nullable(),
  /** Why it failed; the sentence in the reader's language comes from the code, and where there is none from `detail`. */
  fault: z
    .object({ code: errorCode, detail: z.string(), field: z.string().optional(), remedy: z.string().optional() })
    .nullable(),
});
export type ExportProgress = z.infer<typeof exportProgress>;

export const exportStreams = {
  /** Asks where to, and exports. Whoever closes the stream before the end gives it up: then there is no file. */
  'exports.run': stream(exportRequest, exportProgress),
};

/** An invoice or credit note, as a list shows it. */
export const invoiceSummaryRow = invoiceList.shape.items.element;
export type InvoiceSummaryRow = z.infer<typeof invoiceSummaryRow>;

export const exportMethods = {
  /** Invoices and credit notes of a billing cycle. The server alone has them: errors are those of a server that cannot be asked. */
  'invoices.ofCycle': method(
    z.strictObject({ billingCycleId: z.guid() }),
    z.object({ items: z.array(invoiceSummaryRow) }),
  ),
};
