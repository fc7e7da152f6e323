/** A cell that begins so is a formula to a spreadsheet (OWASP, CSV injection). */
const LIVE = /^[=+\-@\t\r]/;

/** A cell of a CSV file that stays text wherever it is opened: a formula is put behind an apostrophe, which spreadsheets do not show. */
export function csvCell(text: string, separator: string): string {
  const dead = LIVE.test(text) ? `'${text}` : text;
  return /["\r\n]/.test(dead) || dead.includes(separator) ? `"${dead.replaceAll('"', '""')}"` : dead;
}

/** A line of a CSV file (RFC 4180). */
export function csvLine(cells: readonly string[], separator: string): string {
  return `${cells.map((cell) => csvCell(cell, separator)).join(separator)}\r\n`;
}
