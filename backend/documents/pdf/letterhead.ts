import type { InvoiceParty, InvoiceSeller } from '../../../shared/domain/billing/index.ts';
import { drawLogo, type Logo } from './logo.ts';
import { CONTENT_WIDTH, MARGIN, type Sheet } from './sheet.ts';
import type { DocumentTexts } from './texts.ts';
import type { Style } from './type-setter.ts';

const LOGO_BOX = { width: 150, height: 56 } as const;
const HALF = CONTENT_WIDTH / 2 - 12;
const SMALL: Style = { size: 8.5 };
const FAINT = '#5b6470';

/** What a document is: its name, and what a reader looks for first. */
export interface Heading {
  title: string;
  facts: readonly (readonly [label: string, value: string])[];
  /** Such as what a credit note takes back. */
  remark?: string;
}

/** The head of the first page: who writes, what it is, and to whom. Leaves the sheet below it. */
export function letterhead(
  sheet: Sheet,
  {
    seller,
    buyer,
    logo,
    heading,
    texts,
  }: { seller: InvoiceSeller; buyer?: InvoiceParty; logo: Logo | undefined; heading: Heading; texts: DocumentTexts },
): void {
  const { setter } = sheet;
  let left = MARGIN;
  if (logo !== undefined) {
    drawLogo(sheet.document, logo, { x: MARGIN, y: MARGIN, ...LOGO_BOX });
    left += LOGO_BOX.height + 10;
  }
  const at = (y: number) => ({ x: MARGIN, y, width: HALF });
  left = setter.text(seller.name, at(left), { size: 12, weight: 'bold', mostLines: 3 });
  left = setter.text(addressOf(seller), at(left + 2), { ...SMALL, mostLines: 8 });
  left = setter.text(contactOf(seller), at(left), { ...SMALL, colour: FAINT, mostLines: 3 });

  const x = MARGIN + HALF + 24;
  let right = setter.text(heading.title, { x, y: MARGIN, width: HALF }, { size: 18, weight: 'bold', mostLines: 2 }) + 4;
  for (const [label, value] of heading.facts) {
    const label_ = setter.text(label, { x, y: right, width: 104 }, { ...SMALL, colour: FAINT });
    right = Math.max(
      label_,
      setter.text(value, { x: x + 108, y: right, width: HALF - 108 }, { ...SMALL, mostLines: 4 }),
    );
  }
  if (heading.remark !== undefined)
    right = setter.text(heading.remark, { x, y: right + 4, width: HALF }, { size: 9, weight: 'bold' });
  if (buyer !== undefined) {
    right += 14;
    right = setter.text(texts.billedTo, { x, y: right, width: HALF }, { size: 8, colour: FAINT });
    right = setter.text(buyer.name, { x, y: right, width: HALF }, { size: 11, weight: 'bold', mostLines: 5 });
    right = setter.text(addressOf(buyer), { x, y: right + 1, width: HALF }, { size: 9.5, mostLines: 8 });
    right = setter.text(identifiersOf(buyer, texts), { x, y: right + 2, width: HALF }, { ...SMALL, colour: FAINT });
  }
  sheet.y = Math.max(left, right) + 18;
}

/** Who the seller is by the law: legal form, capital, register, numbers (Code de commerce, R123-237; CGI, annex II, 242 nonies A). */
export function sellerLine(seller: InvoiceSeller, texts: DocumentTexts): string {
  return [seller.name, seller.legalForm, seller.register, identifiersOf(seller, texts, ' · ')]
    .filter((part) => part !== undefined && part !== '')
    .join(' · ')
    .replaceAll(/\s+/g, ' ');
}

function identifiersOf({ siren, siret, vatNumber }: InvoiceParty, texts: DocumentTexts, between = '\n'): string {
  return [
    siren === undefined ? undefined : `${texts.siren} ${grouped(siren)}`,
    siret === undefined ? undefined : `${texts.siret} ${grouped(siret)}`,
    vatNumber === undefined ? undefined : `${texts.vatNumber} ${vatNumber}`,
  ]
    .filter((part) => part !== undefined)
    .join(between);
}

function addressOf({ addressLines, postalCode, city, country }: InvoiceParty): string {
  const town = [postalCode, city].filter((part) => part !== undefined).join(' ');
  return [...addressLines, town, country === 'FR' ? '' : country].filter((line) => line !== '').join('\n');
}

function contactOf({ phone, email }: InvoiceParty): string {
  return [phone, email].filter((part) => part !== undefined).join('\n');
}

/** SIREN in groups of three, SIRET of three and the rest, as INSEE prints them. */
function grouped(digits: string): string {
  return digits.replace(/^(\d{3})(\d{3})(\d{3})/, '$1\u{a0}$2\u{a0}$3\u{a0}').trim();
}
