import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createShownFile, shownFile } from '../../../../electron/data/walls/shown-file.ts';
import { createWallFile, wallFile } from '../../../../electron/data/walls/wall-file.ts';
import { createWalls, type WallNews } from '../../../../electron/data/walls/walls.ts';
import type { DeskOrder } from '../../../../shared/contract/index.ts';
import { MOST_WALLS } from '../../../../shared/domain/index.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { createTestLog } from '../../../support/test-log.ts';
import { deskWith, shownDisplay, wallOn } from '../../../support/wall-fixtures.ts';

const makeFolder = temporaryFolders();
const displays = [shownDisplay(1, 0), shownDisplay(2, 1_920), shownDisplay(3, 3_840)];
const [first, second, third] = displays as [(typeof displays)[0], (typeof displays)[0], (typeof displays)[0]];
const SPAN = { id: 'a', area: null, gap: { across: 0, down: 0 } };
const CAMERA = { longitude: 2, latitude: 48, zoom: 12 };

function open(folder = makeFolder()) {
  const log = createTestLog();
  const clock = createManualClock();
  const walls = createWalls({
    storage: createWallFile(folder, log),
    shown: createShownFile(folder, log),
    clock,
    log,
  });
  const orders: DeskOrder[] = [];
  const news: WallNews[] = [];
  walls.onOrder((order) => orders.push(order));
  walls.onNews((one) => news.push(one));
  return {
    walls,
    clock,
    orders,
    news,
    log,
    folder,
    newsOf: (name: WallNews['name']) => news.filter((one) => one.name === name),
  };
}

describe('walls', () => {
  it('are kept over a restart, in the order of their making', () => {
    const { walls, folder } = open();
    walls.save(wallOn('b', [first]));
    walls.save(wallOn('a', [second]));
    walls.save({ ...wallOn('b', [first]), name: 'North' });
    walls.save(wallOn('c', [third]));
    walls.remove('c');
    expect(
      open(folder)
        .walls.list()
        .walls.map(({ id, name }) => [id, name]),
    ).toEqual([
      ['b', 'North'],
      ['a', 'Wall a'],
    ]);
  });

  it('cannot be kept on a bad disk: whoever saves hears of it, and the wall is as it was', () => {
    const { walls, folder, newsOf } = open();
    walls.save(wallOn('1', [first]));
    mkdirSync(`${wallFile(folder)}.new`);
    expect(() => walls.save({ ...wallOn('1', [first]), name: 'Other' })).toThrow(/cannot be used|cannot be written/);
    expect(walls.get('1').name).toBe('Wall 1');
    expect(newsOf('walls.changed')).toHaveLength(1);
    rmSync(`${wallFile(folder)}.new`, { recursive: true });
  });

  it('are no more than can be listed', () => {
    const { walls } = open();
    for (let number = 0; number < MOST_WALLS; number++) walls.save(wallOn(String(number), [first]));
    expect(() => walls.save(wallOn('more', [first]))).toThrow(/remove one/);
    expect(() => walls.save(wallOn('3', [second]))).not.toThrow();
  });

  it('that are not there are said not to be there', () => {
    const { walls } = open();
    for (const ask of [
      (id: string) => walls.open(id),
      (id: string) => walls.close(id),
      (id: string) => walls.remove(id),
      (id: string) => walls.show(id, null),
      (id: string) => walls.replay(id, 'a', null),
    ])
      expect(() => ask('9')).toThrow(expect.objectContaining({ code: 'not-found', field: 'wall' }));
    expect(walls.now('9')).toEqual({
      ...{ wall: '9', arrangement: null, open: [], generation: 0, cameras: [], focus: null, replays: [] },
    });
  });
});

describe('walls on a desk', () => {
  it('open on their displays; without a shell they say that there are none', () => {
    const { walls, orders } = open();
    walls.save(wallOn('1', [second, third]));
    expect(walls.displays()).toBeNull();
    expect(() => walls.open('1')).toThrow(expect.objectContaining({ code: 'no-displays' }));
    walls.hear(deskWith(displays, []));
    walls.open('1');
    expect(orders).toMatchObject([
      {
        type: 'open-screens',
        wall: '1',
        screens: [
          { screen: '1', display: { id: 2 } },
          { screen: '2', display: { id: 3 } },
        ],
      },
    ]);
    walls.close('1');
    expect(orders[1]).toEqual({ type: 'open-screens', wall: '1', screens: [] });
  });

  it('change at once when they are open, and stay closed when they are not', () => {
    const { walls, orders } = open();
    walls.save(wallOn('1', [second]));
    walls.hear(deskWith(displays, []));
    walls.save({ ...wallOn('1', [second]), name: 'Closed' });
    expect(orders).toEqual([]);
    walls.hear(deskWith(displays, [['1', '1', 2]]));
    walls.save(wallOn('1', [third]));
    expect(orders).toMatchObject([{ screens: [{ screen: '1', display: { id: 3 } }] }]);
    walls.remove('1');
    expect(orders[1]).toEqual({ type: 'open-screens', wall: '1', screens: [] });
  });

  it('that the shell opened by itself get an arrangement, which is kept', () => {
    const { walls, folder, orders } = open();
    walls.hear(deskWith(displays, [['1', '1', 2]]));
    expect(walls.get('1')).toMatchObject({ name: 'Wall 1', screens: [{ display: { id: 2, label: 'screen 2' } }] });
    expect(orders).toEqual([]);
    expect(open(folder).walls.list().walls).toHaveLength(1);
  });

  it('that the shell opened have names that no other wall has', () => {
    const { walls } = open();
    walls.save(wallOn('x', [first], 'Wall 1'));
    walls.hear(
      deskWith(displays, [
        ['display-2', '1', 2],
        ['display-3', '1', 3],
      ]),
    );
    expect(walls.list().walls.map(({ id, name }) => [id, name])).toEqual([
      ['x', 'Wall 1'],
      ['display-2', 'Wall 2'],
      ['display-3', 'Wall 3'],
    ]);
  });

  it('that the shell opened get an arrangement on a bad disk too', () => {
    const { walls, folder, log } = open();
    mkdirSync(`${wallFile(folder)}.new`);
    walls.hear(deskWith(displays, [['1', '1', 2]]));
    expect(walls.get('1').screens).toHaveLength(1);
    expect(log.text()).toMatch(/cannot be kept/);
  });

  it('lose at the start the screens that their arrangement does not have, and keep closed what was closed', () => {
    const { walls, orders } = open();
    walls.save(wallOn('1', [first, second]));
    walls.save(wallOn('2', [first, second]));
    walls.hear(
      deskWith(displays, [
        ['1', '1', 1],
        ['1', '7', 3],
        ['2', '2', 2],
      ]),
    );
    expect(orders).toMatchObject([{ wall: '1', screens: [{ screen: '1' }] }]);
  });

  it('tell windows what has changed: walls each time, displays only when they are others', () => {
    const { walls, newsOf } = open();
    walls.hear(deskWith(displays, []));
    walls.hear(deskWith(displays, []));
    expect(newsOf('displays.changed')).toHaveLength(1);
    expect(newsOf('walls.changed')).toHaveLength(2);
    walls.hear(deskWith([first], []));
    expect(newsOf('displays.changed').at(-1)).toMatchObject({ payload: { displays: [{ id: 1 }] } });
  });
});

describe('what is sent to a wall', () => {
  it('is told, and to whoever comes later, until it is taken back', () => {
    const { walls, newsOf } = open();
    walls.save(wallOn('1', [first]));
    const focus = { kind: 'vehicle', id: '12', camera: null } as const;
    walls.show('1', focus);
    expect(newsOf('walls.shown')).toEqual([{ name: 'walls.shown', payload: { wall: '1', focus, generation: 2 } }]);
    expect(walls.now('1').focus).toEqual(focus);
    walls.show('1', null);
    expect(walls.now('1').focus).toBeNull();
  });

  it('lets the picture that spans screens begin anew, wherever its first window says', () => {
    const { walls, newsOf } = open();
    walls.save({ ...wallOn('1', [first, second]), spans: [SPAN] });
    walls.move('1', 'a', CAMERA, walls.now('1').generation);
    expect(walls.now('1').cameras).toMatchObject([{ span: 'a', camera: CAMERA }]);
    const before = walls.now('1').generation;
    walls.show('1', { kind: 'area', area: { ...CAMERA, width: 800, height: 600 } });
    expect(walls.now('1').cameras).toEqual([]);
    walls.move('1', 'a', { ...CAMERA, zoom: 3 }, before);
    walls.move('1', 'a', { ...CAMERA, zoom: 4 }, walls.now('1').generation);
    expect(walls.now('1').cameras).toMatchObject([{ camera: { zoom: 4 } }]);
    expect(newsOf('walls.moved').length).toBeGreaterThan(0);
  });

  it('cannot move a span that the wall does not have', () => {
    const { walls } = open();
    walls.save(wallOn('1', [first]));
    expect(() => walls.move('1', 'a', CAMERA)).toThrow(expect.objectContaining({ code: 'not-found', field: 'span' }));
  });

  it('begins anew when the span is another than before', () => {
    const { walls } = open();
    walls.save({ ...wallOn('1', [first, second]), spans: [SPAN] });
    walls.move('1', 'a', CAMERA);
    walls.save({ ...wallOn('1', [first, second]), name: 'Renamed', spans: [SPAN] });
    expect(walls.now('1').cameras).toHaveLength(1);
    walls.save({ ...wallOn('1', [first, second]), spans: [{ ...SPAN, area: { ...CAMERA, width: 800, height: 600 } }] });
    expect(walls.now('1').cameras).toEqual([]);
  });
});

describe('what a wall shows, after a restart', () => {
  const spanned = { ...wallOn('1', [first, second]), spans: [SPAN] };
  const focus = { kind: 'vehicle', id: '12', camera: CAMERA } as const;

  it('is what was sent last and where its cameras came to rest, in a generation of its own', () => {
    const { walls, clock, folder } = open();
    walls.save(spanned);
    walls.show('1', focus);
    for (const zoom of [3, 4, 5]) walls.move('1', 'a', { ...CAMERA, zoom });
    clock.advance(1_000);
    const again = open(folder);
    expect(again.walls.now('1')).toMatchObject({ focus, cameras: [{ span: 'a', camera: { zoom: 5 } }] });
    // Its windows begin nothing anew: the camera is where it was.
    again.walls.move('1', 'a', CAMERA, again.walls.now('1').generation);
    expect(again.walls.now('1').cameras).toMatchObject([{ camera: { zoom: 5 } }]);
    again.walls.show('1', null);
    expect(open(folder).walls.now('1')).toMatchObject({ focus: null, cameras: [] });
  });

  it('is its arrangement where that was changed meanwhile, and nothing of a wall that is no more', () => {
    const { walls, folder } = open();
    walls.save(spanned);
    walls.save(wallOn('2', [third]));
    walls.move('1', 'a', CAMERA);
    walls.show('2', focus);
    walls.dispose();
    const other = { ...spanned, spans: [{ ...SPAN, gap: { across: 9, down: 0 } }] };
    createWallFile(folder, createTestLog()).write([other]);
    const again = open(folder).walls;
    expect(again.now('1').cameras).toEqual([]);
    expect(again.now('2').focus).toBeNull();
  });

  it('is its arrangement where it cannot be read, and is shown where it cannot be kept: both are said, once', () => {
    const { walls, folder, log } = open();
    walls.save(spanned);
    mkdirSync(`${shownFile(folder)}.new`);
    walls.show('1', focus);
    walls.show('1', { ...focus, id: '13' });
    expect(walls.now('1').focus).toMatchObject({ id: '13' });
    expect(log.entries.map(({ message }) => message)).toEqual(['what the walls show cannot be kept']);
    writeFileSync(shownFile(folder), '{"version":1,"wal');
    const again = open(folder);
    expect(again.walls.now('1').focus).toBeNull();
    expect(again.log.text()).toMatch(/what the walls showed cannot be read/);
  });
});
