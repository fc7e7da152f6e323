/** How many mutations a push sends: few on a line that is not known yet. */
export const BATCH_SIZES = { first: 50, smallest: 1, largest: 500 } as const;

/** A batch that took longer than this is too large for the line or the server, ms. */
const SLOW_MS = 3_000;
const FAST_MS = 800;

/** The size of the next batch, after one of `size` took `elapsedMs` from the request to the commit of its answers. */
export function nextBatchSize(size: number, elapsedMs: number): number {
  if (elapsedMs > SLOW_MS) return smallerBatchSize(size);
  return elapsedMs < FAST_MS ? Math.min(BATCH_SIZES.largest, size * 2) : size;
}

/** After a batch that was too large (413), did not arrive in time, or was cut. */
export function smallerBatchSize(size: number): number {
  return Math.max(BATCH_SIZES.smallest, Math.floor(size / 2));
}
