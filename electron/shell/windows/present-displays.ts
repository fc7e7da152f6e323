import { type Display, screen } from 'electron';
import { knownOf, type KnownDisplay, type ShownDisplay } from '../../../shared/domain/walls/index.ts';
import type { PresentDisplay } from './displays.ts';

/** The displays that are there now, the primary one first, then from left to right and from top to bottom. */
export function presentDisplays(): PresentDisplay[] {
  const primary = screen.getPrimaryDisplay().id;
  const rank = (display: PresentDisplay) => (display.id === primary ? 0 : 1);
  return screen
    .getAllDisplays()
    .map(readDisplay)
    .sort((one, other) => rank(one) - rank(other) || one.bounds.x - other.bounds.x || one.bounds.y - other.bounds.y);
}

function readDisplay({ id, label, bounds, workArea, size, scaleFactor, rotation, internal }: Display): PresentDisplay {
  return {
    ...knownOf({ id, label, bounds, pixels: panelPixels(size, scaleFactor), internal }),
    ...{ workArea, scaleFactor, rotation },
  };
}

/** Rounded to even: with a fractional scale the system rounds the size that it tells. */
function panelPixels({ width, height }: { width: number; height: number }, scaleFactor: number): [number, number] {
  const even = (side: number) => Math.round((side * scaleFactor) / 2) * 2;
  const sides = [even(width), even(height)] as const;
  return [Math.max(...sides), Math.min(...sides)];
}

/** What is kept of a display. */
export function knownDisplay(display: PresentDisplay | Display): KnownDisplay {
  return knownOf('size' in display ? readDisplay(display) : display);
}

/** What windows are told of the displays. */
export function shownDisplays(): ShownDisplay[] {
  return presentDisplays().map((display, index) => {
    const { scaleFactor, rotation } = display;
    return { ...knownOf(display), scaleFactor, rotation, primary: index === 0 };
  });
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
