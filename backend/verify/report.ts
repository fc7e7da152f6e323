import { z } from 'zod';
import { InputError } from '../backend-error.ts';

/** A sum over rows in which their order does not matter: two sums of 64 bits of SHA-256, `<decimal>/<decimal>`. */
const checksum = z.string().regex(/^-?\d+\/-?\d+$/);
const count = z.number().int().min(0);

const part = z.strictObject({ from: z.string(), rows: count, checksum });

export const tableReport = z.strictObject({
  name: z.string(),
  /** Whose it is. */
  owner: z.enum(['existing', 'vigie']),
  columns: z.array(z.string()),
  rows: count,
  checksum,
  /** By key, where that is a whole number: `from` and the keys after it, up to the next. Tells where a difference is. */
  partSize: z.string().optional(),
  parts: z.array(part),
  /** Columns, constraints, indexes, triggers, policies and rights, but for what Vigie adds. */
  schema: z.array(z.string()),
  /** What Vigie adds to the rows of an existing table. */
  added: z.strictObject({ columns: z.array(z.string()), rows: count, checksum }).optional(),
});
export type TableReport = z.infer<typeof tableReport>;

export const verifyReport = z.strictObject({
  kind: z.literal('vigie-verify'),
  version: z.literal(1),
  madeAt: z.string(),
  database: z.strictObject({ place: z.string(), server: z.string() }),
  migrations: z.array(z.string()),
  tables: z.array(tableReport),
  foreignKeys: z.array(
    z.strictObject({
      name: z.string(),
      table: z.string(),
      refersTo: z.string(),
      isValidated: z.boolean(),
      orphans: count,
    }),
  ),
  /** Missions and amounts (in cents) by billing cycle; `id` null: those without one. */
  cycles: z.array(
    z.strictObject({
      id: z.string().nullable(),
      label: z.string(),
      currency: z.string(),
      missions: count,
      amountCents: z.string(),
    }),
  ),
});
export type VerifyReport = z.infer<typeof verifyReport>;

const signature = z.strictObject({ algorithm: z.enum(['hmac-sha256', 'ed25519']), value: z.string() });
export type Signature = z.infer<typeof signature>;

/** As it is written into a file. */
export const signedReport = z.strictObject({ report: verifyReport, signature: signature.nullable() });
export type SignedReport = z.infer<typeof signedReport>;

/** The report of a file cannot be used. The message is one sentence with the remedy. */
export class ReportError extends InputError {
  override name = 'ReportError';
}

/** @throws ReportError */
export function parseReport(text: string, file: string): SignedReport {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ReportError(`${file} is not JSON: give a report that verify --report wrote.`, { cause: error });
  }
  const parsed = signedReport.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ReportError(
    `${file} is not a report of this version of verify (at ${issue?.path.join('.') || 'its beginning'}: ${issue?.message}): make a new one.`,
  );
}
