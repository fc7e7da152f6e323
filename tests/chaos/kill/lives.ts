import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fraction, hash, pick } from '../../../backend/simulator/random.ts';
import { type FaultProxy, seededPlan, type SeededPlanOptions, startFaultProxy } from '../../support/fault-proxy.ts';
import { checkRound } from '../convergence/check-round.ts';
import type { Outcome } from '../convergence/round-state.ts';
import { type ChaosServer, startChaosServer } from '../convergence/chaos-server.ts';
import { writeAsLegacy } from '../convergence/legacy-write.ts';
import { makeEdit } from '../convergence/make-edit.ts';
import { settleOne } from '../convergence/settle-one.ts';
import { EDITS, LEGACY_WRITES } from '../convergence/steps.ts';
import { errorText } from '../support/error-text.ts';
import type { Tally } from '../support/tally.ts';
import { inspectCache } from './inspect-cache.ts';
import { type Life, startLife } from './life.ts';

export interface KillOptions {
  kills: number;
  seed: number;
  /** Broken on purpose: to see that the check sees it. */
  isForgetful?: boolean;
  /** Further arguments of the data host's process, for one that is broken on purpose. */
  execArgv?: readonly string[];
  /** What the network does; by default a tenth of the requests go wrong, in any way. */
  faults?: SeededPlanOptions;
  /** The only moment at which it is killed; by default any of them. */
  moment?: Moment;
  progress?: (done: number) => void;
}

/** Enough missions for a first synchronisation of several pages. */
const COUNTS = { vehicles: 2, thirdParties: 3, billingCycles: 3, missions: 6_000 };
/** Killed this long at most after its start (while it opens its cache), its first answer, or the first page of a pull, ms. */
const LONGEST_MS = { start: 600, 'first-answer': 1_200, 'first-page': 120 } as const;
type Moment = keyof typeof LONGEST_MS;
/** Edits that are made at once: a process that keeps one may be killed while others wait. */
const AT_ONCE = 3;
const FAULTS: SeededPlanOptions = { rate: 0.1, longestMs: 100 };
const [WHEN, WHAT, WHICH, PAUSE, LEGACY, SETTLE] = [1, 2, 3, 4, 5, 6] as const;

/** What all lives of the desktop share. */
interface Run {
  seed: number;
  folder: string;
  server: ChaosServer;
  proxy: FaultProxy;
  outcome: Outcome;
  marks: number;
  execArgv: readonly string[];
  moment: Moment | undefined;
}

/**
 * Kills a real data host process again and again while it pulls, keeps edits and pushes over a bad network, and looks at what it left
 * each time; in the end lets one live until all is quiet, and compares. What people and programs do follows from the seed, the very instant of
 * a kill from the machine as well.
 */
export async function runKills(options: KillOptions): Promise<Tally> {
  const { kills, seed, isForgetful = false, execArgv = [], faults = FAULTS, moment, progress } = options;
  const server = await startChaosServer({ isForgetful, counts: COUNTS });
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-kill-'));
  let proxy: FaultProxy | undefined;
  try {
    await server.reset();
    proxy = await startFaultProxy(server.url());
    proxy.plan = seededPlan(seed, faults);
    const outcome: Outcome = { server, kept: new Map(), settled: new Set(), clients: [] };
    const run: Run = { seed, folder, server, proxy, outcome, marks: 0, execArgv, moment };
    const damage: string[] = [];
    for (let kill = 1; kill <= kills; kill++) {
      await liveAndDie(run, kill);
      const problem = inspectCache(folder);
      if (problem !== undefined) damage.push(`after kill ${kill}: ${problem}`);
      progress?.(kill);
    }
    proxy.plan = undefined;
    const tally = await comeToRest(run);
    tally.rounds = kills;
    tally.lost += damage.length;
    tally.notes.push(...damage);
    return tally;
  } finally {
    await proxy?.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function liveAndDie(run: Run, number: number): Promise<void> {
  const life = startLife(run);
  const chance = (use: number, count = 0) => fraction(run.seed, use, number, count);
  const choice = (use: number, count: number) => hash(run.seed, use, number, count);
  const from = run.moment ?? momentOf(chance(WHEN, 1));
  const killed = life.killAfter(chance(WHEN) * LONGEST_MS[from], from);
  run.outcome.clients = [life];
  if (chance(LEGACY) < 0.5) await writeMuch(run.server, number);
  for (let count = 0; !life.isDead(); count++) {
    try {
      if (chance(LEGACY, count) < 0.2) {
        await writeAsLegacy(run.server, pick(LEGACY_WRITES, choice(LEGACY, count)), choice(WHICH, count) % 1_000);
      }
      if (chance(SETTLE, count) < 0.1) await settleOne(run.outcome, 0, choice(WHICH, count), 'mine');
      const edits = Array.from({ length: AT_ONCE }, (_, index) => AT_ONCE * count + index);
      await Promise.all(edits.map((edit) => makeOne(run, life, choice(WHAT, edit), choice(WHICH, edit))));
      await life.pause(chance(PAUSE, count) * 30);
    } catch (error) {
      // Whoever asks a process that dies hears of it; what it had not answered it need not have kept.
      if (!life.isDead())
        throw new Error(`life ${number} failed: ${errorText(error)}\n${life.log()}`, { cause: error });
    }
  }
  await killed;
}

async function makeOne(run: Run, life: Life, what: number, which: number): Promise<void> {
  const edit = await makeEdit(life, pick(EDITS, what), which, ++run.marks);
  if (edit !== undefined) run.outcome.kept.set(edit.mutationId, { ...edit, client: 0 });
}

function momentOf(chance: number): Moment {
  if (chance < 0.15) return 'start';
  return chance < 0.5 ? 'first-page' : 'first-answer';
}

/** Many rows at once: several pages to pull. Another sixth each time: what is skipped of one stays missing for a while. */
function writeMuch(server: ChaosServer, number: number): Promise<void> {
  return server.legacy("update missions set driver = 'Driver ' || $1::int where id % 6 = $1::int % 6", [number]);
}

/** The name of the last row that is written. */
const LAST = 'Zénith';
const REST_LIMIT_MS = 90_000;

/** Lets the desktop live, settles what waits for a person, and compares. */
async function comeToRest(run: Run): Promise<Tally> {
  const life: Life = startLife(run);
  run.outcome.clients = [life];
  const untilMs = performance.now() + REST_LIMIT_MS;
  let isQuiet = false;
  for (let pass = 0; !isQuiet && performance.now() < untilMs; pass++) {
    await settleOne(run.outcome, 0, 0, pass % 2 === 0 ? 'mine' : 'theirs');
    isQuiet = await life.isQuiet();
    if (!isQuiet) await life.pause(50);
  }
  try {
    // What was written last may still be on its way. Nothing is read anew: rows that were skipped must stay missing.
    await run.server.legacy('insert into third_parties (name) values ($1)', [LAST]);
    await life.shows(LAST);
    const tally = await checkRound(run.outcome);
    if (!isQuiet) {
      tally.diverged += 1;
      tally.notes.push(`the queue did not come to rest: ${JSON.stringify(await life.health())}`);
    }
    return tally;
  } finally {
    await life.kill();
  }
}
