import type { Delegation, Validation, ValidationSubject } from '../../../shared/domain/index.ts';
import type { Sql } from '../../database/database.ts';
import { isOfScope, type Reader } from '../../database/scope.ts';
import { ENTITY_TABLES } from '../../sync/entity-tables.ts';

/** Validations as the rules look at them: the rows that desktops are sent. */

/** @param isLocked for the rest of the transaction; whoever locks the subject as well does that first */
export async function readValidation(sql: Sql, id: string, { isLocked = false } = {}): Promise<Validation | undefined> {
  const { rowJson } = ENTITY_TABLES.validation;
  const [row] = await sql.query<{ body: string }>(
    `select ${rowJson} as body from validations where id = $1::uuid ${isLocked ? 'for no key update' : ''}`,
    [id],
  );
  return row && (JSON.parse(row.body) as Validation);
}

/** The one that waits for decisions on a subject. */
export async function pendingOf(sql: Sql, kind: ValidationSubject, subjectId: string): Promise<string | undefined> {
  const [row] = await sql.query<{ id: string }>(
    `select id from validations where subject_kind = $1 and subject_id = $2::uuid and state = 'pending'`,
    [kind, subjectId],
  );
  return row?.id;
}

/** What others have delegated to somebody and is not over, of any kind. */
export async function delegationsTo(sql: Sql, subject: string, nowMs: number): Promise<Delegation[]> {
  const { rowJson } = ENTITY_TABLES.delegation;
  const rows = await sql.query<{ body: string }>(
    `select ${rowJson} as body from validation_delegations
     where to_subject = $1 and ends_at > to_timestamp($2::float8 / 1000) and revoked_at is null order by ends_at desc, id`,
    [subject, nowMs],
  );
  return rows.map(({ body }) => JSON.parse(body) as Delegation);
}

/** SQL of a time that is given in UTC ms. */
export function timeOf(parameter: string): string {
  return `to_timestamp(${parameter}::float8 / 1000)`;
}

/** Those that wait, and those that were closed since a time, the newest first. */
export async function recentValidations(sql: Reader, sinceMs: number, limit: number): Promise<Validation[]> {
  const { rowJson } = ENTITY_TABLES.validation;
  const { subsidiaries } = sql.scope;
  const ofScope = subsidiaries === undefined ? '' : `and ${isOfScope('subsidiary', '$3')}`;
  const rows = await sql.query<{ body: string }>(
    `select ${rowJson} as body from validations where (state = 'pending' or closed_at > ${timeOf('$1')}) ${ofScope}
     order by opened_at desc limit $2`,
    [sinceMs, limit, ...(subsidiaries === undefined ? [] : [subsidiaries])],
  );
  return rows.map(({ body }) => JSON.parse(body) as Validation);
}
