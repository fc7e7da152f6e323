/**
 * What a spreadsheet takes for the beginning of a formula: = + - @, a tab, a return or a line feed, and the first four as full-width letters
 * (OWASP, CSV Injection). Blanks before it do not make it harmless.
 */
const FORMULA_START = /^[\s\u{feff}]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u;

/**
 * A text as a cell that no spreadsheet runs: an apostrophe before it says that it is a text. For texts alone: a number below 0 is written as a
 * number.
 */
export function harmlessCell(text: string): string {
  return FORMULA_START.test(text) ? `'${text}` : text;
}
