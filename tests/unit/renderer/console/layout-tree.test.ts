import { describe, expect, it } from 'vitest';
import { dropDock, zoneAt } from '../../../../renderer/console/layout/drop-zone.ts';
import {
  closeDock,
  DOCKS,
  groupOf,
  groupsOf,
  groupWith,
  joinDock,
  type Layout,
  layoutSchema,
  openBeside,
  placeOf,
  resize,
  showDock,
  shownDocks,
  type Split,
  splitOff,
  turn,
} from '../../../../renderer/console/layout/layout-tree.ts';
import { fc } from '../../../support/property.ts';

const BEGIN: Split = {
  ...{ kind: 'split', direction: 'row', percent: 50, first: groupOf('map') },
  second: groupOf('vehicles', 'missions', 'board'),
};
/** `map | vehicles* missions` in a row, `/` for a column. */
function drawn(layout: Layout): string {
  if (layout.kind === 'group') {
    return layout.docks.map((dock) => (dock === layout.shown && layout.docks.length > 1 ? `${dock}*` : dock)).join(' ');
  }
  const [first, second] = [layout.first, layout.second].map((one) =>
    one.kind === 'split' ? `(${drawn(one)})` : drawn(one),
  );
  return `${first} ${layout.direction === 'row' ? '|' : '/'} ${second}`;
}

describe('a layout', () => {
  it('shows a dock where it is, and opens one that is nowhere among the lists', () => {
    expect(drawn(showDock(BEGIN, 'board'))).toBe('map | vehicles missions board*');
    expect(drawn(showDock(BEGIN, 'outbox'))).toBe('map | vehicles missions board outbox*');
    expect(showDock(BEGIN, 'vehicles')).toBe(BEGIN);
  });

  it('gives a tab a place of its own on any side, of its group or of another', () => {
    expect(drawn(splitOff(BEGIN, 'missions', 'missions', 'bottom'))).toBe('map | (vehicles* board / missions)');
    expect(drawn(splitOff(BEGIN, 'missions', 'map', 'top'))).toBe('(missions / map) | vehicles* board');
    expect(drawn(splitOff(BEGIN, 'map', 'vehicles', 'right'))).toBe('vehicles* missions board | map');
    // What is alone in its place has one already.
    expect(splitOff(BEGIN, 'map', 'map', 'left')).toBe(BEGIN);
  });

  it('joins the tabs of another group, whose emptied place goes', () => {
    expect(drawn(joinDock(BEGIN, 'missions', 'map'))).toBe('map missions* | vehicles* board');
    expect(drawn(joinDock(BEGIN, 'map', 'vehicles'))).toBe('vehicles missions board map*');
    expect(drawn(openBeside(BEGIN, 'outbox', 'map'))).toBe('map outbox* | vehicles* missions board');
  });

  it('closes a dock, and shows its neighbour', () => {
    expect(drawn(closeDock(BEGIN, 'vehicles'))).toBe('map | missions* board');
    expect(drawn(closeDock(BEGIN, 'map'))).toBe('vehicles* missions board');
    expect(closeDock(groupOf('map'), 'map')).toEqual(groupOf('map'));
  });

  it('swaps and turns the two places of a split, which keep their sizes', () => {
    const wide = resize(BEGIN, placeOf(BEGIN), 30);
    expect(wide).toMatchObject({ percent: 30 });
    expect(turn(wide, 'map', 'swap')).toMatchObject({ percent: 70, second: { docks: ['map'] } });
    expect(drawn(turn(BEGIN, 'map', 'turn'))).toBe('map / vehicles* missions board');
  });

  it('keeps each share within what can be used', () => {
    const place = placeOf(BEGIN);
    expect(resize(BEGIN, place, 2)).toMatchObject({ percent: 15 });
    expect(resize(BEGIN, place, 99)).toMatchObject({ percent: 85 });
  });

  it('is sound after any changes: each dock once at most, one of each group shown, none lost but what is closed', () => {
    const dock = fc.constantFrom(...DOCKS);
    const change = fc.oneof(
      fc.record({ do: fc.constant('join' as const), dock, beside: dock }),
      fc.record({
        do: fc.constant('split' as const),
        ...{
          dock,
          beside: dock,
          side: fc.constantFrom('left' as const, 'right' as const, 'top' as const, 'bottom' as const),
        },
      }),
      fc.record({ do: fc.constantFrom('show' as const, 'close' as const, 'swap' as const, 'turn' as const), dock }),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        let layout: Layout = BEGIN;
        for (const made of changes) {
          const before = groupsOf(layout).flatMap(({ docks }) => docks);
          if (made.do === 'join') layout = joinDock(layout, made.dock, made.beside);
          else if (made.do === 'split') layout = splitOff(layout, made.dock, made.beside, made.side);
          else if (made.do === 'show') layout = showDock(layout, made.dock);
          else if (made.do === 'close') layout = closeDock(layout, made.dock);
          else layout = turn(layout, made.dock, made.do);
          expect(layoutSchema.safeParse(layout).success, drawn(layout)).toBe(true);
          const after = groupsOf(layout).flatMap(({ docks }) => docks);
          if (made.do !== 'close') expect(after).toEqual(expect.arrayContaining(before));
          if (made.do === 'show') expect(groupWith(layout, made.dock)?.shown).toBe(made.dock);
          expect(shownDocks(layout)).toHaveLength(groupsOf(layout).length);
        }
      }),
    );
  });
});

describe('a tab that is dropped', () => {
  const box = { left: 100, top: 100, width: 400, height: 200 };
  it('goes to the side that is near, and joins the tabs in the middle', () => {
    expect(zoneAt(box, 110, 200)).toBe('left');
    expect(zoneAt(box, 490, 200)).toBe('right');
    expect(zoneAt(box, 300, 110)).toBe('top');
    expect(zoneAt(box, 300, 295)).toBe('bottom');
    expect(zoneAt(box, 300, 200)).toBe('join');
    expect(drawn(dropDock(BEGIN, 'board', 'map', 'bottom'))).toBe('(map / board) | vehicles* missions');
    expect(drawn(dropDock(BEGIN, 'board', 'map', 'join'))).toBe('map board* | vehicles* missions');
  });
});
