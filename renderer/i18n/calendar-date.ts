/**
 * The day that a person typed, as `YYYY-MM-DD`: day, month and year in that order (both languages of the product write them
 * so), with any mark between them or none, or as ISO 8601 has it. A year of two digits is of this century. Undefined for
 * what is no day of the calendar.
 */
export function parseDate(text: string): string | undefined {
  const trimmed = text.trim();
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(trimmed);
  if (iso !== null) return dateOf(iso[1], iso[2], iso[3]);
  const apart = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})$/.exec(trimmed);
  const found = apart ?? /^(\d{2})(\d{2})(\d{4}|\d{2})$/.exec(trimmed);
  return found === null ? undefined : dateOf(found[3], found[2], found[1]);
}

/** As it is typed: `31/03/2026`. */
export function formatDate(isoDate: string): string {
  const [year = '', month = '', day = ''] = isoDate.split('-');
  return `${day}/${month}/${year}`;
}

/** Some days later, or earlier. */
export function addDays(isoDate: string, days: number): string {
  const date = new Date(`${isoDate}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

function dateOf(year = '', month = '', day = ''): string | undefined {
  const fullYear = year.length === 2 ? `20${year}` : year;
  const iso = `${fullYear}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00Z`);
  // The 31st of February is moved into March: what comes back is then not what was typed.
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === iso ? iso : undefined;
}
