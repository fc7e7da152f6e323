import { describe, expect, it } from 'vitest';
import * as arrange from '../../../../renderer/wall-editor/arrange.ts';
import { deskOf } from '../../../../renderer/wall-editor/desk-places.ts';
import { DIVISIONS, VIEW_KINDS, type Wall, wall as wallSchema } from '../../../../shared/domain/index.ts';
import { fc } from '../../../support/property.ts';
import { deskWith, shownDisplay, wallOn } from '../../../support/wall-fixtures.ts';

const displays = [shownDisplay(1, 0), shownDisplay(2, 1_920), shownDisplay(3, 3_840)] as const;
const [first, second, third] = displays;
const AREA = { longitude: 2, latitude: 48, zoom: 10, width: 800, height: 600 };
const viewsOf = ({ screens }: Wall) => screens.flatMap(({ cells }) => cells.map(({ view }) => view));

describe('the editor', () => {
  it('adds a display, and keeps the last screen', () => {
    const { wall, id } = arrange.addScreen(wallOn('1', [first]), second);
    expect(wall.screens.map((screen) => [screen.id, screen.display.id])).toEqual([
      ['1', 1],
      ['2', 2],
    ]);
    expect(id).toBe('2');
    const one = arrange.removeScreen(wall, '1');
    expect(one.screens.map((screen) => screen.id)).toEqual(['2']);
    expect(arrange.removeScreen(one, '2')).toBe(one);
  });

  it('makes one map of all screens, without bars where they would cut it', () => {
    const row = arrange.spanScreens(wallOn('1', [first, second]), ['1', '2']);
    expect(viewsOf(row)).toEqual([
      { kind: 'map', area: null, span: '1', goes: true },
      { kind: 'map', area: null, span: '1', goes: true },
    ]);
    expect(row.screens.map(({ bars }) => bars)).toEqual([true, true]);
    const below = { ...second, bounds: { ...first.bounds, y: 1_080 } };
    const stack = arrange.spanScreens(wallOn('1', [first, below]), ['1', '2']);
    expect(stack.screens.map(({ bars }) => bars)).toEqual([false, false]);
  });

  it('forgets a picture that no screen shows any more', () => {
    const spanned = arrange.spanScreens(wallOn('1', [first, second]), ['1', '2']);
    expect(arrange.unspan(spanned, '1')).toMatchObject({ spans: [] });
    const clock = ['1', '2'].reduce((wall, id) => arrange.setView(wall, id, '1', 'clock'), spanned);
    expect(clock.spans).toEqual([]);
  });

  it('takes one screen out of the picture and back, and forgets the picture with its last screen', () => {
    const spanned = arrange.spanScreens(wallOn('1', [first, second]), ['1', '2']);
    const spansOf = (wall: Wall) => viewsOf(wall).map((view) => (view.kind === 'map' ? view.span : 'none'));
    const out = arrange.setInSpan(spanned, '2', null);
    expect(spansOf(out)).toEqual(['1', null]);
    expect(spansOf(arrange.setInSpan(out, '2', '1'))).toEqual(['1', '1']);
    expect(arrange.setInSpan(out, '1', null).spans).toEqual([]);
  });

  it('sets the area of one map, or of the whole picture that it is a part of', () => {
    const own = arrange.setArea(wallOn('1', [first, second]), '2', '1', AREA);
    expect(viewsOf(own).map((view) => (view.kind === 'map' ? view.area : null))).toEqual([null, AREA]);
    const spanned = arrange.setArea(arrange.spanScreens(own, ['1', '2']), '2', '1', AREA);
    expect(spanned.spans).toMatchObject([{ area: AREA }]);
    expect(arrange.setArea(arrange.setView(own, '1', '1', 'clock'), '1', '1', AREA).screens[0]?.cells[0]?.view).toEqual(
      {
        kind: 'clock',
      },
    );
  });

  it('leaves a wall that is taken, whatever is done to it', () => {
    const screen = fc.constantFrom('1', '2', '3');
    const act = fc.oneof(
      fc.record({ do: fc.constant('divide' as const), screen, division: fc.constantFrom(...DIVISIONS) }),
      fc.record({
        do: fc.constant('view' as const),
        screen,
        cell: fc.constantFrom('1', '2', '4'),
        kind: fc.constantFrom(...VIEW_KINDS),
      }),
      fc.record({ do: fc.constant('remove' as const), screen }),
      fc.record({ do: fc.constantFrom('add' as const, 'span' as const, 'unspan' as const, 'area' as const), screen }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 20 }), (acts) => {
        let wall = wallOn('1', [first, second]);
        for (const one of acts) {
          if (one.do === 'divide') wall = arrange.divide(wall, one.screen, one.division);
          else if (one.do === 'view') wall = arrange.setView(wall, one.screen, one.cell, one.kind);
          else if (one.do === 'remove') wall = arrange.removeScreen(wall, one.screen);
          else if (one.do === 'add' && wall.screens.length < 16) wall = arrange.addScreen(wall, third).wall;
          else if (one.do === 'span' && wall.spans.length < 8)
            wall = arrange.spanScreens(
              wall,
              wall.screens.map(({ id }) => id),
            );
          else if (one.do === 'unspan') wall = arrange.unspan(wall, wall.spans[0]?.id ?? 'none');
          else if (one.do === 'area') wall = arrange.setArea(wall, one.screen, '1', AREA);
        }
        const parsed = wallSchema.safeParse(wall);
        expect(parsed.success ? [] : parsed.error.issues).toEqual([]);
      }),
    );
  });

  it('puts a screen without a display to the right of all others', () => {
    expect(arrange.placeBeside([])).toMatchObject({ x: 0, y: 0 });
    expect(arrange.placeBeside(wallOn('1', [first, second]).screens)).toMatchObject({ x: 3_840, y: 0 });
  });
});

describe('the picture of the desk', () => {
  const say = (key: string, values?: object) => `${key}${values === undefined ? '' : JSON.stringify(values)}`;
  const titles = (places: ReturnType<typeof deskOf>) => places.map((place) => place.title(say as never));

  it('has all displays, what the wall shows on them, and which are open', () => {
    const wall = wallOn('1', [second]);
    const { open } = deskWith([...displays], [['1', '1', 2]]);
    const places = deskOf(wall, displays, open);
    expect(places.map(({ number, screen }) => [number, screen?.id])).toEqual([
      [1, undefined],
      [2, '1'],
      [3, undefined],
    ]);
    expect(titles(places)[0]).toBe('walls.display{"number":1} · screen 1 · 1920 × 1080 · walls.primary');
    expect(titles(places)[1]).toContain('walls.is-open');
  });

  it('knows a display that has moved, and shows a screen whose display is away where it was', () => {
    const moved = { ...second, id: 77, bounds: { ...second.bounds, x: -1_920 } };
    const places = deskOf(wallOn('1', [second, third]), [first, moved], []);
    expect(places.map(({ key, screen }) => [key, screen?.id])).toEqual([
      ['display 1', undefined],
      ['display 77', '1'],
      ['screen 2', '2'],
    ]);
    expect(places[2]).toMatchObject({ known: undefined, bounds: third.bounds });
    expect(titles(places)[2]).toContain('walls.away');
  });
});
