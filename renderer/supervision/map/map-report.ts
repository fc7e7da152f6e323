import type { Clock, Disposer } from '../../../shared/domain/index.ts';
import type { FleetSource, FleetStatus } from '../fleet/index.ts';
import { setData } from './dom.ts';
import type { MapPosition } from './map-camera.ts';

/** How often `data-` attributes change at most, milliseconds. */
const REPORT_EVERY_MS = 500;

/** What a map says of itself in the `data-` attributes of its element. */
export interface MapReport {
  /** Something may be another; what comes sooner than half a second after the last is said then. */
  due(): void;
  dispose: Disposer;
}

export function createMapReport(
  root: HTMLElement,
  clock: Clock,
  read: () => {
    sequence: number;
    status: Pick<FleetStatus, 'counts' | 'shown'>;
    view: MapPosition;
    source: FleetSource;
  },
): MapReport {
  let reportedAtMs = Number.NEGATIVE_INFINITY;
  let stop: Disposer | undefined;
  return {
    due() {
      stop ??= clock.after(Math.max(0, reportedAtMs + REPORT_EVERY_MS - clock.monotonicMs()), () => {
        stop = undefined;
        reportedAtMs = clock.monotonicMs();
        const { sequence, status, view, source } = read();
        const { longitude, latitude, zoom } = view;
        setData(root, {
          source,
          renderedSequence: String(sequence),
          vehicles: String(status.counts.total),
          moving: String(status.counts.moving),
          shown: String(status.shown?.total ?? status.counts.total),
          camera: `${longitude.toFixed(6)},${latitude.toFixed(6)},${zoom.toFixed(3)}`,
        });
      });
    },
    dispose: () => stop?.(),
  };
}
