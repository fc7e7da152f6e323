import type { DocumentLanguage } from '../../../shared/domain/index.ts';
import type { InvoiceSeller, VatSubtotal, VatTreatment } from '../../../shared/domain/billing/index.ts';
import { type Figures, figuresOf } from './figures.ts';
import { letterhead, sellerLine } from './letterhead.ts';
import type { Logo } from './logo.ts';
import { finish, openPdfA } from './pdf-a.ts';
import { CONTENT_WIDTH, MARGIN, Sheet } from './sheet.ts';
import { Table } from './table.ts';
import { DOCUMENT_TEXTS, type DocumentTexts } from './texts.ts';

/** A mission of a cycle, as it was priced last. */
export interface StatementLine {
  missionId: string;
  description: string;
  performedOn: string;
  thirdPartyName: string | null;
  vat: VatTreatment;
  /** Integer cents before tax; null: nobody knows. */
  amountCents: number | null;
}

/** What a cycle comes to, line by line. */
export interface CycleStatement {
  label: string;
  periodStart: string;
  periodEnd: string;
  state: string;
  currency: string;
  seller: InvoiceSeller;
  lines: readonly StatementLine[];
  totals: {
    unpriced: number;
    taxExclusiveCents: number;
    taxCents: number;
    taxInclusiveCents: number;
    vat: readonly Pick<VatSubtotal, 'category' | 'basisPoints' | 'taxableCents' | 'taxCents'>[];
  };
  /** The operator's day. */
  printedOn: string;
}

/** The statement of a billing cycle as a PDF/A-3b: every mission, and the sums by rate. It is no invoice, and says so. */
export function statementPdf(
  statement: CycleStatement,
  { language, logo, createdAtMs }: { language: DocumentLanguage; logo: Logo | undefined; createdAtMs: number },
): Promise<Buffer> {
  const texts = DOCUMENT_TEXTS[language];
  const figures = figuresOf(texts, statement.currency);
  const { statement: words } = texts;
  const { seller } = statement;
  const facts = {
    title: `${words.title} ${statement.label}`,
    author: seller.name,
    language: texts.locale,
    createdAtMs,
  };
  const pdf = openPdfA(facts);
  const sheet = new Sheet(pdf);
  letterhead(sheet, {
    ...{ seller, logo, texts },
    heading: {
      title: words.title,
      remark: statement.label,
      facts: [
        [texts.period, `${figures.day(statement.periodStart)} – ${figures.day(statement.periodEnd)}`],
        [words.state, words.states[statement.state] ?? statement.state],
        [words.missions, figures.count(statement.lines.length)],
        [words.printedOn, figures.day(statement.printedOn)],
      ],
    },
  });
  missions(sheet, statement, texts, figures);
  sums(sheet, statement.totals, texts, figures);
  if (statement.totals.unpriced > 0)
    sheet.paragraph(words.unpriced(statement.totals.unpriced), { size: 9, weight: 'bold' });
  sheet.paragraph(words.notAnInvoice, { size: 8.5 });
  sheet.foot(sellerLine(seller, texts), texts.page);
  return finish(pdf);
}

function missions(sheet: Sheet, { lines }: CycleStatement, texts: DocumentTexts, figures: Figures): void {
  const { statement: words, columns } = texts;
  let sum = 0;
  const table = new Table(
    sheet,
    [
      { title: words.day, width: 72 },
      { title: columns.description, width: 0 },
      { title: words.customer, width: 128 },
      { title: columns.vat, width: 52, align: 'right' },
      { title: columns.net, width: 84, align: 'right' },
    ],
    { forward: texts.forward, brought: texts.brought, sum: () => figures.money(sum) },
  );
  for (const { missionId, description, performedOn, thirdPartyName, vat, amountCents } of lines) {
    const isTaxed = vat.category === 'S' || vat.category === 'Z';
    table.row(
      [
        figures.day(performedOn),
        { text: description, note: `${words.reference} ${missionId}` },
        thirdPartyName ?? words.nobody,
        isTaxed ? figures.percent(vat.basisPoints) : texts.noVat,
        amountCents === null ? '—' : figures.money(amountCents),
      ],
      () => {
        sum += amountCents ?? 0;
      },
    );
  }
}

function sums(sheet: Sheet, totals: CycleStatement['totals'], texts: DocumentTexts, { money, percent }: Figures): void {
  const rows = [
    ...totals.vat.map(({ category, basisPoints, taxableCents, taxCents }) => {
      const rate = category === 'S' || category === 'Z' ? percent(basisPoints) : texts.noVat;
      return { label: `${texts.vatTable.rate} ${rate} · ${money(taxableCents)}`, cents: taxCents, isMain: false };
    }),
    { label: texts.totals.taxExclusive, cents: totals.taxExclusiveCents, isMain: false },
    { label: texts.totals.tax, cents: totals.taxCents, isMain: false },
    { label: texts.totals.taxInclusive, cents: totals.taxInclusiveCents, isMain: true },
  ];
  sheet.need(rows.length * 16 + 24);
  sheet.y += 10;
  for (const { label, cents, isMain } of rows) {
    const style = isMain ? ({ size: 11, weight: 'bold' } as const) : ({ size: 9 } as const);
    const left = { x: MARGIN + CONTENT_WIDTH / 2, y: sheet.y, width: CONTENT_WIDTH / 2 - 104 };
    const y = sheet.setter.text(label, left, { ...style, mostLines: 1 });
    sheet.setter.text(
      money(cents),
      { x: MARGIN + CONTENT_WIDTH - 124, y: sheet.y, width: 120 },
      { ...style, align: 'right' },
    );
    sheet.y = y + 2;
  }
  sheet.y += 8;
}
