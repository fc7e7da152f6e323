// Progress goes to standard error, so that standard output holds results only (the ready line, JSON lines).

/** @param {string} line one line, no newline at its end */
export function say(line) {
  process.stderr.write(`vigie: ${line}\n`);
}

/**
 * Runs one slow step: says its title at the start, repeats it every `everyMs` while it runs, and gives its seconds at the end.
 * @template T
 * @param {string} title an activity, "installing the dependencies"
 * @param {() => Promise<T>} work
 * @param {{ everyMs?: number, out?: (line: string) => void, nowMs?: () => number }} [options]
 * @returns {Promise<T>}
 */
export async function step(title, work, { everyMs = 15_000, out = say, nowMs = Date.now } = {}) {
  const beganAtMs = nowMs();
  const seconds = () => `${((nowMs() - beganAtMs) / 1000).toFixed(1)} s`;
  out(`${title} …`);
  const timer = setInterval(() => out(`still ${title} (${seconds()})`), everyMs);
  try {
    const result = await work();
    out(`${title}: done in ${seconds()}`);
    return result;
  } catch (error) {
    out(`${title}: failed after ${seconds()}`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}
