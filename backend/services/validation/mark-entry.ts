import { type FieldValues, markAfter, type Marking, textOf, type Validation } from '../../../shared/domain/index.ts';
import type { Sql } from '../../database/database.ts';

/**
 * What somebody does with an entry of their own inbox. It is no news to anybody but their other desktops, so no event tells of it.
 * @param validation locked
 */
export async function markEntry(
  sql: Sql,
  { id, marks }: Pick<Validation, 'id' | 'marks'>,
  {
    subject,
    marking,
    parameters,
    nowMs,
  }: { subject: string; marking: Marking; parameters: FieldValues; nowMs: number },
): Promise<void> {
  const mark = markAfter(marks[subject], marking, new Date(nowMs).toISOString(), untilOf(parameters));
  await sql.query("select set_config('vigie.row_events', 'off', true)");
  await sql.query(
    `update validations set marks = marks || jsonb_build_object($2::text, $3::jsonb) where id = $1::uuid`,
    [...[id, subject, JSON.stringify(mark)]],
  );
}

function untilOf(parameters: FieldValues): string | null {
  const until = textOf(parameters, 'until');
  return until === null ? null : new Date(until).toISOString();
}
