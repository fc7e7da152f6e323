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

/** The least and the greatest value in each of so many equal parts of the samples, at the time of its part's first. */
export function bandOf(samples: readonly { atMs: number; value: number }[], parts: number) {
  const floors: { atMs: number; value: number }[] = [];
  const ceilings: { atMs: number; value: number }[] = [];
  for (let part = 0; part < parts; part++) {
    const within = samples.slice(
      Math.floor((part * samples.length) / parts),
      Math.floor(((part + 1) * samples.length) / parts),
    );
    const [first] = within;
    if (first === undefined) continue;
    const values = within.map(({ value }) => value);
    floors.push({ atMs: first.atMs, value: Math.min(...values) });
    ceilings.push({ atMs: first.atMs, value: Math.max(...values) });
  }
  return { floors, ceilings };
}
