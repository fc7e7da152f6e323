import { type KnownDisplay, sameRectangle } from './display.ts';

/**
 * How sure it is that a display is the one that is remembered; 0: it is not, or nothing says so. A monitor's own name decides
 * where the system tells it; then the system's number, which is the monitor's with a name and the socket's without one; then
 * the pixels of the panel, which neither turning nor rescaling changes; then the place on the desktop.
 */
export function likeness(known: KnownDisplay, display: KnownDisplay): number {
  if (known.label !== display.label) return 0;
  const isNamed = known.label !== '';
  return (
    (known.id === display.id ? (isNamed ? 16 : 4) : 0) +
    (isNamed ? 4 : 0) +
    (hasSamePixels(known, display) ? 6 : 0) +
    (sameRectangle(known.bounds, display.bounds) ? 3 : 0)
  );
}

/** Is there more than a name or a size, which several monitors may share? */
function isCertain(known: KnownDisplay, display: KnownDisplay): boolean {
  return known.id === display.id || sameRectangle(known.bounds, display.bounds);
}

/** Nor may the console be covered because its nameless monitor is now in the socket of another. */
function mayCoverConsole(known: KnownDisplay, display: KnownDisplay): boolean {
  const isOtherPanel = known.pixels !== undefined && display.pixels !== undefined && !hasSamePixels(known, display);
  return isCertain(known, display) && (known.label !== '' || !isOtherPanel);
}

function hasSamePixels({ pixels: one }: KnownDisplay, { pixels: other }: KnownDisplay): boolean {
  return one !== undefined && other !== undefined && one[0] === other[0] && one[1] === other[1];
}

/**
 * Which display is meant by each that is remembered: the likeliest first, each display once. Where several are equally
 * likely by name or size alone, none is taken; the others may leave only one of them.
 * @param guarded a display that is only taken where it is certain: the console is on it
 * @returns in the order of `known`; undefined where its display is away
 */
export function recogniseDisplays<Display extends KnownDisplay>(
  known: readonly KnownDisplay[],
  displays: readonly Display[],
  guarded?: number,
): (Display | undefined)[] {
  const found: (Display | undefined)[] = known.map(() => undefined);
  const free = new Set(displays);
  for (;;) {
    const choice = known
      .map((one, index) => (found[index] === undefined ? bestOf(one, index, free, guarded) : undefined))
      .filter((one) => one !== undefined)
      .reduce(
        (best, one) => (best === undefined || one.score > best.score ? one : best),
        undefined as Choice<Display> | undefined,
      );
    if (choice === undefined) return found;
    found[choice.index] = choice.display;
    free.delete(choice.display);
  }
}

interface Choice<Display> {
  index: number;
  display: Display;
  score: number;
}

function bestOf<Display extends KnownDisplay>(
  known: KnownDisplay,
  index: number,
  free: ReadonlySet<Display>,
  guarded: number | undefined,
): Choice<Display> | undefined {
  const likely = [...free]
    .map((display) => ({ index, display, score: likeness(known, display) }))
    .filter(({ display, score }) => score > 0 && (display.id !== guarded || mayCoverConsole(known, display)))
    .sort((one, other) => other.score - one.score);
  const [first, second] = likely;
  if (first === undefined) return undefined;
  const isAlone = second === undefined || second.score < first.score;
  return isAlone || isCertain(known, first.display) ? first : undefined;
}

/** The display that is meant by one that is remembered. */
export function recogniseDisplay<Display extends KnownDisplay>(
  known: KnownDisplay,
  displays: readonly Display[],
): Display | undefined {
  return recogniseDisplays([known], displays)[0];
}
