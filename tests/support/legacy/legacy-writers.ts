import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { fraction, hash, pick } from '../../../backend/simulator/random.ts';

export interface LegacyWork {
  statements: number;
  committed: number;
  /** What went wrong, in the words of the database. There must be none. */
  failures: string[];
  slowestMs: number;
  /** The longest that one of them was seen to wait for a lock. */
  longestWaitMs: number;
}

export interface LegacyWriters {
  /** Ends them once each has finished what it does. */
  stop(): Promise<LegacyWork>;
}

export interface LegacyWritersOptions {
  writers: number;
  seed: number;
  /** Missions with ids up to here are there already. */
  missions: number;
  /** A database without Vigie that is to hold the same: each transaction that was committed is done there as well. */
  twinUrl?: string;
  /** Numbers of rows that earlier writers made are not used again. */
  round?: number;
  /** Pause between transactions. */
  pauseMs?: number;
}

const APPLICATION = 'legacy';
const LOOK_MS = 40;
const LONG_MS = 400;

/**
 * Programs of the operator's that write plain SQL into the tables that they know, each over a connection of its own: single statements,
 * transactions short and long, rollbacks. Each has rows of its own, so that the order between them changes nothing of the result.
 */
export async function startLegacyWriters(url: string, options: LegacyWritersOptions): Promise<LegacyWriters> {
  const { writers, twinUrl } = options;
  const stopping = new AbortController();
  const running = await Promise.all(
    Array.from({ length: writers }, async (_, number) => {
      const main = await connect(url);
      const twin = twinUrl === undefined ? undefined : await connect(twinUrl);
      const writer = new LegacyWriter(number, options, main, twin);
      return { writer, ended: writer.run(stopping.signal) };
    }),
  );
  const watch = watchWaits(url, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      const longestWaitMs = await watch;
      for (const { ended } of running) await ended;
      const works = running.map(({ writer }) => writer.work);
      const sum = (of: (work: LegacyWork) => number) => works.reduce((total, work) => total + of(work), 0);
      return {
        statements: sum(({ statements }) => statements),
        committed: sum(({ committed }) => committed),
        failures: works.flatMap(({ failures }) => failures),
        slowestMs: Math.max(...works.map(({ slowestMs }) => slowestMs)),
        longestWaitMs,
      };
    },
  };
}

async function connect(url: string, application_name = APPLICATION): Promise<Client> {
  const client = new Client({ connectionString: url, application_name });
  // A lost connection fails the statement under way, which is counted.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

class LegacyWriter {
  readonly work: LegacyWork = { statements: 0, committed: 0, failures: [], slowestMs: 0, longestWaitMs: 0 };
  readonly #number: number;
  readonly #options: LegacyWritersOptions;
  readonly #main: Client;
  readonly #twin: Client | undefined;
  #step = 0;
  #made = 0;

  constructor(number: number, options: LegacyWritersOptions, main: Client, twin: Client | undefined) {
    this.#number = number;
    this.#options = options;
    this.#main = main;
    this.#twin = twin;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { pauseMs = 5 } = this.#options;
    while (!signal.aborted) {
      try {
        await this.#transaction();
      } catch (error) {
        this.work.failures.push(error instanceof Error ? error.message : String(error));
        await this.#main.query('rollback').catch(() => undefined);
      }
      await sleep(pauseMs * 2 * this.#chance(9), undefined, { signal }).catch(() => undefined);
    }
    await this.#main.end();
    await this.#twin?.end();
  }

  async #transaction(): Promise<void> {
    this.#step += 1;
    const statements = Array.from({ length: 1 + Math.floor(this.#chance(1) ** 2 * 5) }, (_, part) =>
      this.#statement(part),
    );
    const isLong = this.#chance(2) < 0.04;
    const isKept = this.#chance(3) < 0.9;
    if (statements.length === 1 && isKept) {
      await this.#say(statements[0] ?? '');
    } else {
      await this.#say('begin');
      for (const statement of statements) {
        await this.#say(statement);
        if (isLong) await sleep(LONG_MS / statements.length);
      }
      await this.#say(isKept ? 'commit' : 'rollback');
    }
    if (!isKept) return;
    this.work.committed += 1;
    await this.#twin?.query(['begin', ...statements, 'commit'].join('; '));
  }

  async #say(statement: string): Promise<void> {
    const startedMs = performance.now();
    await this.#main.query(statement);
    this.work.slowestMs = Math.max(this.work.slowestMs, performance.now() - startedMs);
    this.work.statements += 1;
  }

  /** Of rows whose id leaves this writer's number as the rest. Values follow from seed and step: they are the same on the twin. */
  #statement(part: number): string {
    const { writers, missions, seed, round = 0 } = this.#options;
    const step = this.#step * 8 + part;
    const row = (purpose: number) =>
      this.#number +
      writers *
        (1 + (hash(seed + round, purpose, this.#number, step) % Math.max(1, Math.floor(missions / writers) - 2)));
    const made = (count: number) => missions + (round * 10_000_000 + count) * writers + this.#number + writers;
    const day = `timestamptz '2025-06-01T00:00Z' + ${step % 5000} * interval '13 min'`;
    const customer = pick(
      ['Hôtel du Lac', 'HOTEL DU LAC', 'Clinique  Pasteur SAS', 'Mairie de Crêches AA Nord'],
      hash(seed, 7, step),
    );
    return pick(
      [
        () => {
          this.#made += 1;
          return `insert into missions (id, reference, vehicle_id, customer_name, planned_start_at, planned_end_at, status, amount, extra)
            values (${made(this.#made)}, 'N-${round}-${this.#number}-${this.#made}', ${1 + (step % 500)}, '${customer}', ${day}, ${day}, 'completed', ${step % 900}, '{"a":1}')
            on conflict (id) do nothing`;
        },
        () => `update missions set amount = coalesce(amount, 0) + 1 where id = ${row(11)}`,
        () => `update missions set driver = 'D${this.#number}-${step}', status = 'completed' where id = ${row(12)}`,
        () => `update missions set customer_name = '${customer}' where id = ${row(13)}`,
        () => `delete from missions where id = ${row(14)}`,
        () => `update missions set cost_centre = ${step % 50} where id in (${row(15)}, ${row(16)}, ${row(17)})`,
        () => `update vehicles set label = 'L${step}' where id = ${1 + this.#number + writers * (step % 100)}`,
      ],
      hash(seed + round, 20, this.#number, step),
    )();
  }

  #chance(purpose: number): number {
    const { seed, round = 0 } = this.#options;
    return fraction(seed + round, 30 + purpose, this.#number, this.#step);
  }
}

/** Looks on, over a connection of its own, for how long the programs wait for locks. Older servers do not tell since when. */
async function watchWaits(url: string, signal: AbortSignal): Promise<number> {
  const client = await connect(url, 'watch');
  let longest = 0;
  try {
    while (!signal.aborted) {
      const { rows } = await client.query<{ ms: number | null }>(
        `select max(extract(epoch from clock_timestamp() - waitstart) * 1000)::float8 as ms from pg_locks
         where not granted and pid in (select pid from pg_stat_activity where application_name = '${APPLICATION}')`,
      );
      longest = Math.max(longest, rows[0]?.ms ?? 0);
      await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    await client.end();
  }
  return longest;
}
