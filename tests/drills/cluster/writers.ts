import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { v7 as uuid } from 'uuid';
import { fraction, hash, pick } from '../../../backend/simulator/random.ts';
import { pushResponse, serviceInfo } from '../../../shared/api/index.ts';

export interface WriterOptions {
  seed: number;
  /** Between two writes of one writer, ms. */
  pauseMs: number;
  signal: AbortSignal;
}

/** Another program: plain SQL, some of it in long transactions, some of it taken back. @returns how many transactions were committed */
export async function writeAsLegacyProgram(url: string, number: number, options: WriterOptions): Promise<number> {
  const { seed, pauseMs, signal } = options;
  const client = new Client({ connectionString: url });
  await client.connect();
  let committed = 0;
  try {
    for (let step = 0; !signal.aborted; step++) {
      const chance = (use: number) => fraction(seed, use, number, step);
      const own = `(select id from missions where id % 7 = ${number % 7} order by md5(id::text || ${step}) limit 1)`;
      const statement = pick(
        [
          `insert into missions (reference, planned_start_at, planned_end_at) values ('D${number}-${step}', now(), now())`,
          `update missions set amount = coalesce(amount, 0) + 1 where id = ${own}`,
          `update missions set driver = 'D${number}-${step}' where id = ${own}`,
          `delete from missions where id = ${own} and reference like 'D%'`,
          `update billing_cycles set state = case state when 'open' then 'closed' else 'open' end
             where id = (select id from billing_cycles order by id limit 1 offset ${number})`,
        ],
        hash(seed, 9, number, step),
      );
      await client.query('begin');
      await client.query(statement);
      // Others that begin later are done before: the order of writing is not that of commits.
      if (chance(1) < 0.2) await sleep(pauseMs * 4 * chance(2));
      const isKept = chance(3) < 0.85;
      await client.query(isKept ? 'commit' : 'rollback');
      if (isKept) committed += 1;
      await sleep(pauseMs * (0.5 + chance(4)));
    }
  } finally {
    await client.end();
  }
  return committed;
}

/** A desktop's edits, over the balancer. One that is not answered is sent again with its id. @returns how many were applied */
export async function writeOverTheApi(server: { url: string; token: string }, options: WriterOptions): Promise<number> {
  const { pauseMs, signal } = options;
  let applied = 0;
  let epoch: string | undefined;
  for (let step = 0; !signal.aborted; step++) {
    const fields = { name: `Société ${options.seed}-${step}`, type: 'customer' };
    const create = {
      mutationId: uuid(),
      entity: 'third-party',
      id: uuid(),
      baseVersion: 0,
      madeAtMs: Date.now(),
      op: 'create',
      fields,
    };
    for (let isAnswered = false; !isAnswered && !signal.aborted; ) {
      try {
        epoch ??= serviceInfo.parse(await (await fetch(`${server.url}/api/v2`)).json()).epoch;
        const response = await fetch(`${server.url}/api/v2/sync/push`, {
          method: 'POST',
          headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ epoch, mutations: [create] }),
          signal: AbortSignal.timeout(5_000),
        });
        const said: unknown = await response.json();
        if (!response.ok) throw new Error(`refused: ${JSON.stringify(said)}`);
        const [answer] = pushResponse.parse(said).answers;
        if (answer?.result !== 'applied' && answer?.result !== 'duplicate')
          throw new TypeError(`an edit was not taken: ${JSON.stringify(answer)}`);
        applied += 1;
        isAnswered = true;
      } catch (error) {
        if (error instanceof TypeError && error.message.startsWith('an edit')) throw error;
        await sleep(200);
      }
    }
    await sleep(pauseMs);
  }
  return applied;
}
