import { addDays, formatDate, parseDate } from '../i18n/index.ts';
import { ParsedField, type ParsedProps } from './parsed-field.tsx';

/** A day of the calendar, `YYYY-MM-DD`, typed as day, month, year. The arrow keys go a day on or back. */
export function DateField(props: ParsedProps<string>) {
  return <ParsedField {...props} parse={parseDate} write={formatDate} step={addDays} inputMode="numeric" />;
}
