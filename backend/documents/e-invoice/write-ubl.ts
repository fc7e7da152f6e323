import { FormatFactoryService } from '@e-invoice-eu/core';
import type { InvoiceDocument } from '../../../shared/domain/billing/index.ts';
import { en16931Invoice } from './en16931-invoice.ts';

/** The library tells of what it would mend by itself; here nothing is to be mended. */
const silent = { log: () => undefined, warn: () => undefined, error: () => undefined };

/** UBL 2.1, an `Invoice` or a `CreditNote` (EN 16931-3-2). */
export async function writeUbl(document: InvoiceDocument): Promise<string> {
  const service = new FormatFactoryService().createFormatService('UBL', silent);
  const written = await service.generate(en16931Invoice(document), { format: 'UBL', lang: 'en' });
  if (typeof written === 'string') return written;
  throw new TypeError('UBL is a text');
}
