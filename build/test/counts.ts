/** How many tests passed, failed and were left out. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** Of those that passed: how many failed before, and passed when they were run again. */
  again: number;
}

export const nothing: Counts = { passed: 0, failed: 0, skipped: 0, again: 0 };
export const oneFailed: Counts = { ...nothing, failed: 1 };

export function addCounts(...all: readonly Counts[]): Counts {
  return all.reduce(
    (sum, one) => ({
      passed: sum.passed + one.passed,
      failed: sum.failed + one.failed,
      skipped: sum.skipped + one.skipped,
      again: sum.again + one.again,
    }),
    nothing,
  );
}

/** The last line of `npm test`: "12 passed, 0 failed", and what was skipped or passed at the second try where anything was. */
export function countsLine({ passed, failed, skipped, again }: Counts): string {
  const others = [skipped > 0 ? `, ${skipped} skipped` : '', again > 0 ? `, ${again} at the second try` : ''];
  return `${passed} passed, ${failed} failed${others.join('')}`;
}
