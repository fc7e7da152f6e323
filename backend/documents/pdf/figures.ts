import { centsText, milliText, percentText, unitPriceText } from '../e-invoice/decimal-text.ts';
import type { DocumentTexts } from './texts.ts';

/** Figures and days as a reader of a language expects them. Exact: they are made from decimal texts, never from fractions. */
export interface Figures {
  money: (cents: number) => string;
  /** Ten-thousandths of the currency's unit. */
  unitPrice: (tenThousandths: number) => string;
  /** Thousandths. */
  quantity: (milli: number) => string;
  percent: (basisPoints: number) => string;
  count: (number: number) => string;
  /** `YYYY-MM-DD`. */
  day: (day: string) => string;
}

export function figuresOf({ locale }: DocumentTexts, currency: string): Figures {
  const money = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
  const price = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: 2,
    maximumFractionDigits: 4,
  });
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const exact = (format: Intl.NumberFormat, text: string) => format.format(text as Intl.StringNumericLiteral);
  return {
    money: (cents) => exact(money, centsText(cents)),
    unitPrice: (tenThousandths) => exact(price, unitPriceText(tenThousandths)),
    quantity: (milli) => exact(plain, milliText(milli)),
    percent: (basisPoints) => `${exact(plain, percentText(basisPoints))}${locale.startsWith('fr') ? '\u{a0}' : ''}%`,
    count: (number) => plain.format(number),
    day: (day) => days.format(new Date(`${day}T00:00:00Z`)),
  };
}
