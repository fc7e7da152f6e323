import { PDFDict, PDFDocument, PDFName, PDFRawStream } from '@cantoo/pdf-lib';
import type { Written } from './check-document.ts';

/** Ways to spoil what was written. Whoever checks documents must see each of them. */
export const SPOILERS: readonly { name: string; spoil: (written: Written) => Written | Promise<Written> }[] = [
  {
    name: 'a payable amount that is a cent more (BR-CO-16)',
    spoil: cii(/(<ram:DuePayableAmount>-?\d+\.\d)(\d)/, (_, head, last) => `${head}${(Number(last) + 1) % 10}`),
  },
  {
    name: 'a sum of the lines that is another (BR-CO-10)',
    spoil: cii(
      /(<ram:LineTotalAmount>)(-?)(\d+)(\.\d\d<\/ram:LineTotalAmount>\s*(?:<ram:ChargeTotal|<ram:AllowanceTotal|<ram:TaxBasis))/,
      (_, a, sign, whole, d) => `${a}${sign}${Number(whole) + 1}${d}`,
    ),
  },
  {
    name: 'a VAT total that is another (BR-CO-14)',
    spoil: cii(/(<ram:TaxTotalAmount currencyID="...">)-?\d+/, (_, head) => `${head}987654`),
  },
  { name: 'no currency (BR-05)', spoil: cii(/<ram:InvoiceCurrencyCode>.*?<\/ram:InvoiceCurrencyCode>/, () => '') },
  { name: 'no number (BR-02)', spoil: cii(/(<rsm:ExchangedDocument>\s*)<ram:ID>.*?<\/ram:ID>/, (_, head) => head) },
  {
    name: 'no name of the buyer (BR-07)',
    spoil: cii(
      /(<ram:BuyerTradeParty>(?:\s*<ram:GlobalID.*?<\/ram:GlobalID>)?\s*)<ram:Name>.*?<\/ram:Name>/,
      (_, head) => head,
    ),
  },
  { name: 'a unit that there is not', spoil: cii(/unitCode="\w+"/, () => 'unitCode="furlong"') },
  { name: 'a category of VAT that there is not', spoil: cii(/<ram:CategoryCode>\w+/, () => '<ram:CategoryCode>Q') },
  { name: 'an element where none belongs', spoil: cii(/<ram:InvoiceCurrencyCode>/, (all) => `<ram:Surprise/>${all}`) },
  { name: 'a document that ends early', spoil: cii(/<\/rsm:CrossIndustryInvoice>/, () => '') },
  {
    name: 'another amount in the UBL',
    spoil: ubl(/(<cbc:PayableAmount currencyID="...">)-?\d+/, (_, head) => `${head}987654`),
  },
  { name: 'a line less in the UBL', spoil: ubl(/<cac:(Invoice|CreditNote)Line>[\s\S]*?<\/cac:\1Line>/, () => '') },
  {
    name: 'another country in the UBL',
    spoil: ubl(/<cbc:IdentificationCode>\w\w/, () => '<cbc:IdentificationCode>ZZ'),
  },
  {
    name: 'a PDF that ends early',
    spoil: (written) => ({ ...written, pdf: written.pdf.subarray(0, written.pdf.length >> 1) }),
  },
  {
    name: 'a PDF with the XML of another invoice',
    spoil: (written) => ({ ...written, cii: written.cii.replace('<ram:DuePayableAmount>', '<ram:DuePayableAmount> ') }),
  },
  { name: 'a PDF without the XML', spoil: pdf((document) => void document.catalog.delete(PDFName.of('Names'))) },
  {
    name: 'a PDF whose file is associated with nothing',
    spoil: pdf((document) => void document.catalog.delete(PDFName.of('AF'))),
  },
  {
    name: 'a PDF without a colour profile',
    spoil: pdf((document) => void document.catalog.delete(PDFName.of('OutputIntents'))),
  },
  {
    name: 'a PDF that does not say what it is',
    spoil: pdf((document) => void document.catalog.delete(PDFName.of('Metadata'))),
  },
  { name: 'a PDF of another part of PDF/A', spoil: pdf(describedAs('<pdfaid:part>3', '<pdfaid:part>2')) },
  { name: 'a PDF of another profile', spoil: pdf(describedAs('EN 16931</fx', 'MINIMUM</fx')) },
  { name: 'a PDF without its fonts', spoil: pdf(withoutFonts) },
  {
    name: 'a PDF that runs something',
    spoil: pdf((document) =>
      document.catalog.set(PDFName.of('OpenAction'), document.context.obj({ S: 'JavaScript', JS: 'app.alert(1)' })),
    ),
  },
];

type Replace = (all: string, ...groups: string[]) => string;

function cii(pattern: RegExp, by: Replace) {
  return (written: Written): Written => ({ ...written, cii: replaced(written.cii, pattern, by) });
}

function ubl(pattern: RegExp, by: Replace) {
  return (written: Written): Written => ({ ...written, ubl: replaced(written.ubl, pattern, by) });
}

function replaced(text: string, pattern: RegExp, by: Replace): string {
  const other = text.replace(pattern, by);
  if (other === text) throw new Error(`nothing to spoil: ${String(pattern)}`);
  return other;
}

function pdf(change: (document: PDFDocument) => void) {
  return async (written: Written): Promise<Written> => {
    const document = await PDFDocument.load(written.pdf, { updateMetadata: false });
    change(document);
    return { ...written, pdf: Buffer.from(await document.save({ useObjectStreams: false })) };
  };
}

function describedAs(text: string, other: string) {
  return (document: PDFDocument): void => {
    const reference = document.catalog.get(PDFName.of('Metadata'));
    const stream = document.catalog.lookup(PDFName.of('Metadata'));
    if (!(stream instanceof PDFRawStream) || reference === undefined)
      throw new Error('there is no description to spoil');
    const xmp = Buffer.from(stream.contents).toString('utf8');
    if (!xmp.includes(text)) throw new Error(`the description does not say ${text}`);
    const changed = document.context.stream(xmp.replace(text, other), { Type: 'Metadata', Subtype: 'XML' });
    document.catalog.set(PDFName.of('Metadata'), document.context.register(changed));
  };
}

function withoutFonts(document: PDFDocument): void {
  for (const [, object] of document.context.enumerateIndirectObjects())
    if (object instanceof PDFDict) object.delete(PDFName.of('FontFile2'));
}
