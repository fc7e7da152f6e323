import type { Refusal } from '../../../shared/domain/index.ts';

/** What became of a mutation: the part of its answer that is remembered. */
export type Outcome =
  | { result: 'applied' }
  | { result: 'conflict'; fields: string[] }
  | { result: 'rejected'; reason: Refusal };

export const APPLIED: Outcome = { result: 'applied' };

export function conflict(fields: readonly string[]): Outcome {
  return { result: 'conflict', fields: fields.map(storable) };
}

export function rejected({ code, field, fault, detail }: Refusal): Outcome {
  const reason = {
    code,
    ...(field === undefined ? {} : { field: storable(field) }),
    ...(fault === undefined ? {} : { fault }),
    detail: storable(detail),
  };
  return { result: 'rejected', reason };
}

/** Outcomes are answered as they are remembered, and PostgreSQL takes neither NUL nor half a surrogate pair. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\u{fffd}').slice(0, 500);
}
