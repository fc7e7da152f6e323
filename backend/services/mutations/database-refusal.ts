import type { Mutation } from '../../../shared/api/index.ts';
import type { Refusal } from '../../../shared/domain/index.ts';
import { errorCodeOf } from '../../database/database.ts';

/**
 * It says nothing of the edit: the connection (08), the transaction or its place (25, such as a server that only reads now),
 * a rollback (40), resources (53), an object in use (55), an operator who stops things (57), the system (58), its
 * configuration (F0), damage (XX).
 */
const NOT_OF_THE_EDIT = /^(?:08|25|40|53|55|57|58|F0|XX)/;

/** SQLSTATE codes have five characters; system errors (ECONNRESET) have others. */
const SQLSTATE = /^[0-9A-Z]{5}$/;

/**
 * Other transactions in the way. `passing`: tried at once again it may go well (serialization, deadlock). `lasting`: a lock
 * was waited for and not had.
 */
export function obstacleOf(error: unknown): 'passing' | 'lasting' | undefined {
  const code = errorCodeOf(error);
  if (code === '55P03') return 'lasting';
  return code === '40001' || code === '40P01' ? 'passing' : undefined;
}

/**
 * What an error means that came while an edit was being written or committed: a refusal where a constraint, a trigger or a
 * missing right of the operator's own database stopped it, undefined where it says nothing of the edit. What the database said is
 * in the detail.
 */
export function refusalByDatabase(error: unknown, { op }: Pick<Mutation, 'op'>): Refusal | undefined {
  const code = errorCodeOf(error);
  if (!(error instanceof Error) || code === undefined || !SQLSTATE.test(code) || NOT_OF_THE_EDIT.test(code))
    return undefined;
  const constraint = 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : undefined;
  const by = constraint === undefined ? code : `${constraint}, ${code}`;
  return { code: meaningOf(code, op), detail: `the database refuses it (${by}): ${error.message}` };
}

function meaningOf(code: string, op: Mutation['op']): Refusal['code'] {
  // A foreign key: of others to this row, or of this row to others.
  if (code === '23503' || code === '23001') return op === 'delete' ? 'referenced' : 'reference-missing';
  return code.startsWith('22') || code.startsWith('23') ? 'invalid-value' : 'not-editable';
}
