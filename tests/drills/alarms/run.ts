// `npm run drill:alarms`: a recorded day with twelve rules through the engine, and again by a slow evaluation that shares no code with it; then two
// operators at two desktops with a real service, one of them without a network in the middle.
//
//   npm run drill:alarms -- --seed 1
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { compareFound, playHistory } from '../../support/alarms/play.ts';
import { evaluateSlowly } from '../../support/alarms/reference/evaluate.ts';
import type { History } from '../../support/alarms/reference/history.ts';
import { readRecordedDay } from './recorded-day.ts';
import { PLACES, RULES, ruleNameOf } from './rules-of-the-day.ts';
import { drillTwoOperators } from './two-operators.ts';

/** Beside the checkout: too large to be in it, and not ours to give away. */
const DAY = path.resolve(import.meta.dirname, '../../../../shared/data/sf-taxis-2008-05-22.csv.gz');
const STEP_MS = 1_000;
const MOST_SHOWN = 20;

function drillDay(): boolean {
  if (!existsSync(DAY)) {
    console.log(`skipped: the recorded day is not there (${path.relative(process.cwd(), DAY)}); nothing was compared`);
    return true;
  }
  const { rows, ...day } = readRecordedDay(DAY);
  const history: History = { ...day, geofences: [...PLACES], rules: [...RULES] };
  const beganAtMs = performance.now();
  const found = playHistory(history, STEP_MS);
  const playedMs = performance.now() - beganAtMs;
  const hours = (history.toMs - history.fromMs) / 3_600_000;
  const times = Math.round((hours * 3_600_000) / playedMs);
  console.log(
    `${rows} rows, ${history.fixes.length} fixes of ${history.vehicles.length} vehicles in ${hours.toFixed(1)} h, played in ${(playedMs / 1000).toFixed(1)} s: ${times} times as fast`,
  );
  const expected = evaluateSlowly(history);
  console.log(`evaluated slowly in ${((performance.now() - beganAtMs - playedMs) / 1000).toFixed(1)} s`);
  for (const { rule } of RULES) {
    const ours = found.filter(({ ruleId }) => ruleId === rule.id);
    const theirs = expected.filter(({ ruleId }) => ruleId === rule.id);
    const standing = ours.filter(({ returnedAtMs }) => returnedAtMs === null).length;
    console.log(
      `${rule.name.padEnd(28)} ${String(ours.length).padStart(6)} raised, ${standing} of them stand; by the reference ${theirs.length}`,
    );
  }
  const { missed, invented } = compareFound(found, expected);
  for (const [what, lines] of [['missed', missed] as const, ['invented', invented] as const]) {
    for (const line of lines.slice(0, MOST_SHOWN)) console.log(`${what}: ${line}`);
  }
  // A rule that raises nothing proves nothing.
  const idle = RULES.filter(({ rule }) => !expected.some(({ ruleId }) => ruleId === rule.id)).map(({ rule }) =>
    ruleNameOf(rule.id),
  );
  if (idle.length > 0) console.log(`raised nothing all day: ${idle.join(', ')}`);
  console.log(`missed ${missed.length}, invented ${invented.length}`);
  return missed.length === 0 && invented.length === 0 && idle.length === 0;
}

async function drillOperators(seed: number): Promise<boolean> {
  const { alarms, actions, waited, rejected, differences } = await drillTwoOperators(seed);
  const done = Object.entries(actions).map(([action, count]) => `${count} ${action}`);
  console.log(
    `two operators, one offline in the middle: ${alarms} alarms; ${done.join(', ')}; ${waited} waited for the network, ${rejected} refused`,
  );
  for (const line of differences.slice(0, MOST_SHOWN)) console.log(line);
  console.log(`differences ${differences.length}`);
  // Without alarms, actions and a time without the network nothing is shown.
  return differences.length === 0 && alarms > 0 && done.length > 3 && waited > 0;
}

const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' } } });
const seed = Number(values.seed);
if (!Number.isInteger(seed) || seed < 0) {
  console.error(`--seed is ${JSON.stringify(values.seed)}: give a whole number, 0 or more.`);
  process.exit(2);
}
const isSame = await drillOperators(seed);
process.exitCode = drillDay() && isSame ? 0 : 1;
