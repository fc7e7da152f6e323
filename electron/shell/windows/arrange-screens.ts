import { recogniseDisplays } from '../../../shared/domain/walls/index.ts';
import type { KnownDisplay, PresentDisplay } from './displays.ts';

/**
 * On which display each screen of a wall belongs now: its own where it is there, else a display that no screen and no console
 * has, else none (it waits for a display to come). A screen in exile goes home when its own display is back, because this is
 * asked again at each change and remembers nothing.
 * @param screens in the order of their opening
 * @param consoleDisplayId a screen without its own display does not cover the console
 */
export function arrangeScreens<Screen extends { display: KnownDisplay }>(
  screens: readonly Screen[],
  displays: readonly PresentDisplay[],
  consoleDisplayId: number | undefined,
): Map<Screen, PresentDisplay | undefined> {
  const own = recogniseDisplays(
    screens.map(({ display }) => display),
    displays,
    consoleDisplayId,
  );
  const taken = new Set(own.map((display) => display?.id));
  const spare = displays.filter(({ id }) => !taken.has(id) && id !== consoleDisplayId);
  return new Map(screens.map((screen, index) => [screen, own[index] ?? spare.shift()]));
}
