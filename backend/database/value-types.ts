/**
 * What columns come back as, the same from both databases: bigint, numeric, date and xid8 as text (a JavaScript number
 * or Date would round or shift them), timestamptz as ISO 8601 in UTC, the rest as usual.
 */
export const COLUMN_PARSERS: Readonly<Record<number, (text: string) => string>> = {
  20: asText, // int8
  1082: asText, // date
  1184: utcFromText, // timestamptz
  1700: asText, // numeric
  5069: asText, // xid8
};

/**
 * Set for each session: what PostgreSQL writes as text must not depend on the server's settings, and compiling the long
 * expressions of a pull (jit) takes longer than running them.
 */
export const SESSION_SETTINGS = { TimeZone: 'UTC', DateStyle: 'ISO', IntervalStyle: 'iso_8601', jit: 'off' } as const;

function asText(text: string): string {
  return text;
}

/** `2026-03-01 06:30:00.123456+00` to `2026-03-01T06:30:00.123Z`. 'infinity' and years that ISO 8601 has not stay as they are. */
export function utcFromText(text: string): string {
  const [, day, time, hours, minutes = ':00'] = /^(\d{4}-\d\d-\d\d) ([\d:.]+)([+-]\d\d)(:\d\d)?$/.exec(text) ?? [];
  return day === undefined ? text : new Date(`${day}T${time}${hours}${minutes}`).toISOString();
}
