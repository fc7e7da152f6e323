/** One row as text, the same for the server's and a desktop's. */
export function texts(...values: readonly (string | number | null)[]): string {
  return values.map((value) => value ?? '-').join('|');
}

/** As jsonb prints it: keys by length, then by bytes; here by name on both sides. */
export function sorted(object: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(object).toSorted(([a], [b]) => (a < b ? -1 : 1))));
}
