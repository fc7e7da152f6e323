import { useMemo } from 'react';
import { currencyStyle, formatDecimal, parseDecimal, useFormat } from '../i18n/index.ts';
import { ParsedField, type ParsedProps } from './parsed-field.tsx';

/** Money in integer minor units (cents), exact, typed as the language writes it: `1 234,56`. */
export function MoneyField({ currency, ...props }: ParsedProps<number> & { currency: string }) {
  const { language } = useFormat();
  const { digits, units } = useMemo(() => currencyStyle(language, currency), [language, currency]);
  return (
    <ParsedField
      {...props}
      parse={(text) => parseDecimal(text, language, digits, units)}
      write={(value) => formatDecimal(value, language, digits)}
      inputMode="decimal"
      align="end"
      unit={units[0] ?? currency}
    />
  );
}

const METRES_DIGITS = 3;

/** A distance in integer metres, typed in kilometres. */
export function DistanceField(props: ParsedProps<number>) {
  const { language } = useFormat();
  return (
    <ParsedField
      {...props}
      parse={(text) => parseDecimal(text, language, METRES_DIGITS, ['km'])}
      write={(value) => formatDecimal(value, language, METRES_DIGITS, 0)}
      inputMode="decimal"
      align="end"
      unit="km"
    />
  );
}
