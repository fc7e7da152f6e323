import type { Mutation } from '../../../shared/api/index.ts';
import type { Sql } from '../../database/database.ts';
import { APPLIED, type Outcome } from './outcome.ts';

/** A mutation that came before. */
export interface Remembered {
  /** Undefined: it was another's edit, of a row that is not there for whoever asks. */
  entity: string | undefined;
  id: string;
  op: string;
  outcome: Outcome;
}

/** Which mutations have come, and what became of them. Used within the transaction of each. */
export interface MutationMemory {
  /**
   * Writes the id down, as applied, and who acts in this transaction. Where the same id is being taken at this moment, waits for that transaction to end.
   * @returns what is remembered of the id when it was there already: nothing must be done again then
   */
  claim(sql: Sql, subject: string, mutation: Mutation): Promise<Remembered | undefined>;
  /** Sets what became of a claimed one, where it was not applied. */
  settle(sql: Sql, mutationId: string, outcome: Exclude<Outcome, { result: 'applied' }>): Promise<void>;
}

/**
 * How long a row that another program has locked is waited for, also where the lock is on a mutation id. Short: what waits
 * is a request, with other edits behind it; the desktop sends again.
 */
const LOCK_TIMEOUT = '300ms';

const claimSql = (lockTimeout: string) => `
  insert into sync_mutations (mutation_id, subject, entity, entity_id, op, outcome, made_at)
  select $1, $2::text, $3, $4, $5, 'applied', $6
  from set_config('lock_timeout', '${lockTimeout}', true) as waiting, set_config('vigie.actor', $2::text, true) as acting
  on conflict (mutation_id) do nothing returning op`;

/** @param lockTimeout how long a row that is locked is waited for, with its unit, as PostgreSQL reads it */
export function createMutationMemory(lockTimeout = LOCK_TIMEOUT): MutationMemory {
  const statement = claimSql(lockTimeout);
  return {
    async claim(sql, subject, { mutationId, entity, id, op, madeAtMs }) {
      const claimed = await sql.query(statement, [mutationId, subject, entity, id, op, timeOf(madeAtMs)]);
      return claimed.length === 1 ? undefined : recall(sql, mutationId);
    },
    async settle(sql, mutationId, outcome) {
      const details = outcome.result === 'conflict' ? { fields: outcome.fields } : { reason: outcome.reason };
      await sql.query('update sync_mutations set outcome = $2, details = $3 where mutation_id = $1', [
        mutationId,
        outcome.result,
        JSON.stringify(details),
      ]);
    },
  };
}

export const mutationMemory: MutationMemory = createMutationMemory();

interface MemoryRow {
  entity: string;
  id: string;
  op: string;
  outcome: Outcome['result'];
  details: { fields?: string[]; reason?: Extract<Outcome, { result: 'rejected' }>['reason'] } | null;
}

/** A statement of its own: that of the claim does not see what was committed while it waited. */
async function recall(sql: Sql, mutationId: string): Promise<Remembered> {
  const [row] = await sql.query<MemoryRow>(
    'select entity, entity_id as id, op, outcome, details from sync_mutations where mutation_id = $1',
    [mutationId],
  );
  if (row === undefined) return { entity: undefined, id: '', op: '', outcome: APPLIED };
  const { entity, id, op, details } = row;
  if (details?.reason !== undefined) return { entity, id, op, outcome: { result: 'rejected', reason: details.reason } };
  if (details?.fields !== undefined) return { entity, id, op, outcome: { result: 'conflict', fields: details.fields } };
  return { entity, id, op, outcome: APPLIED };
}

/** A desktop's clock may say anything; a timestamp takes what a year of four digits can name. */
function timeOf(ms: number): string {
  return new Date(Math.min(Math.max(ms, -62_135_596_800_000), 253_402_300_799_999)).toISOString();
}
