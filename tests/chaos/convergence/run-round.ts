import type { Tally } from '../support/tally.ts';
import { type ApplyPage, type ChaosClient, openChaosClient } from './chaos-client.ts';
import type { ChaosServer } from './chaos-server.ts';
import { checkRound } from './check-round.ts';
import { heal } from './heal.ts';
import { writeAsLegacy } from './legacy-write.ts';
import { makeEdit } from './make-edit.ts';
import type { RoundState } from './round-state.ts';
import { settleOne } from './settle-one.ts';
import { CLIENTS, type Step } from './steps.ts';

/** Plays the steps, lets the network heal, and looks at what is left. */
export async function runRound(
  server: ChaosServer,
  steps: readonly Step[],
  variant: { apply?: ApplyPage } = {},
): Promise<Tally> {
  await server.reset();
  const clients: ChaosClient[] = [];
  const round: RoundState = { server, clients, kept: new Map(), settled: new Set(), late: [], marks: 0 };
  try {
    for (let index = 0; index < CLIENTS; index++) clients.push(await openChaosClient(server, variant.apply));
    for (const client of clients) while (!(await client.pull(500, false)));
    for (const step of steps) await play(round, step);
    const isQuiet = await heal(round);
    const tally = await checkRound(round);
    if (!isQuiet) {
      tally.diverged += 1;
      tally.notes.push('the queues did not come to rest');
    }
    return tally;
  } finally {
    for (const client of clients) await client.close();
  }
}

async function play(round: RoundState, step: Step): Promise<void> {
  const { server, clients, late } = round;
  if (step.type === 'legacy') return writeAsLegacy(server, step.kind, step.pick);
  if (step.type === 'restart-server') return server.restart();
  if (step.type === 'late') {
    const [request] = late.splice(step.pick % Math.max(late.length, 1), 1);
    return request?.();
  }
  const client = clients[step.client];
  if (client === undefined) throw new Error(`there is no client ${step.client}`);
  switch (step.type) {
    case 'edit': {
      const edit = await makeEdit(client, step.kind, step.pick, ++round.marks);
      if (edit !== undefined) round.kept.set(edit.mutationId, { ...edit, client: step.client });
      return;
    }
    case 'pull':
      for (let page = 0; page < step.pages; page++) if (await client.pull(step.limit, step.isLost)) break;
      return;
    case 'push': {
      const { late: request } = await client.push(step.size, step.fate);
      if (request !== undefined) late.push(request);
      return;
    }
    case 'restart-client':
      return client.restart();
    case 'rebuild':
      return client.rebuild();
    case 'settle':
      await settleOne(round, step.client, step.pick, step.how);
      return;
    case 'discard':
    case 'restore': {
      const states = step.type === 'restore' ? (['discarded'] as const) : undefined;
      const filter = states === undefined ? {} : { filter: { states: [...states] } };
      const { rows } = await client.window.request('outbox.page', { ...filter, offset: 0, limit: 50 });
      const entry = rows[step.pick % Math.max(rows.length, 1)];
      if (entry !== undefined) await client.window.request(`outbox.${step.type}`, { mutationIds: [entry.mutationId] });
    }
  }
}
