import { describe, expect, it } from 'vitest';
import type { KnownDisplay, PresentDisplay } from '../../../electron/shell/windows/displays.ts';
import { arrangeScreens } from '../../../electron/shell/windows/arrange-screens.ts';
import { recogniseDisplay, recogniseDisplays } from '../../../shared/domain/index.ts';
import { fc } from '../../support/property.ts';
import { display } from './shell-fixtures.ts';

const [left, middle, right] = [display(1, 0), display(2, 1920), display(3, 3840)] as const;
const turned = (one: PresentDisplay): PresentDisplay => {
  const { width, height } = one.bounds;
  return { ...one, bounds: { ...one.bounds, width: height, height: width }, rotation: 90 };
};

describe('recogniseDisplay', () => {
  it('knows a display by its id and name, wherever it is now', () => {
    const moved = { ...middle, bounds: { ...middle.bounds, x: -1920 } };
    expect(recogniseDisplay(middle, [left, moved])).toBe(moved);
  });

  it('knows it by its name when a cable moved and the id changed', () => {
    const renumbered = { ...middle, id: 77 };
    expect(recogniseDisplay(middle, [left, renumbered])).toBe(renumbered);
  });

  it('does not guess among displays of the same name, but takes the one at the same place', () => {
    const twins = [display(8, 0, 1920, 1080, 'DELL'), display(9, 1920, 1920, 1080, 'DELL')];
    const known: KnownDisplay = { id: 5, label: 'DELL', bounds: { x: 1920, y: 0, width: 1920, height: 1080 } };
    expect(recogniseDisplay(known, twins)?.id).toBe(9);
    expect(recogniseDisplay({ ...known, bounds: { ...known.bounds, x: 5000 } }, twins)).toBeUndefined();
  });

  it('does not take a display that has its id and another name for the same', () => {
    const other = display(2, 9000, 800, 600, 'projector');
    expect(recogniseDisplay(middle, [left, other])).toBeUndefined();
  });

  it('knows one that was turned, rescaled and moved to another socket by the pixels of its panel', () => {
    const nameless = [display(1, 0, 3840, 2160, ''), display(2, 3840, 1920, 1200, '')];
    const known = { ...display(7, 500, 1920, 1200, ''), id: 7 };
    const [, small] = nameless as [PresentDisplay, PresentDisplay];
    const there = { ...turned(small), bounds: { x: 0, y: 0, width: 800, height: 1280 }, scaleFactor: 1.5 };
    expect(recogniseDisplay(known, [display(1, 0, 3840, 2160, ''), there])).toBe(there);
  });

  it('believes the panel before the socket where displays have no names', () => {
    const [one, other] = [display(10, 0, 1024, 600, ''), display(11, 1024, 800, 600, '')];
    // The plugs were swapped: each socket's number now stands for the other monitor.
    const swapped = [{ ...display(10, 0, 800, 600, '') }, { ...display(11, 800, 1024, 600, '') }];
    expect(recogniseDisplays([one, other], swapped).map((found) => found?.id)).toEqual([11, 10]);
  });

  it('knows a nameless one that came back to its socket with another size', () => {
    const smaller = display(10, 0, 640, 480, '');
    expect(recogniseDisplay(display(10, 0, 1024, 600, ''), [smaller])).toBe(smaller);
  });

  it('finds each twin as long as something tells them apart, and the last one by what is left', () => {
    const twins = [display(8, 0, 1920, 1080, 'DELL'), display(9, 1920, 1920, 1080, 'DELL')];
    const kept = [{ ...twins[1], id: 70, bounds: { x: 9, y: 9, width: 10, height: 10 } }, twins[0]] as KnownDisplay[];
    expect(recogniseDisplays(kept, twins).map((found) => found?.id)).toEqual([9, 8]);
  });
});

describe('arrangeScreens', () => {
  const screens = [
    { id: 'a', display: middle },
    { id: 'b', display: right },
  ];
  const ids = (displays: readonly PresentDisplay[], console?: number) =>
    [...arrangeScreens(screens, displays, console)].map(([screen, at]) => [screen.id, at?.id]);

  it.each([
    ['each on its own display', [left, middle, right], [2, 3]],
    ['one waits when its display is away and only the console has one', [left, middle], [2, undefined]],
    ['one without its display goes to a spare one, never to that of another', [left, right, display(9, 5760)], [9, 3]],
    ['and goes home when its own is back', [left, right, display(9, 5760), middle], [2, 3]],
  ])('%s', (_what, displays, expected) => {
    expect(ids(displays, 1)).toEqual([
      ['a', expected[0]],
      ['b', expected[1]],
    ]);
  });

  it('does not take the console’s display for one that only looks like it', () => {
    const screen = { id: 'a', display: display(5, 1920, 1920, 1080, '') };
    const places = (displays: PresentDisplay[]) => arrangeScreens([screen], displays, 1).get(screen)?.id;
    expect(places([display(1, 0, 1920, 1080, '')])).toBeUndefined();
    expect(places([display(1, 0, 1920, 1080, ''), display(5, 1920, 800, 600, '')])).toBe(5);
  });
});

/** A monitor on the desk of the property: what it is, which socket it is in, and how the system is told to show it. */
interface Monitor {
  name: string;
  pixels: [number, number];
  socket: number;
  x: number;
  rotation: number;
  scaleFactor: number;
  plugged: boolean;
}

const SIZES: readonly [number, number][] = [
  [1920, 1080],
  [2560, 1440],
  [3840, 2160],
  [1280, 800],
  [1024, 768],
  [800, 600],
];

type Step =
  | { kind: 'plug'; monitor: number }
  | { kind: 'turn'; monitor: number }
  | { kind: 'swap'; monitor: number; other: number }
  | { kind: 'rescale'; monitor: number; scaleFactor: number }
  | { kind: 'move'; monitor: number; x: number };

const monitor = fc.nat({ max: SIZES.length - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('plug' as const), monitor }),
  fc.record({ kind: fc.constant('turn' as const), monitor }),
  fc.record({ kind: fc.constant('swap' as const), monitor, other: monitor }),
  fc.record({ kind: fc.constant('rescale' as const), monitor, scaleFactor: fc.constantFrom(1, 1.25, 1.5, 2) }),
  fc.record({ kind: fc.constant('move' as const), monitor, x: fc.integer({ min: -9_000, max: 9_000 }) }),
);

/** As the system tells it: a number that is the monitor's own where it has a name, and its socket's where it has none. */
function shownBy(one: Monitor, index: number): PresentDisplay {
  const [long, short] = one.pixels;
  const sides = one.rotation % 180 === 0 ? [long, short] : [short, long];
  const [width = 1, height = 1] = sides.map((side) => Math.round(side / one.scaleFactor));
  const bounds = { x: one.x, y: 0, width, height };
  const id = one.name === '' ? 100 + one.socket : 500 + index;
  return {
    id,
    label: one.name,
    bounds,
    pixels: one.pixels,
    workArea: bounds,
    scaleFactor: one.scaleFactor,
    rotation: one.rotation,
  };
}

function apply(desk: readonly Monitor[], asked: Step): Monitor[] {
  return desk.map((one, index) => {
    if (asked.kind === 'swap') {
      if (index === asked.monitor) return { ...one, socket: desk[asked.other]?.socket ?? one.socket };
      if (index === asked.other) return { ...one, socket: desk[asked.monitor]?.socket ?? one.socket };
      return one;
    }
    if (index !== asked.monitor) return one;
    if (asked.kind === 'plug') return { ...one, plugged: !one.plugged };
    if (asked.kind === 'turn') return { ...one, rotation: (one.rotation + 90) % 360 };
    if (asked.kind === 'rescale') return { ...one, scaleFactor: asked.scaleFactor };
    return { ...one, x: asked.x };
  });
}

describe.each([
  ['with names', true],
  ['without names', false],
])('any sequence of changes to displays %s', (_what, isNamed) => {
  const first: Monitor[] = SIZES.map((pixels, index) => ({
    ...{
      name: isNamed ? `M${index}` : '',
      pixels,
      socket: index,
      x: index * 4_000,
      rotation: 0,
      scaleFactor: 1,
      plugged: true,
    },
  }));
  const present = (desk: readonly Monitor[]) =>
    desk.map((one, index) => ({ one, index, shown: shownBy(one, index) })).filter(({ one }) => one.plugged);
  const screens = first.slice(1).map((one, index) => ({ index: index + 1, display: shownBy(one, index + 1) }));

  it('leaves every view on its own display while that is there, covers nothing twice, and ends where it began', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let desk = first;
        for (const asked of steps) {
          desk = apply(desk, asked);
          const there = present(desk);
          const console = there.find(({ index }) => index === 0)?.shown.id;
          const places = arrangeScreens(
            screens,
            there.map(({ shown }) => shown),
            console,
          );
          const used = [...places.values()].filter((at) => at !== undefined);
          expect(new Set(used).size).toBe(used.length);
          for (const [screen, at] of places) {
            const own = there.find(({ index }) => index === screen.index)?.shown;
            if (own !== undefined) expect(at).toBe(own);
            else expect(at === undefined || at.id !== console).toBe(true);
          }
        }
        const back = present(first);
        const home = arrangeScreens(
          screens,
          back.map(({ shown }) => shown),
          back[0]?.shown.id,
        );
        expect([...home].map(([screen, at]) => [screen.index, at?.pixels])).toEqual(
          screens.map(({ index, display: own }) => [index, own.pixels]),
        );
      }),
    );
  });
});
