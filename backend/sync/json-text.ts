/** SQL expressions that give the text of a JSON value. */

const EARLIEST = "timestamptz '0001-01-01T00:00:00Z'";
const LATEST = "timestamptz '9999-12-31T23:59:59.999Z'";

/** A JSON object. No member may be SQL null. */
export function objectOf(fields: Record<string, string>): string {
  const members = Object.entries(fields).map(
    ([name, value], index) => `'${index === 0 ? '' : ','}"${name}":', ${value}`,
  );
  return `concat('{', ${members.join(', ')}, '}')`;
}

export function text(column: string): string {
  return `to_json(${column})`;
}

export function boolean(column: string): string {
  return `case when ${column} then 'true' else 'false' end`;
}

/** JSON has no word for what is no number: it is unknown. */
export function number(column: string): string {
  return `case when ${column} between -1e300 and 1e300 then ${column}::text end`;
}

/** One of a closed set of words, or what the expression `otherwise` gives. */
export function oneOf(column: string, words: readonly string[], otherwise: string): string {
  const known = words.map((word) => `'${word}'`).join(', ');
  return `'"' || case when ${column} in (${known}) then ${column} else ${otherwise} end || '"'`;
}

/** Keys of the existing system go as text: they may pass what a JavaScript number holds. */
export function digits(column: string): string {
  return `'"' || ${column} || '"'`;
}

/** A value whose text needs no escaping: uuid, date. */
export function plain(column: string): string {
  return `'"' || ${column} || '"'`;
}

export function nullable(column: string, of: (column: string) => string): string {
  return `coalesce((${of(column)})::text, 'null')`;
}

/** The session's time zone is UTC, see SESSION_SETTINGS. */
function utcText(expression: string): string {
  return `to_char(${expression}, '\\"YYYY-MM-DD"T"HH24:MI:SS.MS"Z"\\"')`;
}

/** A time that ISO 8601 has no four-digit year for ('infinity') becomes the nearest that it has; none at all, the last. */
export function time(expression: string): string {
  return utcText(`greatest(least(${expression}, ${LATEST}), ${EARLIEST})`);
}

/** Out of that range it is unknown. */
export function nullableTime(column: string): string {
  return `coalesce(${utcText(`case when ${column} between ${EARLIEST} and ${LATEST} then ${column} end`)}, 'null')`;
}
