import { fraction, hash, pick } from '../../../backend/simulator/random.ts';
import type { FaultPlan, HttpFault } from './faults.ts';

/** What the numbers of a plan are for, so that two uses never share theirs. */
const WHETHER = 1;
const WHICH = 2;
const HOW = 3;
const WEB_SOCKET = 4;

export interface SeededPlanOptions {
  /** Share of the requests that go wrong, 0 to 1. Default 0.3. */
  rate?: number;
  /** Share of the WebSockets that are refused or cut, 0 to 1. Default: `rate`. */
  webSocketRate?: number;
  /** Which kinds there are; default all but 'stall', which lasts as long as the client's patience. */
  kinds?: readonly HttpFault['kind'][];
  /** Of the delays, and of the life of a WebSocket that is cut. Default 200. */
  longestMs?: number;
  /** Requests that may go wrong; default all for `/api/`. */
  concerns?: (path: string, method: string) => boolean;
}

const KINDS: readonly HttpFault['kind'][] = [
  ...(['delay', 'slow', 'reset', 'cut-request', 'cut-answer', 'half-close', 'duplicate'] as const),
  ...(['corrupt-answer', 'corrupt-request', 'status', 'captive-portal', 'redirect'] as const),
];

const STATUSES = [500, 502, 503, 429, 413] as const;

/**
 * A plan that follows from its seed: the n-th request has the same fate in every run. Which request is the n-th is up to
 * who asks.
 */
export function seededPlan(seed: number, options: SeededPlanOptions = {}): FaultPlan {
  const { rate = 0.3, webSocketRate = rate, kinds = KINDS, longestMs = 200 } = options;
  const concerns = options.concerns ?? ((path) => path.startsWith('/api/'));
  return {
    http({ index, method, path }) {
      if (!concerns(path, method) || fraction(seed, WHETHER, index) >= rate) return undefined;
      return faultOf(pick(kinds, hash(seed, WHICH, index)), (use) => fraction(seed, HOW, index, use), longestMs);
    },
    webSocket({ index }) {
      if (fraction(seed, WEB_SOCKET, index) >= webSocketRate) return undefined;
      if (fraction(seed, WEB_SOCKET, index, 1) < 0.3) return { kind: 'refuse' };
      return { kind: 'cut', afterMs: Math.round(fraction(seed, WEB_SOCKET, index, 2) * longestMs) };
    },
  };
}

/** @param chance a fraction that follows from what it is used for */
function faultOf(kind: HttpFault['kind'], chance: (use: number) => number, longestMs: number): HttpFault {
  const reaches = chance(0) < 0.5;
  switch (kind) {
    case 'delay':
      return { kind, ms: Math.round(chance(1) * longestMs), of: chance(2) < 0.5 ? 'request' : 'answer' };
    case 'slow':
      return { kind, bytesPerSecond: 20_000 + Math.round(chance(1) * 2_000_000) };
    case 'cut-request':
    case 'cut-answer':
    case 'half-close':
      return { kind, at: chance(1) };
    case 'corrupt-answer':
    case 'corrupt-request':
      return { kind, bytes: 1 + Math.floor(chance(1) * 4), seed: Math.floor(chance(2) * 2 ** 32) };
    case 'status': {
      const status = pick(STATUSES, Math.floor(chance(1) * 1_000));
      const isRest = status === 429 || status === 503;
      // What is too many or too large is refused, not done.
      return {
        kind,
        status,
        ...(isRest ? { retryAfter: '1' } : {}),
        reaches: status < 504 && status >= 500 && reaches,
      };
    }
    case 'reset':
    case 'stall':
    case 'captive-portal':
    case 'redirect':
      return { kind, reaches };
    case 'duplicate':
      return { kind };
  }
}
