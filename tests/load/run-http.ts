import autocannon from 'autocannon';
import { v7 as uuidv7 } from 'uuid';
import type { Measured } from './judge.ts';
import { editsBody, positionsBody } from './load-bodies.ts';
import type { HttpScenario, Stage } from './scenarios.ts';
import type { Target } from './target.ts';

const STEPS_OF_A_RAMP = 3;
const ANSWER_WITHIN_SECONDS = 20;

export interface HttpFigures {
  measured: Measured;
  requests: number;
  requestsPerSecond: number;
  megabytesPerSecond: number;
  /** Answers by status. */
  statuses: Record<string, number>;
}

/** Runs the stages of a scenario; what is told is of the last one, when the rate is reached. */
export async function runHttp(scenario: HttpScenario, target: Target): Promise<HttpFigures> {
  const turns = { count: 0 };
  let before = 0;
  let last: autocannon.Result | undefined;
  for (const [index, stage] of scenario.stages.entries()) {
    const isRamp = index < scenario.stages.length - 1;
    for (const rate of isRamp ? steps(before, stage) : [stage]) last = await fire(scenario, target, rate, turns);
    before = stage.target;
  }
  if (last === undefined) throw new Error('a scenario has at least one stage');
  return figuresOf(last);
}

/** autocannon keeps a rate, and has no ramp: it is climbed in steps. */
function steps(from: number, { seconds, target }: Stage): Stage[] {
  return Array.from({ length: STEPS_OF_A_RAMP }, (_, step) => ({
    seconds: Math.max(1, Math.round(seconds / STEPS_OF_A_RAMP)),
    target: Math.max(1, Math.round(from + ((target - from) * (step + 1)) / STEPS_OF_A_RAMP)),
  }));
}

function fire(scenario: HttpScenario, target: Target, { seconds, target: rate }: Stage, turns: { count: number }) {
  const { body, connections, each = 1, method, path } = scenario;
  const bodyOf = (): string => {
    const turn = turns.count++;
    if (body === 'positions') return JSON.stringify(positionsBody(turn, each, (turn % 5) * each, Date.now()));
    return JSON.stringify(editsBody(target.epoch, turn, each, Date.now(), () => uuidv7()));
  };
  return autocannon({
    url: target.url,
    connections: Math.min(connections, rate),
    overallRate: rate,
    duration: seconds,
    timeout: ANSWER_WITHIN_SECONDS,
    requests: [
      {
        method,
        path: path.replace('{cursor}', target.cursor),
        headers: { authorization: `Bearer ${target.token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { setupRequest: (request) => ({ ...request, body: bodyOf() }) }),
      },
    ],
  });
}

function figuresOf(result: autocannon.Result): HttpFigures {
  const { errors, latency, non2xx, requests, statusCodeStats = {}, throughput } = result;
  const answered = requests.total;
  const failed = non2xx + errors;
  return {
    measured: {
      medianMs: answered === 0 ? Number.NaN : latency.p50,
      p97Ms: answered === 0 ? Number.NaN : latency.p97_5,
      p99Ms: answered === 0 ? Number.NaN : latency.p99,
      failedPercent: answered + errors === 0 ? Number.NaN : (failed / (answered + errors)) * 100,
    },
    requests: answered,
    requestsPerSecond: Math.round(requests.average * 10) / 10,
    megabytesPerSecond: Math.round(throughput.average / 1e4) / 100,
    statuses: Object.fromEntries(Object.entries(statusCodeStats).map(([status, { count = 0 }]) => [status, count])),
  };
}
