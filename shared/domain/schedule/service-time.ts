const DAY_MS = 86_400_000;
const TIME = /^\s*(\d{1,3}):([0-5]\d):([0-5]\d)\s*$/;
const DATE = /^(\d{4})(\d{2})(\d{2})$/;

/** `H:MM:SS` of GTFS in seconds from the beginning of the service day: 25:10:00 is ten past one on the next. Null: it is no such time. */
export function serviceSeconds(text: string): number | null {
  const [, hours, minutes, seconds] = TIME.exec(text) ?? [];
  return hours === undefined ? null : Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
}

/** A calendar day as days since 1970-01-01; from `YYYYMMDD` of GTFS. Null: there is no such day. */
export function dayNumber(text: string): number | null {
  const [, year, month, day] = DATE.exec(text.trim()) ?? [];
  if (year === undefined) return null;
  const atMs = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const isReal = new Date(atMs).toISOString().slice(0, 10).replaceAll('-', '') === text.trim();
  return isReal ? atMs / DAY_MS : null;
}
