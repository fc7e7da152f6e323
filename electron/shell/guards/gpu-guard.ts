/** The flag with which Vigie starts itself again to draw in software. */
export const SOFTWARE_RENDERING_FLAG = '--software-rendering';

/**
 * Chromium restarts its GPU process by itself, but ends the whole application when it keeps dying. Before that, Vigie
 * starts itself again without it: a slow wall is better than none.
 * @returns called at each crash, with the monotonic time in milliseconds; true once, when it is time to give the GPU up
 */
export function createGpuGuard({ crashes, withinMs } = { crashes: 3, withinMs: 300_000 }): (nowMs: number) => boolean {
  let recent: number[] = [];
  let gaveUp = false;
  return (nowMs) => {
    recent = [...recent.filter((atMs) => nowMs - atMs < withinMs), nowMs];
    if (gaveUp || recent.length < crashes) return false;
    gaveUp = true;
    return true;
  };
}
