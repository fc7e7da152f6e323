import type { Session, Sql } from './database.ts';

/** Long work that keeps one session: what it sets there holds for all of it. */
export interface WorkSession extends Session {
  /** Commits when `work` resolves, rolls back when it throws. */
  transaction<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
}

export function workSession(session: Session): WorkSession {
  return {
    query: (statement, values) => session.query(statement, values),
    execute: (script) => session.execute(script),
    async transaction(work) {
      await session.execute('begin');
      try {
        const result = await work(session);
        await session.execute('commit');
        return result;
      } catch (error) {
        // A lost connection has rolled back by itself.
        await session.execute('rollback').catch(() => undefined);
        throw error;
      }
    },
  };
}
