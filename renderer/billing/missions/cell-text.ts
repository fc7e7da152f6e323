import type { MissionColumnKey, MissionRow } from '../../../shared/contract/index.ts';
import { currencyStyle, type Language } from '../../i18n/index.ts';

/** A cell as a spreadsheet is to take it. */
export type CopiedCell = { readonly kind: 'text' | 'number' | 'time'; readonly text: string };

/** What a cell says outside of Vigie: numbers without their unit, as the language writes them; times of this machine's time zone. */
export function copiedCell(
  row: MissionRow,
  column: MissionColumnKey,
  language: Language,
  statusText: (row: MissionRow) => string,
): CopiedCell {
  switch (column) {
    case 'amountCents': {
      const { digits } = currencyStyle(language, row.currency);
      return { kind: 'number', text: row.amountCents === null ? '' : plainDecimal(row.amountCents, digits, language) };
    }
    case 'distanceMetres':
      return { kind: 'number', text: row.distanceMetres === null ? '' : plainDecimal(row.distanceMetres, 3, language) };
    case 'plannedStartAt':
    case 'plannedEndAt':
    case 'actualStartAt':
    case 'actualEndAt':
      return { kind: 'time', text: row[column] === null ? '' : localTime(row[column]) };
    case 'status':
      return { kind: 'text', text: statusText(row) };
    default:
      return { kind: 'text', text: row[column] ?? '' };
  }
}

/** Without thousands, which a spreadsheet might not understand; exact. */
function plainDecimal(scaled: number, digits: number, language: Language): string {
  const text = String(Math.abs(scaled)).padStart(digits + 1, '0');
  const point = language === 'fr' ? ',' : '.';
  const whole = text.slice(0, text.length - digits);
  return `${scaled < 0 ? '-' : ''}${whole}${digits === 0 ? '' : point + text.slice(-digits)}`;
}

/** `2026-03-01 07:30`: every spreadsheet knows it for a time. */
function localTime(iso: string): string {
  const time = new Date(iso);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`;
}
