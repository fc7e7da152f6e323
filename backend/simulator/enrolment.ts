import type { FeedHost } from '../feeds/feed.ts';
import { messageOf, type Schedule } from '../feeds/schedule.ts';
import { describeVehicle, type Fleet } from './fleet.ts';
import type { Reporter } from './reporter.ts';

const BATCH = 1_000;
/** Between batches, so that others get their turn: an embedded database works in this very process. */
const BREATH_MS = 20;

/**
 * Registers the vehicles, a batch at a time, and lets each batch report at once. Resolves when the first batch is seen;
 * the others join while those already move. Rejects when the first batch cannot be registered.
 */
export async function enrolFleet(host: FeedHost, fleet: Fleet, reporter: Reporter, schedule: Schedule): Promise<void> {
  const enrol = async (first: number): Promise<number> => {
    const end = Math.min(fleet.count, first + BATCH);
    await host.registerVehicles(Array.from({ length: end - first }, (_, i) => describeVehicle(fleet, first + i)));
    const nowMs = host.clock.nowMs();
    reporter.makeDue(first, end, nowMs);
    reporter.reportUntil(nowMs, (fixes) => host.ingest(fixes));
    return end;
  };

  const known = await enrol(0);
  schedule.run(() => enrolRest(known));

  async function enrolRest(from: number): Promise<void> {
    let done = from;
    let failures = 0;
    while (done < fleet.count && !schedule.stopped) {
      try {
        done = await enrol(done);
        failures = 0;
        await schedule.sleep(BREATH_MS);
        if (done % (10 * BATCH) === 0) host.log('vehicles registered', { done, of: fleet.count });
      } catch (error) {
        failures += 1;
        host.log('vehicles could not be registered and wait for another try', { done, reason: messageOf(error) });
        await schedule.sleep(Math.min(30_000, 500 * 2 ** failures));
      }
    }
  }
}
