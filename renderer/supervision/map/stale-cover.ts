import type { Clock, Disposer } from '../../../shared/domain/index.ts';
import type { FleetStatus, FleetStore } from '../fleet/index.ts';

/** How often it is looked whether pictures come, milliseconds. */
const LOOK_EVERY_MS = 500;
/** Vehicles move, which asks for a picture each second at least, and none was drawn for so long: the map is frozen. Milliseconds. */
const FROZEN_AFTER_MS = 1_500;

export interface StaleCoverOptions {
  /** Holds the cover. */
  root: HTMLElement;
  fleet: Pick<FleetStore, 'status'>;
  clock: Clock;
  /** The sentence, with `{{time}}` where the time is to stand. */
  text: string;
  /** For the time. */
  locale: string;
  /** When the last picture was drawn, by the monotonic clock; undefined while none is due: hidden, folded away, at rest. */
  drawnAtMs: () => number | undefined;
}

/**
 * "Not live since 14:02:07" over a map, as long as no frames come, or they come and are not drawn. It is an element of its
 * own that nothing renders: what draws the rest of the page may be what has stopped. The vehicles stay to be seen
 * beneath it, dimmed: they were there then.
 */
export function createStaleCover(options: StaleCoverOptions): Disposer {
  const { root, fleet, clock, text } = options;
  const format = new Intl.DateTimeFormat(options.locale, {
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  });
  const cover = document.createElement('div');
  cover.className = 'map-stale';
  cover.hidden = true;
  cover.dataset['testid'] = 'not-live';
  const sentence = document.createElement('p');
  cover.append(sentence);
  root.append(cover);
  let sourceSinceMs: number | undefined;
  let stopLook: Disposer = () => undefined;

  function show(sinceMs: number | undefined): void {
    // Twice a second: what is written anew, though it is the same, has the browser look at the whole page.
    if (cover.hidden !== (sinceMs === undefined)) cover.hidden = sinceMs === undefined;
    if (sinceMs === undefined) return;
    const next = text.replace('{{time}}', format.format(sinceMs));
    if (sentence.textContent !== next) sentence.textContent = next;
  }
  function pictureSinceMs(): number | undefined {
    const drawnAtMs = options.drawnAtMs();
    const silenceMs = drawnAtMs === undefined ? 0 : clock.monotonicMs() - drawnAtMs;
    return silenceMs >= FROZEN_AFTER_MS ? clock.nowMs() - silenceMs : undefined;
  }
  function follow({ state, sinceMs, sequence }: FleetStatus): void {
    // Before its first frame a window has shown nothing that could be old. What follows a loss does not make it younger.
    if (state === 'live' || sequence === 0) sourceSinceMs = undefined;
    else sourceSinceMs ??= sinceMs;
    look();
  }
  function look(): void {
    stopLook();
    show(sourceSinceMs ?? pictureSinceMs());
    stopLook = clock.after(LOOK_EVERY_MS, look);
  }
  const unsubscribe = fleet.status.subscribe(follow);
  follow(fleet.status.getState());
  return () => {
    unsubscribe();
    stopLook();
    cover.remove();
  };
}
