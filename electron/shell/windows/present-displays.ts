import { screen } from 'electron';
import type { KnownDisplay, PresentDisplay } from './displays.ts';

/** The displays that are there now, the primary one first, then from left to right and from top to bottom. */
export function presentDisplays(): PresentDisplay[] {
  const primary = screen.getPrimaryDisplay().id;
  const rank = (display: PresentDisplay) => (display.id === primary ? 0 : 1);
  return screen
    .getAllDisplays()
    .map(({ id, label, bounds, workArea }) => ({ id, label, bounds, workArea }))
    .sort((one, other) => rank(one) - rank(other) || one.bounds.x - other.bounds.x || one.bounds.y - other.bounds.y);
}

/** What is kept of a display. */
export function knownDisplay({ id, label, bounds }: PresentDisplay): KnownDisplay {
  const { x, y, width, height } = bounds;
  return { id, label, bounds: { x, y, width, height } };
}

/** Calls `listener` when displays come, go or change, once for changes that come together. Call after ready. */
export function watchDisplays(listener: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    clearTimeout(timer);
    // A monitor that wakes up is seen as several changes within a moment.
    timer = setTimeout(listener, 300);
  };
  screen.on('display-added', soon);
  screen.on('display-removed', soon);
  screen.on('display-metrics-changed', soon);
}
