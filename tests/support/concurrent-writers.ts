import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { fraction, hash, pick } from '../../backend/simulator/random.ts';

export interface WritersOptions {
  writers: number;
  milliseconds: number;
  seed: number;
}

export interface Written {
  committed: number;
  rolledBack: number;
  /** Transactions that lasted for more than 100 ms. */
  long: number;
}

/**
 * Writes in plain SQL over connections of their own, as other programs do, for a while: single statements, transactions
 * short and long, savepoints, rollbacks, deletions, rows that come back or change their key. Each writer has rows of its
 * own: writers differ over nothing but order.
 */
export async function writeConcurrently(url: string, options: WritersOptions): Promise<Written> {
  const untilMs = performance.now() + options.milliseconds;
  const writers = Array.from({ length: options.writers }, (_, number) => new Writer(number, options));
  await Promise.all(writers.map((writer) => writer.write(url, untilMs)));
  const sum = (of: (written: Written) => number) => writers.reduce((total, { written }) => total + of(written), 0);
  return {
    committed: sum(({ committed }) => committed),
    rolledBack: sum(({ rolledBack }) => rolledBack),
    long: sum(({ long }) => long),
  };
}

type Use = 'action' | 'kind' | 'pause' | 'end' | 'count';
const USES: readonly Use[] = ['action', 'kind', 'pause', 'end', 'count'];

class Writer {
  readonly written: Written = { committed: 0, rolledBack: 0, long: 0 };
  readonly #number: number;
  readonly #options: WritersOptions;
  #step = 0;

  constructor(number: number, options: WritersOptions) {
    this.#number = number;
    this.#options = options;
  }

  async write(url: string, untilMs: number): Promise<void> {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      while (performance.now() < untilMs) {
        this.#step += 1;
        await (this.#chance('kind') < 0.7 ? this.#single(client) : this.#transaction(client));
      }
    } finally {
      await client.end();
    }
  }

  async #single(client: Client): Promise<void> {
    await this.#act(client);
    this.written.committed += 1;
  }

  async #transaction(client: Client): Promise<void> {
    const pauseMs = Math.round(this.#chance('pause') ** 3 * 900);
    const actions = 1 + Math.floor(this.#chance('count') * 4);
    await client.query('begin');
    for (let action = 0; action < actions; action++) {
      this.#step += 1;
      const isTakenBack = this.#chance('end') < 0.15;
      if (isTakenBack) await client.query('savepoint here');
      await this.#act(client);
      if (isTakenBack) await client.query('rollback to savepoint here');
      await sleep(pauseMs / actions);
    }
    const isKept = this.#chance('end') < 0.75;
    await client.query(isKept ? 'commit' : 'rollback');
    if (isKept) this.written.committed += 1;
    else this.written.rolledBack += 1;
    if (pauseMs > 100) this.written.long += 1;
  }

  async #act(client: Client): Promise<void> {
    const mine = `W${this.#number}-`;
    const { writers } = this.#options;
    const own = `(select id from missions where reference like '${mine}%' or id % ${writers} = ${this.#number}
      order by md5(id::text || ${this.#step}) limit 1)`;
    const statements = [
      `insert into missions (reference, planned_start_at, planned_end_at) values ('${mine}${this.#step}', now(), now())`,
      `update missions set amount = coalesce(amount, 0) + 1 where id = ${own}`,
      `update missions set driver = '${mine}${this.#step}' where id % ${writers} = ${this.#number} and id < 100`,
      `delete from missions where id = ${own}`,
      `update missions set id = nextval(pg_get_serial_sequence('missions', 'id')) where id = ${own} and reference like 'W%'`,
      `insert into third_parties (id, name) values (md5('${mine}${this.#step % 7}')::uuid, '${mine}${this.#step}')
         on conflict (id) do update set name = excluded.name`,
      `delete from third_parties where id = md5('${mine}${this.#step % 7}')::uuid`,
    ];
    await client.query(pick(statements, hash(this.#options.seed, 0, this.#number, this.#step)));
  }

  #chance(use: Use): number {
    return fraction(this.#options.seed, 1 + USES.indexOf(use), this.#number, this.#step);
  }
}
