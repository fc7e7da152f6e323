/** The most that lie within any stretch of time so long. @param times in order */
export function mostWithin(times: readonly number[], lengthMs: number): number {
  let most = 0;
  let first = 0;
  times.forEach((atMs, index) => {
    while (atMs - (times[first] ?? atMs) >= lengthMs) first += 1;
    most = Math.max(most, index - first + 1);
  });
  return most;
}
