import { type Language, LOCALES } from './language.ts';

/** Between a number and its unit: never breaks, and narrow as French typography asks (SI brochure, 5.4.3). */
const NARROW_SPACE = '\u202f';
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const YESTERDAY: Readonly<Record<Language, string>> = { fr: 'hier', en: 'yesterday' };
const DAY_UNIT: Readonly<Record<Language, string>> = { fr: 'j', en: 'd' };

/** Values as the operator reads them. Times are UTC ms and are shown in one time zone, that of the machine by default. */
export interface Format {
  readonly language: Language;
  integer(value: number): string;
  /** A country by its code (ISO 3166-1 alpha-2); what is none as it is. */
  country(code: string): string;
  /** Hours and minutes; with the day before them when it is not the day of `nowMs`. */
  time(atMs: number, nowMs: number): string;
  /** The same with seconds: for faults and connections. */
  preciseTime(atMs: number, nowMs: number): string;
  /** Day, month, year, hours and minutes: for details. */
  dateTime(atMs: number): string;
  /** The wall's clock: `14:02:07`. */
  clock(nowMs: number): string;
  /** The day beside the clock: `Tuesday 3 March`. */
  day(nowMs: number): string;
  /** The short name of the time zone at that moment, such as `CEST`. */
  zone(nowMs: number): string;
  /** Day, month and year of a moment. */
  dayOf(atMs: number): string;
  /** A day of the calendar from `YYYY-MM-DD`: no time zone moves it. */
  date(isoDate: string): string;
  /** First and last day of a period, from `YYYY-MM-DD`. */
  period(firstDate: string, lastDate: string): string;
  /** From integer minor units (cents) and an ISO 4217 code. */
  money(minorUnits: number, currency: string): string;
  /** Metres under a kilometre, else kilometres. */
  distance(metres: number): string;
  /** From metres per second: whole kilometres per hour. */
  speed(metresPerSecond: number): string;
  /** How long ago, in one unit: `3 s`, `2 min`, `5 h`, `yesterday`, `3 d`. Nothing is less than 0 s ago. */
  age(atMs: number, nowMs: number): string;
  /** A length of time in one unit, rounded down: `45 s`, `2 min`, `5 h`, `3 d`. */
  duration(ms: number): string;
  /** Whole percent: `24 %`. */
  percent(value: number): string;
  /** How much faster than real time: `60×`. */
  factor(value: number): string;
}

/** Formatters are costly to make and kept here: make one `Format` a language. */
export function createFormat(language: Language, timeZone?: string): Format {
  const locale = LOCALES[language];
  const zoned = timeZone === undefined ? {} : { timeZone };
  const dates = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { ...zoned, ...options });
  const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
  const integer = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const countries = new Intl.DisplayNames([locale], { type: 'region', fallback: 'code' });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const oneDecimal = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const someDecimals = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const hourMinute = dates({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const hourMinuteSecond = dates(clock);
  const dayMonth = dates({ day: 'numeric', month: 'short' });
  const dayMonthYear = dates({ day: 'numeric', month: 'short', year: 'numeric' });
  const wholeDay = dates({ weekday: 'long', day: 'numeric', month: 'long' });
  const zoneName = dates({ timeZoneName: 'short' });
  const calendar = new Intl.DateTimeFormat('en-CA', { ...zoned, year: 'numeric', month: '2-digit', day: '2-digit' });
  const plainDate = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const money = new Map<string, (minorUnits: number) => string>();

  /** Days since the epoch of the calendar day in the time zone, which daylight saving does not stretch. */
  const dayNumber = (atMs: number) => Math.round(Date.parse(`${calendar.format(atMs)}T00:00:00Z`) / DAY);
  const isSameYear = (one: number, other: number) =>
    calendar.format(one).slice(0, 4) === calendar.format(other).slice(0, 4);
  const withUnit = (value: string, unit: string) => `${value}${NARROW_SPACE}${unit}`;
  const inUnit = (ms: number, size: number, unit: string) => withUnit(integer.format(Math.floor(ms / size)), unit);

  function withDay(time: Intl.DateTimeFormat, atMs: number, nowMs: number): string {
    if (dayNumber(atMs) === dayNumber(nowMs)) return time.format(atMs);
    const day = isSameYear(atMs, nowMs) ? dayMonth : dayMonthYear;
    return `${day.format(atMs)}, ${time.format(atMs)}`;
  }

  function duration(ms: number): string {
    if (ms < MINUTE) return inUnit(Math.max(0, ms), SECOND, 's');
    if (ms < HOUR) return inUnit(ms, MINUTE, 'min');
    return ms < DAY ? inUnit(ms, HOUR, 'h') : inUnit(ms, DAY, DAY_UNIT[language]);
  }

  return {
    language,
    integer: (value) => integer.format(value),
    country: (code) => (/^[A-Z]{2}$/.test(code) ? (countries.of(code) ?? code) : code),
    time: (atMs, nowMs) => withDay(hourMinute, atMs, nowMs),
    preciseTime: (atMs, nowMs) => withDay(hourMinuteSecond, atMs, nowMs),
    dateTime: (atMs) => `${dayMonthYear.format(atMs)}, ${hourMinute.format(atMs)}`,
    clock: (nowMs) => hourMinuteSecond.format(nowMs),
    day: (nowMs) => wholeDay.format(nowMs),
    zone: (nowMs) => zoneName.formatToParts(nowMs).find(({ type }) => type === 'timeZoneName')?.value ?? '',
    dayOf: (atMs) => dayMonthYear.format(atMs),
    date: (isoDate) => plainDate.format(Date.parse(`${isoDate}T00:00:00Z`)),
    period: (firstDate, lastDate) =>
      plainDate.formatRange(Date.parse(`${firstDate}T00:00:00Z`), Date.parse(`${lastDate}T00:00:00Z`)),
    money(minorUnits, currency) {
      let known = money.get(currency);
      if (known === undefined) {
        known = moneyFormat(locale, currency);
        money.set(currency, known);
      }
      return known(minorUnits);
    },
    distance: (metres) =>
      metres < 1_000
        ? withUnit(integer.format(metres), 'm')
        : withUnit((metres < 100_000 ? oneDecimal : integer).format(metres / 1_000), 'km'),
    speed: (metresPerSecond) => withUnit(integer.format(metresPerSecond * 3.6), 'km/h'),
    age(atMs, nowMs) {
      const ms = nowMs - atMs;
      if (ms < DAY) return duration(ms);
      const days = dayNumber(nowMs) - dayNumber(atMs);
      return days <= 1 ? YESTERDAY[language] : withUnit(integer.format(days), DAY_UNIT[language]);
    },
    duration,
    percent: (value) => percent.format(value / 100),
    factor: (value) => `${someDecimals.format(value)}×`,
  };
}

/** A code that is no currency is shown as it is, after the number: a bad row must not break the list. */
function moneyFormat(locale: string, currency: string): (minorUnits: number) => string {
  const isCode = /^[A-Za-z]{3}$/.test(currency);
  const style = isCode
    ? ({ style: 'currency', currency } as const)
    : ({ minimumFractionDigits: 2, maximumFractionDigits: 2 } as const);
  const format = new Intl.NumberFormat(locale, style);
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return (minorUnits) => format.format(decimalOf(minorUnits, digits)) + (isCode ? '' : `\u00a0${currency}`);
}

/** A division would lose the last cent of large sums: Intl takes decimals as text, and those are exact. */
function decimalOf(minorUnits: number, digits: number): `${number}` {
  const text = Math.abs(minorUnits)
    .toFixed(0)
    .padStart(digits + 1, '0');
  const split = text.length - digits;
  const sign = minorUnits < 0 ? '-' : '';
  return `${sign}${text.slice(0, split)}.${text.slice(split)}0` as `${number}`;
}
