/**
 * Posts a fix a second of each vehicle of a fleet to `/api/v2/positions`, spread over the second, until it is ended:
 *
 *   node fleet-poster.ts URL TOKEN VEHICLES
 *
 * Prints a line each second: `{posted, accepted, lateMs}`, where it is late when the service takes them more slowly than that.
 */
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fixOf } from './places.ts';
import { postPositions } from './post-positions.ts';

const [url = '', token = '', vehicles = ''] = process.argv.slice(2);
const count = Number(vehicles);
/** Feeds send what they have, often, rather than all of it at once. */
const BATCH = 2_000;
const agent = new http.Agent({ keepAlive: true, maxSockets: 2 });

let dueAtMs = Date.now();
for (;;) {
  const batches = Math.ceil(count / BATCH);
  let accepted = 0;
  let posted = 0;
  for (let batch = 0; batch < batches; batch++) {
    const nowMs = Date.now();
    const first = 2 + batch * BATCH;
    const last = Math.min(count + 1, first + BATCH - 1);
    const positions = Array.from({ length: last - first + 1 }, (_, index) => fixOf(first + index, nowMs));
    accepted += (await postPositions(agent, url, token, positions)).accepted;
    posted += positions.length;
    await sleep(Math.max(0, dueAtMs + ((batch + 1) * 1000) / batches - Date.now()));
  }
  dueAtMs += 1000;
  const lateMs = Math.max(0, Date.now() - dueAtMs);
  process.stdout.write(`${JSON.stringify({ posted, accepted, lateMs })}\n`);
  // What is too late is let go, or the queue would grow for ever.
  if (lateMs > 1000) dueAtMs = Date.now();
}
