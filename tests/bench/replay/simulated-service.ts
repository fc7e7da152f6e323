import { SupervisionService } from '../../../backend/services/supervision-service.ts';
import { TrackHistory } from '../../../backend/services/track-history.ts';
import { buildCatalogue } from '../../../backend/simulator/catalogue.ts';
import { buildFleet } from '../../../backend/simulator/fleet.ts';
import { loadNetwork, loadVocabulary } from '../../../backend/simulator/network.ts';
import { createReporter } from '../../../backend/simulator/reporter.ts';
import { SharedFrames } from '../../../shared/api/index.ts';
import { VEHICLE_KINDS } from '../../../shared/domain/index.ts';
import { createManualClock } from '../../support/manual-clock.ts';

const SEED = 7;
/** As the simulator reports and the service publishes. */
const REPORT_MS = 200;
const PUBLISH_MS = 250;

/**
 * The service with the simulator's fleet, each vehicle heard once a second, on a clock that goes as fast as the machine can: the frames are
 * those that `npm run backend -- serve` would send.
 */
export function createSimulatedService(vehicles: number, startAtMs = Date.UTC(2026, 2, 2, 7, 30)) {
  const clock = createManualClock(startAtMs);
  const fleet = buildFleet(buildCatalogue(loadNetwork(), loadVocabulary(), SEED), vehicles, SEED);
  const reporter = createReporter(fleet, { everySeconds: [1, 1] });
  const supervision = new SupervisionService(clock, () => 0.25, new TrackHistory(0));
  for (let index = 0; index < vehicles; index++) {
    const kind = VEHICLE_KINDS[fleet.kinds[index] ?? 0] ?? 'bus';
    supervision.know({ id: idOf(index), code: fleet.codes[index] ?? '', kind });
  }
  reporter.makeDue(0, vehicles, clock.nowMs());
  const frames = new SharedFrames(supervision.table);
  let sent = 0;
  const ready: Uint8Array<ArrayBuffer>[] = [];
  supervision.subscribe(() => {
    ready.push(frames.since(sent));
    sent = supervision.table.sequence;
  });
  const report = () => {
    reporter.reportUntil(clock.nowMs(), (fixes) => supervision.ingest(fixes));
    clock.after(REPORT_MS, report);
  };
  supervision.start();
  report();
  return {
    clock,
    table: supervision.table,
    vehicleIds: supervision.directory,
    /** The next frame that leaves. */
    next(): Uint8Array<ArrayBuffer> {
      for (;;) {
        const frame = ready.shift();
        if (frame !== undefined) return frame;
        clock.advance(PUBLISH_MS);
      }
    },
  };
}

/** A UUID, as the back office gives them. */
function idOf(index: number): string {
  return `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`;
}
