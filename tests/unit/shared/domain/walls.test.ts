import { describe, expect, it } from 'vitest';
import {
  areCellsApart,
  DIVISIONS,
  divideScreen,
  divisionOf,
  FLEET_MAP,
  newScreen,
  nextKey,
  placesOf,
  wall,
} from '../../../../shared/domain/index.ts';
import { fc } from '../../../support/property.ts';
import { shownDisplay, wallOn } from '../../../support/wall-fixtures.ts';

const left = shownDisplay(1, 0);
const right = shownDisplay(2, 1_920);

describe('a wall', () => {
  it('is taken as it is made', () => {
    const made = wallOn('1', [left, right]);
    expect(wall.parse(JSON.parse(JSON.stringify(made)))).toEqual(made);
  });

  it.each([
    [
      'two screens of one id',
      (one: ReturnType<typeof wallOn>) => ({ ...one, screens: [one.screens[0], one.screens[0]] }),
      /screens: two screens/,
    ],
    ['no screen', (one: ReturnType<typeof wallOn>) => ({ ...one, screens: [] }), /screens: /],
    ['a name of blanks', (one: ReturnType<typeof wallOn>) => ({ ...one, name: '   ' }), /name: /],
    ['an id that is a path', (one: ReturnType<typeof wallOn>) => ({ ...one, id: '../x' }), /id: /],
    [
      'a span that is not there',
      (one: ReturnType<typeof wallOn>) =>
        withCells(one, [{ id: '1', left: 0, top: 0, width: 1, height: 1, view: { ...FLEET_MAP, span: 'x' } }]),
      /cells\.0\.view\.span: there is no span 'x'/,
    ],
    [
      'cells that cover each other',
      (one: ReturnType<typeof wallOn>) =>
        withCells(one, [
          { id: '1', left: 0, top: 0, width: 0.6, height: 1, view: FLEET_MAP },
          { id: '2', left: 0.5, top: 0, width: 0.5, height: 1, view: { kind: 'clock' } },
        ]),
      /cells: two cells cover each other/,
    ],
    [
      'a cell that sticks out',
      (one: ReturnType<typeof wallOn>) =>
        withCells(one, [{ id: '1', left: 0.5, top: 0, width: 0.6, height: 1, view: FLEET_MAP }]),
      /sticks out/,
    ],
  ])('is refused with %s', (_what, change, sentence) => {
    const parsed = wall.safeParse(change(wallOn('1', [left])));
    const issues = parsed.success
      ? []
      : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    expect(issues.join('\n')).toMatch(sentence);
  });
});

describe('the division of a screen', () => {
  it.each(DIVISIONS)('%s fills the screen, once', (division) => {
    const places = placesOf(division);
    expect(areCellsApart(places)).toBe(true);
    expect(places.reduce((sum, { width, height }) => sum + width * height, 0)).toBeCloseTo(1, 9);
    expect(divisionOf(places)).toBe(division);
  });

  it('keeps views in their order and shows beside them what is not there yet', () => {
    const whole = newScreen('1', left);
    const quarters = divideScreen(whole, 'quarters');
    expect(quarters.cells.map(({ view }) => view.kind)).toEqual(['map', 'missions', 'summary', 'vehicles']);
    expect(divideScreen(quarters, 'left-right').cells.map(({ view }) => view.kind)).toEqual(['map', 'missions']);
  });

  it('stays a wall that is taken, whatever it is divided into and again', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...DIVISIONS), { maxLength: 8 }), (divisions) => {
        const screen = divisions.reduce(divideScreen, newScreen('1', left));
        expect(wall.safeParse({ ...wallOn('1', [left]), screens: [screen] }).success).toBe(true);
      }),
    );
  });
});

describe('nextKey', () => {
  it('takes the least number that is free', () => {
    expect(nextKey([])).toBe('1');
    expect(nextKey([{ id: '1' }, { id: '3' }, { id: 'x' }])).toBe('2');
  });
});

function withCells(one: ReturnType<typeof wallOn>, cells: unknown[]) {
  return { ...one, screens: one.screens.map((screen) => ({ ...screen, cells })) };
}
