const TIME = /^(\d{1,2})(?:[:hH. ](\d{2}))(?:[:mM. ](\d{2}))?$/;
const DAY = /^(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}))?)$/;

/**
 * An instant from what a person typed: `14:02`, `14:02:07`, `14h02`, with a day before it where it is another than that of `nearMs`:
 * `2026-03-01 14:02`, `01/03/2026 14:02`, `1/3 14:02`. In the time zone of this machine.
 * @returns UTC ms; null where it is none
 */
export function parseInstant(text: string, nearMs: number): number | null {
  const words = text.trim().replace(',', ' ').split(/[ T]+/);
  const dayText = words.length > 1 && DAY.test(words[0] ?? '') ? words.shift() : undefined;
  const time = TIME.exec(words.join(' '));
  if (time === null) return null;
  const near = new Date(nearMs);
  const day = dayText === undefined ? null : DAY.exec(dayText);
  const [year, month, date] =
    day === null
      ? [near.getFullYear(), near.getMonth() + 1, near.getDate()]
      : [Number(day[1] ?? day[6] ?? near.getFullYear()), Number(day[2] ?? day[5]), Number(day[3] ?? day[4])];
  const [hours, minutes, seconds] = [Number(time[1]), Number(time[2]), Number(time[3] ?? 0)];
  const made = new Date(year, month - 1, date, hours, minutes, seconds);
  // What the calendar or the clock does not have, `Date` would make something else of.
  const isReal = made.getMonth() === month - 1 && made.getDate() === date && hours < 24 && minutes < 60 && seconds < 60;
  return isReal ? made.getTime() : null;
}
