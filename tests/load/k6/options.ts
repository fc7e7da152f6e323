import type { Options } from 'k6/options';
import type { Scenario, Stage } from '../scenarios.ts';

const stagesOf = (stages: readonly Stage[]) =>
  stages.map(({ seconds, target }) => ({ duration: `${seconds}s`, target }));

/** A scenario of the table as k6's own options. Pure, so that it can be checked without k6. */
export function optionsOf(scenario: Scenario): Options {
  const { medianMs, p97Ms, p99Ms, failedPercent } = scenario.thresholds;
  const times = [`med<=${medianMs}`, `p(97.5)<=${p97Ms}`, `p(99)<=${p99Ms}`];
  const failed = [`rate<=${failedPercent / 100}`];
  if (scenario.kind === 'http') {
    return {
      scenarios: {
        main: {
          executor: 'ramping-arrival-rate',
          exec: 'request',
          timeUnit: '1s',
          startRate: 1,
          preAllocatedVUs: scenario.connections,
          maxVUs: scenario.connections * 4,
          stages: stagesOf(scenario.stages),
        },
      },
      thresholds: { http_req_duration: times, http_req_failed: failed },
    };
  }
  return {
    scenarios: {
      desktops: {
        executor: 'ramping-vus',
        exec: 'desktop',
        startVUs: 0,
        stages: stagesOf(scenario.stages),
        gracefulStop: '5s',
      },
      positions: { ...writer(scenario.postsPerSecond, scenario.stages), exec: 'positions' },
      edits: { ...writer(scenario.editsPerSecond, scenario.stages), exec: 'edits' },
    },
    thresholds: { vigie_frame_age: times, vigie_sockets_lost: failed },
  };
}

function writer(perSecond: number, stages: readonly Stage[]) {
  return {
    executor: 'constant-arrival-rate' as const,
    ...{ rate: perSecond, timeUnit: '1s', preAllocatedVUs: 4, maxVUs: 10 },
    duration: `${stages.reduce((sum, { seconds }) => sum + seconds, 0)}s`,
  };
}
