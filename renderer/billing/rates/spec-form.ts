import type { z } from 'zod';
import { formatDate, formatDecimal, type Language, parseDate, parseDecimal } from '../../i18n/index.ts';

/**
 * How a field is written, and what it is worth:
 *
 *   text        as it is; empty: left out         percent   hundredths of a percent
 *   required    as it is, also where it is empty  minutes   a whole number
 *   money       cents                             days      a whole number
 *   unit-price  ten-thousandths of the unit       clock     minutes of the day, as 22:30
 *   kilometres  metres                            day       YYYY-MM-DD; empty: null
 *   optional    as it is; empty: null             whole     a whole number
 *   lines       one text a line
 */
export type FieldKind =
  | 'text'
  | 'required'
  | 'money'
  | 'unit-price'
  | 'kilometres'
  | 'percent'
  | 'minutes'
  | 'days'
  | 'whole'
  | 'optional'
  | 'clock'
  | 'day'
  | 'lines';

/** A field of a form, by the path of its value. */
export interface FieldSpec {
  readonly path: string;
  readonly kind: FieldKind;
}

/** What is typed, by path. */
export type Typed = Readonly<Record<string, string>>;

/** What is wrong with a field: its form, or a VAT rate that does not hold for as long as it is charged. */
export type SpecFault =
  | { readonly kind: 'form' }
  | { readonly kind: 'rate'; readonly state: 'ended' | 'not-yet'; readonly day: string };

const DECIMALS = { money: 2, 'unit-price': 4, kilometres: 3, percent: 2, minutes: 0, days: 0, whole: 0 } as const;

/** The value of a text; undefined: it is left out; NaN: it is none. */
export function valueOf(kind: FieldKind, text: string, language: Language): unknown {
  const tidy = text.trim();
  switch (kind) {
    case 'text':
      return tidy === '' ? undefined : tidy;
    case 'required':
      return tidy;
    case 'optional':
      return tidy === '' ? null : tidy;
    case 'lines':
      return tidy.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
    case 'day':
      return tidy === '' ? null : (parseDate(tidy) ?? Number.NaN);
    case 'clock': {
      const [, hours, minutes] = /^(\d{1,2})[:h](\d{2})$/.exec(tidy) ?? [];
      const of = Number(hours) * 60 + Number(minutes);
      return Number(minutes) < 60 ? of : Number.NaN;
    }
    default:
      return tidy === '' ? 0 : (parseDecimal(tidy, language, DECIMALS[kind]) ?? Number.NaN);
  }
}

export function textOf(kind: FieldKind, value: unknown, language: Language): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.join('\n');
  if (typeof value === 'string') return kind === 'day' ? formatDate(value) : value;
  if (typeof value !== 'number') return '';
  if (kind === 'clock') return `${pad(Math.floor(value / 60))}:${pad(value % 60)}`;
  if (kind in DECIMALS) {
    const digits = DECIMALS[kind as keyof typeof DECIMALS];
    return formatDecimal(value, language, digits, kind === 'money' || kind === 'unit-price' ? 2 : 0);
  }
  return String(value);
}

/** What a value is typed as. */
export function typedOf(specs: readonly FieldSpec[], value: unknown, language: Language): Typed {
  return Object.fromEntries(specs.map(({ path, kind }) => [path, textOf(kind, read(value, path), language)]));
}

/** The value that a form makes, over what it leaves as it is; and by path which of it is not right. */
export function readForm<Schema extends z.ZodType>(
  specs: readonly FieldSpec[],
  typed: Typed,
  base: object,
  schema: Schema,
  language: Language,
): { value: z.output<Schema> | null; faults: ReadonlyMap<string, SpecFault> } {
  const whole = structuredClone(base) as Record<string, unknown>;
  for (const { path, kind } of specs) write(whole, path, valueOf(kind, typed[path] ?? '', language));
  const parsed = schema.safeParse(whole);
  if (parsed.success) return { value: parsed.data, faults: new Map() };
  const faults = new Map<string, SpecFault>();
  for (const issue of parsed.error.issues) {
    const field = fieldOf(specs, issue.path.join('.'));
    if (!faults.has(field)) faults.set(field, faultOf(issue));
  }
  return { value: null, faults };
}

function faultOf(issue: z.core.$ZodIssue): SpecFault {
  const { fault, day }: { fault?: unknown; day?: unknown } = issue.code === 'custom' ? (issue.params ?? {}) : {};
  return (fault === 'ended' || fault === 'not-yet') && typeof day === 'string'
    ? { kind: 'rate', state: fault, day }
    : { kind: 'form' };
}

/** The field that a path of a schema or of the server means: the path itself, or the field that it lies within. */
export function fieldOf(specs: readonly FieldSpec[], path: string): string {
  return specs.find((spec) => path === spec.path || path.startsWith(`${spec.path}.`))?.path ?? path;
}

function read(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((within, key) => (isWhole(within) ? within[key] : undefined), value);
}

function write(target: Record<string, unknown>, path: string, value: unknown): void {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let within = target;
  for (const key of keys) {
    const next = within[key];
    const inner: Record<string, unknown> = isWhole(next) ? next : {};
    within[key] = inner;
    within = inner;
  }
  if (value === undefined) delete within[last];
  else within[last] = value;
}

/** What has parts: an object, or a list, whose parts are named by their places. */
function isWhole(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
