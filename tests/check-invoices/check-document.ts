import { writeCii } from '../../backend/documents/e-invoice/write-cii.ts';
import { writeUbl } from '../../backend/documents/e-invoice/write-ubl.ts';
import { facturX } from '../../backend/documents/pdf/factur-x.ts';
import { invoicePdf } from '../../backend/documents/pdf/invoice-pdf.ts';
import type { DocumentLanguage } from '../../shared/domain/index.ts';
import type { InvoiceDocument } from '../../shared/domain/billing/index.ts';
import { ciiFaults } from './cii-rules.ts';
import { pdfFaults } from './pdf-facts.ts';
import { ublFaults } from './ubl-terms.ts';

/** The files that one document becomes. */
export interface Written {
  cii: string;
  ubl: string;
  pdf: Buffer;
}

const CREATED_AT_MS = Date.UTC(2026, 10, 29, 12);

export async function write(document: InvoiceDocument, language: DocumentLanguage): Promise<Written> {
  const cii = writeCii(document);
  const pdf = await invoicePdf({
    document,
    language,
    logo: undefined,
    createdAtMs: CREATED_AT_MS,
    embedded: facturX(cii),
  });
  return { cii, ubl: await writeUbl(document), pdf };
}

export async function faultsOf({ cii, ubl, pdf }: Written): Promise<string[]> {
  return [...(await ciiFaults(cii)), ...ublFaults(ubl, cii), ...(await pdfFaults(pdf, cii))];
}
