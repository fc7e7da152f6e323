import type { TFunction } from 'i18next';
import type { OpenScreen } from '../../shared/contract/index.ts';
import {
  type KnownDisplay,
  knownOf,
  type Rectangle,
  recogniseDisplays,
  type ShownDisplay,
  type Wall,
  type WallScreen,
} from '../../shared/domain/index.ts';

/** A place in the picture of the desk: a display that is there, or a screen whose display is not. */
export interface DeskPlace {
  readonly key: string;
  readonly bounds: Rectangle;
  /** From 1, in the order of the menu; undefined for what is not there. */
  readonly number: number | undefined;
  /** The display that is there. */
  readonly known: KnownDisplay | undefined;
  /** What the wall shows on it. */
  readonly screen: WallScreen | undefined;
  title(t: TFunction): string;
}

/**
 * All displays that are there, and beside them the screens of the wall whose displays are away, where they were. In a browser,
 * which knows no displays, that is all of them.
 */
export function deskOf(wall: Wall, displays: readonly ShownDisplay[], open: readonly OpenScreen[]): DeskPlace[] {
  const own = recogniseDisplays(
    wall.screens.map(({ display }) => display),
    displays,
  );
  const screenOf = (display: ShownDisplay) => wall.screens[own.indexOf(display)];
  const there = displays.map((display, index): DeskPlace => {
    const { label, bounds, primary } = display;
    const screen = screenOf(display);
    const isOpen = open.some((one) => one.wall === wall.id && one.screen === screen?.id && one.display === display.id);
    return {
      ...{ key: `display ${display.id}`, bounds, number: index + 1, known: knownOf(display), screen },
      title: (t) =>
        [
          t('walls.display', { number: index + 1 }),
          ...(label === '' ? [] : [label]),
          `${bounds.width} × ${bounds.height}`,
          ...(primary ? [t('walls.primary')] : []),
          ...(isOpen ? [t('walls.is-open')] : []),
        ].join(' · '),
    };
  });
  const away = wall.screens
    .filter((_screen, index) => own[index] === undefined)
    .map((screen): DeskPlace => {
      const { label, bounds } = screen.display;
      const name = displays.length === 0 ? 'walls.screen' : 'walls.away';
      return {
        ...{ key: `screen ${screen.id}`, bounds, number: undefined, known: undefined, screen },
        title: (t) =>
          [t(name, { number: screen.id }), ...(label === '' ? [] : [label]), `${bounds.width} × ${bounds.height}`].join(
            ' · ',
          ),
      };
    });
  return [...there, ...away];
}
