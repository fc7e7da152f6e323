/** Ends a subscription, a timer or a connection. Calling it twice is harmless. */
export type Disposer = () => void;

/** Time as a dependency, so that a test can run a day in a millisecond. */
export interface Clock {
  /** Wall clock, UTC milliseconds. May jump: never use it to measure a duration. */
  nowMs(): number;
  /** Monotonic clock in milliseconds from an arbitrary origin, for durations. */
  monotonicMs(): number;
  /** Calls `action` once after `delayMs`, unless disposed before. */
  after(delayMs: number, action: () => void): Disposer;
}
