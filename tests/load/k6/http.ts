/** `k6 run -e SCENARIO=pull -e VIGIE_URL=http://127.0.0.1:4680 -e VIGIE_LOAD_TOKEN=… tests/load/k6/http.ts` */
import exec from 'k6/execution';
import http from 'k6/http';
import { editsBody, numberedId, positionsBody } from '../load-bodies.ts';
import { optionsOf } from './options.ts';
import { headers, scenarioOf, standOfService, url } from './settings.ts';

const scenario = scenarioOf('http');
export const options = optionsOf(scenario);

export function setup(): { epoch: string; cursor: string } {
  return standOfService();
}

export function request({ epoch, cursor }: { epoch: string; cursor: string }): void {
  const { body, each = 1, method, path } = scenario;
  const turn = exec.scenario.iterationInTest;
  const nowMs = Date.now();
  const posted =
    body === undefined
      ? null
      : JSON.stringify(
          body === 'positions'
            ? positionsBody(turn, each, (turn % 5) * each, nowMs)
            : editsBody(epoch, turn, each, nowMs, (number) => numberedId(nowMs, exec.vu.idInTest, number)),
        );
  http.request(method, url + path.replace('{cursor}', cursor), posted, { headers });
}
