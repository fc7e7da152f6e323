import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { VatCategory } from '../../../shared/domain/index.ts';
import { currencyStyle, formatDecimal, useFormat } from '../../i18n/index.ts';

/** Rates and prices of a unit, which need more decimals than money. */
export interface Rates {
  /** From hundredths of a percent: `5.5 %`. */
  percent(basisPoints: number): string;
  /** What is charged, in words: a rate, or why there is none. */
  vat(vat: { category: VatCategory; basisPoints: number }): string;
  /** From ten-thousandths of the currency's unit. */
  unitPrice(price: number, currency: string): string;
}

export function useRates(): Rates {
  const { t } = useTranslation();
  const { language } = useFormat();
  return useMemo(() => {
    const percent = (basisPoints: number) => `${formatDecimal(basisPoints, language, 2, 0)}\u202f%`;
    return {
      percent,
      vat: ({ category, basisPoints }) => (category === 'S' ? percent(basisPoints) : t(`vat.category.${category}`)),
      unitPrice(price, currency) {
        const [unit = currency] = currencyStyle(language, currency).units;
        const number = formatDecimal(price, language, 4, 2);
        return language === 'fr' ? `${number}\u202f${unit}` : `${unit}${number}`;
      },
    };
  }, [t, language]);
}
