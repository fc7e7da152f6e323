import { errorCodeOf } from '../database/database.ts';

/** How many causes are followed. */
const DEEPEST_CAUSE = 5;

/** An error as the log keeps it. */
export interface ErrorRecord {
  type: string;
  message: string;
  code?: string;
  /** Of a database error: which rule it was, by name. */
  constraint?: string;
  table?: string;
  column?: string;
  /** The places in the code, without the message that a stack begins with. */
  stack?: string;
  cause?: ErrorRecord;
}

/**
 * What the log may hold of an error. A database repeats in its messages what a statement carried: "invalid input syntax for type
 * uuid: …", "Key (name)=(…) already exists" (the detail of 23505), or whatever a trigger raises. Names of tables and rules are kept,
 * values are not.
 */
export function errorRecord(error: unknown, depth = 0): ErrorRecord {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an error' };
  const code = errorCodeOf(error);
  const places = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    message: messageOf(error, code),
    ...(code === undefined ? {} : { code }),
    ...ofDatabase(error),
    ...(places.length === 0 ? {} : { stack: places.join('\n') }),
    ...(error.cause === undefined || depth >= DEEPEST_CAUSE ? {} : { cause: errorRecord(error.cause, depth + 1) }),
  };
}

/** SQLSTATE of what a program of the operator's own raises (P0001), and of values that do not fit (22…). */
function messageOf({ message }: Error, code: string | undefined): string {
  if (code !== undefined && /^P0\w{3}$/.test(code)) return 'withheld: it was raised by a function of the database';
  if (code !== undefined && /^2[23]\w{3}$/.test(code)) return withoutValues(message);
  return message;
}

/** Quoted words stay only where they can be names of the schema. */
function withoutValues(message: string): string {
  return message.replaceAll(/"[^"]*(?:"|$)/g, (quoted) => (/^"[a-z_][a-z0-9_]{0,62}"$/.test(quoted) ? quoted : '"…"'));
}

function ofDatabase(error: Error): Pick<ErrorRecord, 'constraint' | 'table' | 'column'> {
  const found: Record<string, string> = {};
  for (const name of ['constraint', 'table', 'column'] as const) {
    const value: unknown = Reflect.get(error, name);
    if (typeof value === 'string') found[name] = value;
  }
  return found;
}
