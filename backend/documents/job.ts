import type { DocumentLanguage, InvoiceDocument } from '../../shared/domain/index.ts';
import { writeCii } from './e-invoice/write-cii.ts';
import { writeUbl } from './e-invoice/write-ubl.ts';
import { facturX } from './pdf/factur-x.ts';
import { type IncidentReport, incidentPdf } from './pdf/incident-pdf.ts';
import { invoicePdf } from './pdf/invoice-pdf.ts';
import type { Logo } from './pdf/logo.ts';
import { type CycleStatement, statementPdf } from './pdf/statement-pdf.ts';

export const INVOICE_FORMATS = ['pdf', 'factur-x', 'ubl'] as const;
export type InvoiceFormat = (typeof INVOICE_FORMATS)[number];

/** A file that is to be written. Plain data: it goes to another thread. */
export type DocumentJob = { language: DocumentLanguage; logo: Logo | undefined; createdAtMs: number } & (
  | { kind: 'invoice'; format: InvoiceFormat; document: InvoiceDocument }
  | { kind: 'statement'; statement: CycleStatement }
  | { kind: 'incident'; report: IncidentReport }
);

/** @returns the bytes of the file */
export function carryOut(job: DocumentJob): Promise<Uint8Array> {
  if (job.kind === 'statement') return statementPdf(job.statement, job);
  if (job.kind === 'incident') return incidentPdf(job.report, job);
  const { document, format } = job;
  switch (format) {
    case 'pdf':
      return invoicePdf(job);
    case 'factur-x':
      return invoicePdf({ ...job, embedded: facturX(writeCii(document)) });
    case 'ubl':
      return writeUbl(document).then((xml) => Buffer.from(xml, 'utf8'));
  }
}
