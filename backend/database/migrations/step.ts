import type { Database, Session } from '../database.ts';
import type { Log } from '../../log.ts';
import type { WorkProgress } from '../work.ts';

/** Something that a migration makes, by the name under which it might be there already. */
export type OwnObject =
  | { kind: 'table' | 'sequence' | 'function' | 'index'; name: string }
  | {
      kind: 'column' | 'trigger' | 'constraint' | 'policy';
      table: string;
      name: string;
      /** One that the operator has already is taken as it is; the migration itself says what it must be like. */
      isAdopted?: true;
    };

export interface StepContext {
  /** One session, which holds the lock of the migration. Outside of a transaction unless `transaction` makes one. */
  readonly session: Session;
  readonly kind: Database['kind'];
  readonly log: Log;
  readonly progress: WorkProgress;
  readonly signal: AbortSignal;
  /** How long a lock is tried for before the migration gives up. */
  readonly patienceMs: number;
  /**
   * Runs statements in one transaction that waits only shortly for each lock, and begins again while a lock is not to be had.
   * @throws DatabaseBusyError when patience ends
   */
  readonly transaction: <Result>(work: (sql: Session) => Promise<Result>) => Promise<Result>;
}

/**
 * One part of a migration. What is done is noted, so that a migration that was killed goes on where it was, and goes back from where it was.
 */
export interface Step {
  /** Unique in its migration. */
  readonly name: string;
  readonly creates: readonly OwnObject[];
  /** Done in the transaction that notes it, so never half done. What is not atomic must be repeatable. */
  readonly isAtomic: boolean;
  up(context: StepContext): Promise<void>;
  down(context: StepContext): Promise<void>;
}
