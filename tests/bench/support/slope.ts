/**
 * How fast a value grows, in its unit a millisecond: the median of the slopes between all pairs of samples (Theil and Sen), which a few
 * outliers, such as garbage that is about to be collected, do not move.
 */
export function slopeOf(samples: readonly { atMs: number; value: number }[]): number {
  const slopes: number[] = [];
  // Half an hour has 900 samples: every pair of 150 of them is enough.
  const step = Math.max(1, Math.floor(samples.length / 150));
  const few = samples.filter((_, index) => index % step === 0);
  for (const [index, left] of few.entries()) {
    for (const right of few.slice(index + 1)) {
      if (right.atMs > left.atMs) slopes.push((right.value - left.value) / (right.atMs - left.atMs));
    }
  }
  slopes.sort((left, right) => left - right);
  return slopes[Math.floor(slopes.length / 2)] ?? Number.NaN;
}

/** The least value in each of so many equal parts of the samples, at the time of its part's first. */
export function floorsOf(
  samples: readonly { atMs: number; value: number }[],
  parts: number,
): { atMs: number; value: number }[] {
  return Array.from({ length: parts }, (_, part) => {
    const [from, to] = [part, part + 1].map((end) => Math.floor((end * samples.length) / parts));
    const within = samples.slice(from, to);
    return within.map(({ value }) => ({ atMs: within[0]?.atMs ?? 0, value })).sort((a, b) => a.value - b.value)[0];
  }).filter((floor) => floor !== undefined);
}
