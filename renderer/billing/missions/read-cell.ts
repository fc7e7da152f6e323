import type { FieldValue } from '../../../shared/domain/index.ts';
import { currencyStyle, type Language, parseDecimal } from '../../i18n/index.ts';
import type { EditableField } from './columns.tsx';

/** The value that a text is for a field that is no reference; null for none, undefined where it is no value. Line breaks become spaces. */
export function readCell(
  text: string,
  field: EditableField,
  currency: string,
  language: Language,
): FieldValue | undefined {
  const trimmed = text.replaceAll(/[\r\n\t]+/g, ' ').trim();
  if (trimmed === '') return null;
  if (field === 'amountCents') {
    const { digits, units } = currencyStyle(language, currency);
    return parseDecimal(trimmed, language, digits, units);
  }
  if (field === 'distanceMetres') return parseDecimal(trimmed, language, 3, ['km']);
  return trimmed;
}
