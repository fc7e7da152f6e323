import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { z } from 'zod';
import { createLegacyDatabase } from '../../support/legacy/legacy-database.ts';
import { type LegacyWork, startLegacyWriters } from '../../support/legacy/legacy-writers.ts';
import type { PostgresServer } from '../../support/postgres.ts';
import { type Ended, runCommand } from './command.ts';

export interface DrillOptions {
  server: Pick<PostgresServer, 'url'>;
  missions: number;
  writers: number;
  seed: number;
  /** Told each line of what is going on. */
  say: (line: string) => void;
  /** Of each command. */
  mostSeconds: number;
}

export interface DrillResult {
  seconds: Record<string, number>;
  writers: LegacyWork;
  kills: number;
  thirdParties: number;
  billingCycles: number;
  exportedRows: number;
  exportedBytes: number;
  differences: string[];
}

const verified = z.object({
  differences: z.array(z.string()),
  report: z.object({ tables: z.array(z.object({ name: z.string(), rows: z.number() })) }),
});
const migrated = z.object({
  missions: z.object({ thirdParties: z.number(), billingCycles: z.number() }),
  customers: z.object({ created: z.number() }),
  billingCyclesCreated: z.number(),
});
const rolledBack = z.object({
  takenBack: z.array(z.string()),
  exported: z.object({ rows: z.number() }),
  left: z.array(z.string()),
});

/**
 * The whole way there and back on an operator's database, beside legacy programs that write: up, data migrated with two kills, verified, rolled
 * back, verified. A twin that never heard of Vigie gets the same writes: whatever the database holds in other words than the twin is a difference.
 */
export async function runRollbackDrill(options: DrillOptions): Promise<DrillResult> {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-drill-'));
  try {
    return await new Drill(options, folder).run();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

class Drill {
  readonly #options: DrillOptions;
  readonly #folder: string;
  readonly #result: DrillResult = {
    seconds: {},
    writers: { statements: 0, committed: 0, failures: [], slowestMs: 0, longestWaitMs: 0 },
    ...{ kills: 0, thirdParties: 0, billingCycles: 0, exportedRows: 0, exportedBytes: 0, differences: [] },
  };
  #url = '';
  #twinUrl = '';

  constructor(options: DrillOptions, folder: string) {
    this.#options = options;
    this.#folder = folder;
  }

  async run(): Promise<DrillResult> {
    const result = this.#result;
    await this.#build();
    await this.#verify('before', this.#url);
    await this.#compareWithTwin('before');

    await this.#besideWriters(0, async () => {
      await this.#command('migrate up', ['migrate', 'up'], 0);
      for (const share of [0.3, 0.4]) {
        await this.#command(`migrate-data, killed at ${share * 100} %`, ['migrate-data'], null, {
          label: 'missions',
          share,
        });
        result.kills += 1;
      }
      await this.#command('migrate-data, to its end', ['migrate-data'], 0);
    });
    // What the programs wrote while it ran, and then nothing more.
    await this.#command('migrate-data, of what came meanwhile', ['migrate-data'], 0);
    const again = migrated.parse((await this.#command('migrate-data, once more', ['migrate-data'], 0)).result);
    if (
      again.missions.thirdParties +
        again.missions.billingCycles +
        again.customers.created +
        again.billingCyclesCreated >
      0
    ) {
      result.differences.push(`migrate-data, called again, changed something: ${JSON.stringify(again.missions)}`);
    }
    await this.#compareWithTwin('with Vigie');
    await this.#checkAssignments();

    await this.#besideWriters(1, async () => {
      const ended = await this.#command('rollback', ['rollback', '--folder', this.#folder], 0);
      const { exported, left } = rolledBack.parse(ended.result);
      result.exportedRows = exported.rows;
      result.differences.push(...left.map((one) => `left after the rollback: ${one}`));
    });
    result.exportedBytes = readdirSync(this.#folder)
      .filter((name) => name.endsWith('.gz'))
      .reduce((sum, name) => sum + statSync(path.join(this.#folder, name)).size, 0);
    await this.#compareWithTwin('after the rollback');
    return result;
  }

  async #build(): Promise<void> {
    const { server, missions, say } = this.#options;
    const startedMs = performance.now();
    this.#url = await server.url('operator');
    await withClient(this.#url, (client) => createLegacyDatabase(client, missions));
    await withClient(await server.url('postgres'), (client) => client.query('create database twin template operator'));
    this.#twinUrl = await server.url('twin');
    this.#result.seconds['build'] = (performance.now() - startedMs) / 1000;
    say(`${missions} missions of an operator's, and a twin: ${this.#result.seconds['build'].toFixed(1)} s`);
  }

  async #besideWriters(round: number, work: () => Promise<void>): Promise<void> {
    const { writers, seed, missions, say } = this.#options;
    const running = await startLegacyWriters(this.#url, { writers, seed, missions, round, twinUrl: this.#twinUrl });
    try {
      await work();
    } finally {
      const done = await running.stop();
      const total = this.#result.writers;
      total.statements += done.statements;
      total.committed += done.committed;
      total.failures.push(...done.failures);
      total.slowestMs = Math.max(total.slowestMs, done.slowestMs);
      total.longestWaitMs = Math.max(total.longestWaitMs, done.longestWaitMs);
      say(
        `legacy programs meanwhile: ${done.committed} transactions, ${done.failures.length} failures, longest wait for a lock ${done.longestWaitMs.toFixed(0)} ms`,
      );
    }
  }

  async #command(
    name: string,
    args: readonly string[],
    code: number | null,
    killAt?: { label: string; share: number },
    url = this.#url,
  ): Promise<Ended> {
    const { mostSeconds, say } = this.#options;
    const environment = { DATABASE_URL: url, VIGIE_REPORT_KEY: 'the key of a drill, which nobody keeps' };
    const ended = await runCommand(args, { environment, mostSeconds, ...(killAt === undefined ? {} : { killAt }) });
    if (ended.code !== code)
      throw new Error(`${name} ended with ${ended.code} instead of ${code}: ${JSON.stringify(ended.result)}`);
    this.#result.seconds[name] = ended.seconds;
    say(`${name}: ${ended.seconds.toFixed(1)} s`);
    return ended;
  }

  #file(name: string): string {
    return path.join(this.#folder, `${name.replaceAll(' ', '-')}.json`);
  }

  #verify(name: string, url: string): Promise<Ended> {
    return this.#command(`verify ${name}`, ['verify', '--report', this.#file(name)], 0, undefined, url);
  }

  /** The database against its twin, by the tool's own reports. */
  async #compareWithTwin(name: string): Promise<void> {
    const { say, mostSeconds } = this.#options;
    await this.#verify(`twin ${name}`, this.#twinUrl);
    const environment = { DATABASE_URL: this.#url, VIGIE_REPORT_KEY: 'the key of a drill, which nobody keeps' };
    const { result, seconds } = await runCommand(['verify', '--against', this.#file(`twin ${name}`)], {
      environment,
      mostSeconds,
    });
    const { differences, report } = verified.parse(result);
    this.#result.seconds[`verify ${name}`] = seconds;
    this.#result.differences.push(...differences.map((one) => `${name}: ${one}`));
    const rows = report.tables.find((table) => table.name === 'missions')?.rows;
    say(
      `verify ${name}, against the twin: ${rows} missions, ${differences.length} differences, ${seconds.toFixed(1)} s`,
    );
  }

  /** What the data migration promises, asked in other words than it asks itself. */
  async #checkAssignments(): Promise<void> {
    await withClient(this.#url, async (client) => {
      const { rows } = await client.query<{
        parties: number;
        cycles: number;
        wrong: number;
        unassigned: number;
        twice: number;
      }>(`
        select count(missions.third_party_id)::int as parties, count(billing_cycle)::int as cycles,
          (count(*) filter (where cycles.id is not null and (cycles.third_party_id <> missions.third_party_id
            or (missions.planned_start_at at time zone 'Europe/Paris')::date not between cycles.period_start and cycles.period_end)))::int as wrong,
          (count(*) filter (where missions.third_party_id is not null and billing_cycle is null and status = 'completed'))::int as unassigned,
          (select count(*)::int from (select from billing_cycles group by third_party_id, period_start, currency having count(*) > 1) as same) as twice
        from missions left join billing_cycles as cycles on cycles.id = missions.billing_cycle`);
      const [row] = rows;
      this.#result.thirdParties = row?.parties ?? 0;
      this.#result.billingCycles = row?.cycles ?? 0;
      const wrong = (row?.wrong ?? 0) + (row?.unassigned ?? 0) + (row?.twice ?? 0);
      if (wrong > 0 || row?.parties === 0)
        this.#result.differences.push(`assignments are wrong: ${JSON.stringify(row)}`);
      this.#options.say(`${row?.parties} missions have a third party, ${row?.cycles} a billing cycle`);
    });
  }
}

async function withClient(url: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
