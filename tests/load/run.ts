/**
 * `npm run load -- SCENARIO`: puts a scenario of `scenarios.ts` on a service of its own, or on one that runs on this machine, and prints
 * one JSON line with the figures and whether the thresholds held. Ends with 1 where they did not. Without a name it lists them.
 *
 *   npm run load -- [SCENARIO...] [--target http://127.0.0.1:PORT]      the token of a target comes from VIGIE_LOAD_TOKEN
 */
import { availableParallelism, cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { judge } from './judge.ts';
import { runHttp } from './run-http.ts';
import { runSockets } from './run-sockets.ts';
import { isScenarioName, type Scenario, SCENARIOS, type ScenarioName } from './scenarios.ts';
import { openTarget, type Target } from './target.ts';

const { values, positionals } = parseArgs({ options: { target: { type: 'string' } }, allowPositionals: true });

function namesAskedFor(): ScenarioName[] {
  return positionals.map((name) => {
    if (isScenarioName(name)) return name;
    throw new Error(`There is no scenario "${name}": it is one of ${Object.keys(SCENARIOS).join(', ')}.`);
  });
}

async function run(name: ScenarioName, target: Target): Promise<boolean> {
  const scenario: Scenario = SCENARIOS[name];
  const [loadBefore = Number.NaN] = loadavg();
  const { measured, ...figures } =
    scenario.kind === 'http' ? await runHttp(scenario, target) : await runSockets(scenario, target);
  const { passed, thresholds } = judge(measured, scenario.thresholds);
  const machine = `${availableParallelism()} x ${cpus()[0]?.model ?? 'unknown'}, load ${loadBefore.toFixed(1)} before`;
  console.log(JSON.stringify({ scenario: name, passed, thresholds, ...figures, machine }));
  return passed;
}

try {
  const names = namesAskedFor();
  if (names.length === 0) {
    for (const [name, { summary }] of Object.entries(SCENARIOS)) console.log(`${name.padEnd(12)}${summary}`);
  } else {
    const { target: url } = values;
    const target = await openTarget(
      url === undefined ? undefined : { url, token: process.env['VIGIE_LOAD_TOKEN'] ?? '' },
    );
    try {
      for (const name of names) if (!(await run(name, target))) process.exitCode = 1;
    } finally {
      await target.stop();
    }
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
