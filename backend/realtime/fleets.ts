import type { Scope } from '../database/scope.ts';
import { FleetView, type FleetSource } from '../services/fleet-view.ts';
import type { SupervisionService } from '../services/supervision-service.ts';
import { PositionFrames } from './position-frames.ts';

/** A fleet as readers are served it, with the frames that they share. */
export interface ServedFleet {
  source: FleetSource;
  frames: PositionFrames;
}

/** The whole fleet, and a view for each set of subsidiaries that somebody looks at now: it ends with its last reader. */
export class Fleets {
  readonly #supervision: SupervisionService;
  readonly #whole: ServedFleet;
  readonly #views = new Map<string, ServedFleet & { view: FleetView; readers: number }>();

  constructor(supervision: SupervisionService) {
    this.#supervision = supervision;
    this.#whole = { source: supervision, frames: new PositionFrames(supervision.table) };
  }

  /** What one reader is served. `release` is to be called once, when they go. */
  take(scope: Scope): ServedFleet & { release: () => void } {
    if (scope.subsidiaries === undefined) return { ...this.#whole, release: () => undefined };
    const key = JSON.stringify(scope.subsidiaries);
    const served = this.#views.get(key) ?? this.#open(key, scope);
    served.readers += 1;
    const release = () => {
      served.readers -= 1;
      if (served.readers > 0) return;
      served.view.dispose();
      this.#views.delete(key);
    };
    return { source: served.source, frames: served.frames, release };
  }

  #open(key: string, scope: Scope) {
    const view = new FleetView(this.#supervision, scope);
    const served = { source: view, view, frames: new PositionFrames(view.table), readers: 0 };
    this.#views.set(key, served);
    return served;
  }
}
