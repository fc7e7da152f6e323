import type { Clock } from '../../shared/domain/index.ts';
import type { Log } from '../log.ts';

const CHECK_WITHIN_MS = 3_000;
/** Whoever asks more often is told the same again: a monitor is no load, and no way to make one. */
const KEPT_MS = 1_000;

/** Something that the service works with. */
export interface Dependency {
  name: string;
  /** Without it no request can be answered: the service is not ready. What is not needed is reported only. */
  isNeeded: boolean;
  /** Rejects while it does not work. */
  check(): Promise<unknown>;
}

/** `draining`: it will stop, and still answers. `closing`: it takes no new requests. */
export type Phase = 'serving' | 'draining' | 'closing';

export interface ReadinessReport {
  isReady: boolean;
  phase: Phase;
  /** By name, whether it works. */
  checks: Record<string, boolean>;
  /** Names of those that are needed and do not work. */
  missing: string[];
}

/** Whether requests should be sent to this process, for load balancers and monitors. */
export class Readiness {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #dependencies: Dependency[] = [];
  readonly #failing = new Set<string>();
  #phase: Phase = 'serving';
  #last: { atMs: number; results: Promise<boolean[]> } | undefined;

  constructor(clock: Clock, log: Log) {
    this.#clock = clock;
    this.#log = log;
  }

  get phase(): Phase {
    return this.#phase;
  }

  add(...dependencies: Dependency[]): void {
    this.#dependencies.push(...dependencies);
    this.#last = undefined;
  }

  enter(phase: Phase): void {
    this.#phase = phase;
  }

  async report(): Promise<ReadinessReport> {
    const { phase } = this;
    // The answer is known, and must not wait for what may be slow just now.
    if (phase !== 'serving') return { isReady: false, phase, checks: {}, missing: [] };
    const nowMs = this.#clock.monotonicMs();
    if (this.#last === undefined || nowMs - this.#last.atMs >= KEPT_MS) {
      this.#last = { atMs: nowMs, results: Promise.all(this.#dependencies.map((one) => this.#works(one))) };
    }
    const results = await this.#last.results;
    const checks: Record<string, boolean> = {};
    const missing: string[] = [];
    for (const [index, { name, isNeeded }] of this.#dependencies.entries()) {
      checks[name] = results[index] ?? false;
      if (isNeeded && !checks[name]) missing.push(name);
    }
    return { isReady: missing.length === 0, phase, checks, missing };
  }

  async #works(dependency: Dependency): Promise<boolean> {
    const { name } = dependency;
    try {
      await this.#inTime(dependency.check());
      if (this.#failing.delete(name)) this.#log.info({ dependency: name }, 'it works again');
      return true;
    } catch (error) {
      // Once, not each time a monitor asks.
      if (!this.#failing.has(name)) this.#log.error({ dependency: name, err: error }, 'it does not work');
      this.#failing.add(name);
      return false;
    }
  }

  #inTime(work: Promise<unknown>): Promise<unknown> {
    const late = Promise.withResolvers<never>();
    const cancel = this.#clock.after(CHECK_WITHIN_MS, () =>
      late.reject(new Error(`it does not answer within ${CHECK_WITHIN_MS} ms`)),
    );
    return Promise.race([work, late.promise]).finally(cancel);
  }
}
