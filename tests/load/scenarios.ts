/**
 * What the service is put under: one table for the programs of npm (`npm run load`) and for k6 (`tests/load/k6`). Pure: k6 has
 * neither Node's modules nor npm's packages.
 */

/** A part of a run: how long, and what rate is reached at its end. The rate goes up or down evenly within it. */
export interface Stage {
  seconds: number;
  /** Requests a second, or desktops that are connected. */
  target: number;
}

/** What must hold at the end. Times are of the answers, or from a frame's server time to its arrival, ms. */
export interface Thresholds {
  medianMs: number;
  /** 97.5 of 100 are sooner. */
  p97Ms: number;
  p99Ms: number;
  /** Of 100 requests or connections. */
  failedPercent: number;
}

interface Common {
  /** What it stands for. */
  summary: string;
  stages: readonly Stage[];
  thresholds: Thresholds;
}

export interface HttpScenario extends Common {
  kind: 'http';
  method: 'GET' | 'POST';
  /** Path and query. */
  path: string;
  /** Connections that the requests are spread over. */
  connections: number;
  /** What is posted: see `load-bodies.ts`. */
  body?: 'edits' | 'positions';
  /** How many of them a request holds. */
  each?: number;
}

export interface SocketScenario extends Common {
  kind: 'sockets';
  /** That move, each with a new position a second. */
  vehicles: number;
  /** Requests a second that post them. */
  postsPerSecond: number;
  /** Edits a second, each of which is a poke to every desktop. */
  editsPerSecond: number;
}

export type Scenario = HttpScenario | SocketScenario;

export const SCENARIOS = {
  pull: {
    kind: 'http',
    summary: 'desktops that look for changes and find none: 200 of them, each twice a second',
    ...{ method: 'GET', path: '/api/v2/sync/pull?schema=3&cursor={cursor}', connections: 20 },
    stages: [
      { seconds: 3, target: 400 },
      { seconds: 10, target: 400 },
    ],
    thresholds: { medianMs: 20, p97Ms: 150, p99Ms: 300, failedPercent: 0 },
  },
  'first-sync': {
    kind: 'http',
    summary: 'the first page of desktops that start with nothing: 1,000 rows each',
    ...{ method: 'GET', path: '/api/v2/sync/pull?schema=3&limit=1000', connections: 5 },
    stages: [{ seconds: 10, target: 10 }],
    thresholds: { medianMs: 150, p97Ms: 500, p99Ms: 1_000, failedPercent: 0 },
  },
  rows: {
    kind: 'http',
    summary: 'pages of missions, as other programs read them',
    ...{ method: 'GET', path: '/api/v2/missions?limit=100', connections: 10 },
    stages: [
      { seconds: 2, target: 50 },
      { seconds: 10, target: 50 },
    ],
    thresholds: { medianMs: 30, p97Ms: 200, p99Ms: 400, failedPercent: 0 },
  },
  push: {
    kind: 'http',
    summary: 'edits that were made offline and come in together: 20 to a request',
    ...{ method: 'POST', path: '/api/v2/sync/push', connections: 5, body: 'edits', each: 20 },
    stages: [{ seconds: 10, target: 5 }],
    thresholds: { medianMs: 400, p97Ms: 1_500, p99Ms: 3_000, failedPercent: 0 },
  },
  positions: {
    kind: 'http',
    summary: 'a feed that posts 5,000 positions a second, 1,000 to a request',
    ...{ method: 'POST', path: '/api/v2/positions', connections: 2, body: 'positions', each: 1_000 },
    stages: [{ seconds: 10, target: 5 }],
    thresholds: { medianMs: 50, p97Ms: 250, p99Ms: 500, failedPercent: 0 },
  },
  desktops: {
    kind: 'sockets',
    summary: '100 desktops that see 2,000 vehicles move each second, and hear of 5 edits a second',
    ...{ vehicles: 2_000, postsPerSecond: 4, editsPerSecond: 5 },
    stages: [
      { seconds: 5, target: 100 },
      { seconds: 15, target: 100 },
    ],
    thresholds: { medianMs: 100, p97Ms: 400, p99Ms: 800, failedPercent: 0 },
  },
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof SCENARIOS;

/** No scenario asks for more: what is tried here is a machine that others work on. */
export const BOUNDS = { seconds: 60, requestsPerSecond: 1_000, desktops: 500, vehicles: 20_000 } as const;

export function isScenarioName(name: string): name is ScenarioName {
  return Object.hasOwn(SCENARIOS, name);
}
