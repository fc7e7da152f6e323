import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Database } from '../../backend/database/database.ts';
import type { ChangeLog } from '../../backend/sync/change-log.ts';
import { type Cursor, decodeCursor } from '../../backend/sync/cursor.ts';

interface Known {
  version: number;
  deleted: boolean;
}

/** What a client has of the missions, by the service's own cursor and, to compare, by a cursor of sequence alone. */
export class Replica {
  pulls = 0;
  readonly #database: Database;
  readonly #log: ChangeLog;
  readonly #bySnapshot = new Map<string, Known>();
  readonly #bySequence = new Map<string, Known>();
  #cursor: Cursor | undefined;
  #sequence = '0';

  constructor(database: Database, log: ChangeLog) {
    this.#database = database;
    this.#log = log;
  }

  async pullBySnapshot(): Promise<void> {
    for (;;) {
      const page = await this.#log.read(this.#cursor, 50);
      for (const text of page.changes) {
        const { op, id, entity, version } = JSON.parse(text) as {
          op: string;
          id: string;
          entity: string;
          version: number;
        };
        this.#bySnapshot.set(`${entity} ${id}`, { version, deleted: op === 'delete' });
      }
      this.#cursor = decodeCursor(page.cursor);
      this.pulls += 1;
      if (!page.hasMore) return;
    }
  }

  async pullBySequenceAlone(): Promise<void> {
    const rows = await this.#database.query<{ key: string; seq: string; version: string; deleted: boolean }>(
      `select entity || ' ' || entity_id as key, seq, version, deleted from sync_changes where seq > $1 order by seq`,
      [this.#sequence],
    );
    for (const { key, version, deleted } of rows) this.#bySequence.set(key, { version: Number(version), deleted });
    this.#sequence = rows.at(-1)?.seq ?? this.#sequence;
  }

  missedBySnapshot(): Promise<string[]> {
    return this.#missed(this.#bySnapshot);
  }

  missedBySequenceAlone(): Promise<string[]> {
    return this.#missed(this.#bySequence);
  }

  /** Entities whose last version is not the known one, compared with the tables themselves. */
  async #missed(known: Map<string, Known>): Promise<string[]> {
    const truth = await this.#database.query<{ key: string; version: string; exists: boolean }>(
      `select entity || ' ' || entity_id as key, version, case entity
         when 'mission' then exists (select from missions where id::text = entity_id)
         when 'vehicle' then exists (select from vehicles where id::text = entity_id) end as exists
       from sync_changes`,
    );
    return truth
      .filter(({ key, version, exists }) => {
        const own = known.get(key);
        return own?.version !== Number(version) || own.deleted === exists;
      })
      .map(({ key }) => key);
  }
}

/** Writes missions in plain SQL over connections of their own, for a while. */
export async function writeConcurrently(
  url: string,
  { writers, milliseconds }: { writers: number; milliseconds: number },
): Promise<{ committed: number; rolledBack: number }> {
  const untilMs = performance.now() + milliseconds;
  const results = await Promise.all(Array.from({ length: writers }, (_, number) => write(url, number, untilMs)));
  return {
    committed: results.reduce((sum, { committed }) => sum + committed, 0),
    rolledBack: results.reduce((sum, { rolledBack }) => sum + rolledBack, 0),
  };
}

async function write(url: string, number: number, untilMs: number): Promise<{ committed: number; rolledBack: number }> {
  const client = new Client({ connectionString: url });
  await client.connect();
  let committed = 0;
  let rolledBack = 0;
  let reference = 0;
  const insert = () =>
    client.query(`insert into missions (reference, planned_start_at, planned_end_at) values ($1, now(), now())`, [
      `W${number}-${reference++}`,
    ]);
  // Each writer touches missions of its own remainder: they conflict over nothing but order.
  const change = () =>
    client.query(`update missions set amount = coalesce(amount, 0) + 1 where id % 8 = $1 and id % 24 = $2`, [
      number,
      number + 8 * (reference % 3),
    ]);
  const remove = () =>
    client.query(
      `delete from missions where id = (select max(id) from missions where reference like 'W' || $1 || '-%')`,
      [number],
    );
  try {
    for (let round = 0; performance.now() < untilMs; round++) {
      if (round % 4 === number % 4) {
        await client.query('begin');
        await insert();
        await change();
        await sleep(20 + ((round * 37 + number * 11) % 180));
        if (round % 3 === 0) await remove();
        const isKept = (round + number) % 3 > 0;
        await client.query(isKept ? 'commit' : 'rollback');
        if (isKept) committed += 1;
        else rolledBack += 1;
      } else {
        await (round % 5 === 0 ? remove() : insert());
        await change();
        committed += 2;
      }
    }
  } finally {
    await client.end();
  }
  return { committed, rolledBack };
}
