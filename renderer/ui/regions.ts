/** The parts of a window that F6 goes round: elements with `data-region`. */
const REGIONS = '[data-region]';
/** What the keyboard works with in a region, best first. */
const OWN = [
  '[data-takes-focus]',
  '[role="grid"]',
  '[role="slider"]',
  '.maplibregl-canvas',
  '[role="tab"][aria-selected="true"]',
];
const FOCUSABLE = 'a[href], button:not(:disabled), input, [tabindex="0"]';

/** Moves the focus into a region: to the element that it names as its own, or else to the first that takes focus. */
export function focusRegion(name: string): void {
  const region = document.querySelector<HTMLElement>(`[data-region="${name}"]`);
  if (region !== null) focusInto(region);
}

/**
 * The same once what was just asked for is on the page: with the next picture, or before the next key or press where that comes first.
 * A busy machine may take a second for a picture; somebody who has gone on typing by then must not lose their place to it.
 */
export function focusRegionSoon(name: string): void {
  const move = () => {
    cancelAnimationFrame(frame);
    for (const input of INPUTS) window.removeEventListener(input, move, true);
    focusRegion(name);
  };
  const frame = requestAnimationFrame(move);
  for (const input of INPUTS) window.addEventListener(input, move, true);
}

const INPUTS = ['keydown', 'pointerdown'] as const;

/** Moves the focus to the next region, from the last one to the first. */
export function focusNextRegion(): void {
  const regions = [...document.querySelectorAll<HTMLElement>(REGIONS)];
  const current = regions.findIndex((region) => region.contains(document.activeElement));
  const next = regions[(current + 1) % regions.length];
  if (next !== undefined) focusInto(next);
}

function focusInto(region: HTMLElement): void {
  const found = [...OWN, FOCUSABLE].map((selector) => region.querySelector<HTMLElement>(selector));
  (found.find((element) => element !== null) ?? region).focus();
}
