/** How often something that dies is started again. All times in milliseconds. */
export interface RestartLimits {
  /** Before the first restart; doubled at each further one. */
  firstDelayMs: number;
  longestDelayMs: number;
  /** Quick restarts in a row, before it is said to someone and tried slowly. */
  quickRestarts: number;
  /** Between tries past the limit. They go on: a wall has nobody beside it to press a key. */
  slowDelayMs: number;
  /** What has run as long as this was well: the count starts anew. */
  healthyAfterMs: number;
}

export interface RestartDecision {
  delayMs: number;
  /** 1 for the first restart in a row. */
  attempt: number;
  /** True from the try on that goes past the limit. */
  pastLimit: boolean;
  /** True once, at the try that goes past the limit: the moment to say so. */
  sayNow: boolean;
}

export interface RestartPolicy {
  /** @param ranForMs how long it ran before it died */
  died(ranForMs: number): RestartDecision;
  /** Someone asked for a restart: the count starts anew. */
  reset(): void;
}

export const DATA_PROCESS_LIMITS: RestartLimits = {
  firstDelayMs: 200,
  longestDelayMs: 10_000,
  quickRestarts: 8,
  slowDelayMs: 60_000,
  healthyAfterMs: 60_000,
};

export const WINDOW_LIMITS: RestartLimits = {
  firstDelayMs: 200,
  longestDelayMs: 5_000,
  quickRestarts: 5,
  slowDelayMs: 60_000,
  healthyAfterMs: 60_000,
};

export function createRestartPolicy(limits: RestartLimits): RestartPolicy {
  let attempt = 0;
  return {
    died(ranForMs) {
      if (ranForMs >= limits.healthyAfterMs) attempt = 0;
      attempt += 1;
      const pastLimit = attempt > limits.quickRestarts;
      const quickDelayMs = Math.min(limits.firstDelayMs * 2 ** (attempt - 1), limits.longestDelayMs);
      return {
        delayMs: pastLimit ? limits.slowDelayMs : quickDelayMs,
        attempt,
        pastLimit,
        sayNow: attempt === limits.quickRestarts + 1,
      };
    },
    reset() {
      attempt = 0;
    },
  };
}
