import http from 'k6/http';
import { isScenarioName, type Scenario, SCENARIOS } from '../scenarios.ts';

/** What a run is told by `k6 run -e NAME=VALUE`. */
export const url = __ENV['VIGIE_URL'] ?? 'http://127.0.0.1:4680';
export const token = __ENV['VIGIE_LOAD_TOKEN'] ?? '';

/** @param kind of the script that asks */
export function scenarioOf<Kind extends Scenario['kind']>(kind: Kind): Extract<Scenario, { kind: Kind }> {
  const name = __ENV['SCENARIO'] ?? '';
  const scenario: Scenario | undefined = isScenarioName(name) ? SCENARIOS[name] : undefined;
  if (scenario?.kind !== kind) throw new Error(`SCENARIO is '${name}': give one of this kind, with -e SCENARIO=NAME`);
  return scenario as Extract<Scenario, { kind: Kind }>;
}

export const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };

/** The history that edits are made on, and the cursor of a pull that has read everything. */
export function standOfService(): { epoch: string; cursor: string } {
  let cursor = '';
  for (;;) {
    const query = cursor === '' ? '' : `&cursor=${cursor}`;
    const response = http.get(`${url}/api/v2/sync/pull?schema=3&limit=10000${query}`, { headers });
    if (response.status !== 200) throw new Error(`${url} answers ${response.status}: ${response.status_text}`);
    const page = response.json() as unknown as { epoch: string; cursor: string; hasMore: boolean };
    cursor = page.cursor;
    if (!page.hasMore) return { epoch: page.epoch, cursor };
  }
}
