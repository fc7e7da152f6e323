import type { DocumentLanguage } from '../../../shared/domain/index.ts';
import {
  documentTotals,
  type DocumentTotals,
  type InvoiceDocument,
  type InvoiceLine,
} from '../../../shared/domain/billing/index.ts';
import type { facturX } from './factur-x.ts';
import { type Figures, figuresOf } from './figures.ts';
import { type Heading, letterhead, sellerLine } from './letterhead.ts';
import type { Logo } from './logo.ts';
import { attach, finish, openPdfA } from './pdf-a.ts';
import { CONTENT_WIDTH, MARGIN, Sheet } from './sheet.ts';
import { type Column, Table } from './table.ts';
import { DOCUMENT_TEXTS, type DocumentTexts } from './texts.ts';
import type { Style } from './type-setter.ts';

export interface InvoicePdf {
  document: InvoiceDocument;
  language: DocumentLanguage;
  logo: Logo | undefined;
  createdAtMs: number;
  /** Makes it a Factur-X. */
  embedded?: ReturnType<typeof facturX>;
}

/**
 * An invoice or credit note as a PDF/A-3b, with what French law wants on it (CGI, annex II, article 242 nonies A; Code de commerce, L441-9).
 * @returns its bytes
 */
export async function invoicePdf({ document, language, logo, createdAtMs, embedded }: InvoicePdf): Promise<Buffer> {
  const texts = DOCUMENT_TEXTS[language];
  const figures = figuresOf(texts, document.currency);
  const totals = documentTotals(document);
  const name = document.kind === 'invoice' ? texts.invoice : texts.creditNote;
  const pdf = openPdfA(
    { title: `${name} ${document.number}`, author: document.seller.name, language: texts.locale, createdAtMs },
    embedded?.metadata,
  );
  if (embedded !== undefined) attach(pdf, embedded.attachment, createdAtMs);
  const sheet = new Sheet(pdf);
  const { seller, buyer, corrects } = document;
  letterhead(sheet, {
    ...{ seller, buyer, logo, texts },
    heading: {
      title: name,
      facts: factsOf(document, texts, figures),
      ...(corrects === undefined ? {} : { remark: texts.corrects(corrects.number, figures.day(corrects.issuedOn)) }),
    },
  });
  lineTable(sheet, document, texts, figures);
  totalsBox(sheet, document, totals, texts, figures);
  paymentPart(sheet, document, texts);
  notesPart(sheet, document, totals, texts);
  sheet.foot(sellerLine(seller, texts), texts.page);
  return finish(pdf);
}

function factsOf(document: InvoiceDocument, texts: DocumentTexts, { day }: Figures): Heading['facts'] {
  const { periodStart, periodEnd, buyerReference, orderReference } = document;
  const period = `${day(periodStart)} – ${day(periodEnd)}`;
  const facts: [string, string | undefined][] = [
    [texts.number, document.number],
    [texts.issuedOn, day(document.issuedOn)],
    [texts.dueOn, document.kind === 'invoice' ? day(document.dueOn) : undefined],
    periodStart === periodEnd ? [texts.supplied, day(periodEnd)] : [texts.period, period],
    [texts.nature, texts.services],
    [texts.buyerReference, buyerReference],
    [texts.orderReference, orderReference],
  ];
  return facts.flatMap(([label, value]) => (value === undefined ? [] : [[label, value] as const]));
}

function lineTable(sheet: Sheet, document: InvoiceDocument, texts: DocumentTexts, figures: Figures): void {
  const { columns: title } = texts;
  const columns: Column[] = [
    { title: title.description, width: 0 },
    { title: title.quantity, width: 54, align: 'right' },
    { title: title.unit, width: 36 },
    { title: title.price, width: 78, align: 'right' },
    { title: title.vat, width: 48, align: 'right' },
    { title: title.net, width: 86, align: 'right' },
  ];
  let sum = 0;
  const table = new Table(sheet, columns, {
    forward: texts.forward,
    brought: texts.brought,
    sum: () => figures.money(sum),
  });
  for (const line of document.lines) {
    const { description, note, quantityMilli, unit, unitPrice, netCents } = line;
    table.row(
      [
        { text: description, ...(note === undefined ? {} : { note }) },
        figures.quantity(quantityMilli),
        texts.units[unit],
        figures.unitPrice(unitPrice),
        rateOf(line.vat, texts, figures),
        figures.money(netCents),
      ],
      () => {
        sum += netCents;
      },
    );
  }
}

function rateOf(
  { category, basisPoints }: InvoiceLine['vat'] | DocumentTotals['vat'][number],
  texts: DocumentTexts,
  { percent }: Figures,
): string {
  return category === 'S' || category === 'Z' ? percent(basisPoints) : texts.noVat;
}

const TOTALS_WIDTH = 236;
const VAT_WIDTH = CONTENT_WIDTH - TOTALS_WIDTH - 24;
const BODY: Style = { size: 9 };

/** VAT by rate on the left, the sums on the right: together on one page. */
function totalsBox(
  sheet: Sheet,
  document: InvoiceDocument,
  totals: DocumentTotals,
  texts: DocumentTexts,
  figures: Figures,
): void {
  const sums = sumsOf(document, totals, texts);
  sheet.need(Math.max(sums.length, totals.vat.length + 1) * 17 + 34);
  const top = sheet.y + 12;
  const right = sumLines(sheet, sums, top, figures);
  const left = vatTable(sheet, totals, top, texts, figures);
  sheet.y = Math.max(left, right) + 10;
}

interface Sum {
  label: string;
  cents: number;
  isMain?: true;
}

function sumsOf(
  { kind, allowances, charges, prepaidCents }: InvoiceDocument,
  totals: DocumentTotals,
  texts: DocumentTexts,
): Sum[] {
  const { totals: label } = texts;
  const isAdjusted = allowances.length + charges.length > 0;
  return [
    ...(isAdjusted ? [{ label: label.lines, cents: totals.linesCents }] : []),
    ...allowances.map(({ reason, netCents }) => ({ label: label.allowance(reason), cents: -netCents })),
    ...charges.map(({ reason, netCents }) => ({ label: label.charge(reason), cents: netCents })),
    { label: label.taxExclusive, cents: totals.taxExclusiveCents },
    { label: label.tax, cents: totals.taxCents },
    { label: label.taxInclusive, cents: totals.taxInclusiveCents },
    ...(prepaidCents === 0 ? [] : [{ label: label.prepaid, cents: -prepaidCents }]),
    { label: kind === 'invoice' ? label.payable : label.givenBack, cents: totals.payableCents, isMain: true },
  ];
}

function sumLines(sheet: Sheet, sums: readonly Sum[], top: number, { money }: Figures): number {
  const x = MARGIN + CONTENT_WIDTH - TOTALS_WIDTH;
  let y = top;
  for (const { label, cents, isMain } of sums) {
    const style: Style = isMain === true ? { size: 11, weight: 'bold' } : BODY;
    if (isMain === true) {
      sheet.rule(y, { x, width: TOTALS_WIDTH });
      y += 4;
    }
    const amount = sheet.setter.lines(money(cents), TOTALS_WIDTH - 90, { ...style, align: 'right' });
    const below = sheet.setter.text(label, { x, y, width: TOTALS_WIDTH - 110 }, { ...style, mostLines: 2 });
    sheet.setter.set(amount, { x: x + 90, y, width: TOTALS_WIDTH - 94 }, { ...style, align: 'right' });
    y = below + 2;
  }
  return y;
}

function vatTable(sheet: Sheet, totals: DocumentTotals, top: number, texts: DocumentTexts, figures: Figures): number {
  const { setter } = sheet;
  const widths = [VAT_WIDTH * 0.28, VAT_WIDTH * 0.38, VAT_WIDTH * 0.34] as const;
  let y = top;
  const row = (cells: readonly [string, string, string], style: Style) => {
    let x = MARGIN;
    for (const [index, cell] of cells.entries()) {
      setter.text(
        cell,
        { x, y, width: (widths[index] ?? 0) - 6 },
        { ...style, align: index === 0 ? 'left' : 'right', mostLines: 1 },
      );
      x += widths[index] ?? 0;
    }
    y += setter.height(1, style) + 3;
  };
  row([texts.vatTable.rate, texts.vatTable.taxable, texts.vatTable.tax], { size: 8, weight: 'bold' });
  sheet.rule(y - 2, { width: VAT_WIDTH });
  for (const group of totals.vat)
    row([rateOf(group, texts, figures), figures.money(group.taxableCents), figures.money(group.taxCents)], {
      size: 8.5,
    });
  return y;
}

function paymentPart(
  sheet: Sheet,
  { payment: { iban, bic, terms }, number, kind }: InvoiceDocument,
  texts: DocumentTexts,
): void {
  sheet.need(64);
  sheet.paragraph(texts.payment, { size: 9.5, weight: 'bold' });
  sheet.paragraph(terms, { size: 8.5 });
  if (iban === undefined || kind === 'credit-note') return;
  const account = [
    `${texts.iban} ${iban.replaceAll(/(.{4})(?=.)/g, '$1\u{a0}')}`,
    bic === undefined ? undefined : `${texts.bic} ${bic}`,
  ];
  sheet.paragraph([...account, `${texts.number} ${number}`].filter((part) => part !== undefined).join(' · '), {
    size: 8.5,
  });
}

function notesPart(sheet: Sheet, { legalNotes }: InvoiceDocument, totals: DocumentTotals, texts: DocumentTexts): void {
  const exemptions = totals.vat.flatMap(({ exemption }) => exemption ?? []);
  const notes = [...exemptions, ...legalNotes];
  if (notes.length === 0) return;
  sheet.y += 8;
  sheet.need(40);
  sheet.paragraph(texts.notes, { size: 8.5, weight: 'bold' });
  for (const note of notes) sheet.paragraph(note, { size: 8 });
}
