import { describe, expect, it } from 'vitest';
import {
  type ConsoleState,
  EMPTY_WINDOW_STATE,
  placeConsole,
  readWindowState,
  type WindowState,
} from '../../../electron/shell/windows/window-state.ts';
import { display } from './shell-fixtures.ts';

const [left, right] = [display(1, 0), display(2, 1920)] as const;
const known = ({ id, label, bounds, pixels }: typeof left) => ({ id, label, bounds, ...(pixels && { pixels }) });
const consoleState: ConsoleState = {
  bounds: { x: 2000, y: 100, width: 1200, height: 800 },
  maximized: true,
  fullScreen: false,
  display: known(right),
};

describe('readWindowState', () => {
  const state: WindowState = {
    version: 2,
    console: consoleState,
    screens: [{ wall: '1', screen: '1', display: known(right), fullScreen: true }],
  };

  it('reads back what was written', () => {
    expect(readWindowState(JSON.stringify(state))).toEqual({ state, problem: null });
  });

  it('starts empty where there is no file, without a problem', () => {
    expect(readWindowState(undefined)).toEqual({ state: EMPTY_WINDOW_STATE, problem: null });
  });

  it('reads what was written when each wall was one screen', () => {
    const { screens, ...rest } = state;
    const walls = screens.map(({ display: at, fullScreen }) => ({ id: '1', display: at, fullScreen }));
    expect(readWindowState(JSON.stringify({ ...rest, version: 1, walls }))).toEqual({ state, problem: null });
  });

  it.each([
    ['half a file', '{"version":1,"con', /not JSON/],
    ['another version', JSON.stringify({ ...state, version: 3 }), /version/],
    [
      'a display without bounds',
      JSON.stringify({ ...state, screens: [{ wall: '1', screen: '1', display: {}, fullScreen: true }] }),
      /screens\.0\.display/,
    ],
    [
      'a window of no size',
      JSON.stringify({ ...state, console: { ...consoleState, bounds: { x: 0, y: 0, width: 0, height: 1 } } }),
      /console\.bounds\.width/,
    ],
  ])('starts empty and says why for %s', (_case, text, reason) => {
    const { state: read, problem } = readWindowState(text);
    expect(read).toEqual(EMPTY_WINDOW_STATE);
    expect(problem).toMatch(reason);
  });
});

describe('placeConsole', () => {
  it('opens in the middle of the first display at first, within its work area', () => {
    expect(placeConsole(null, [left, right])).toEqual({ x: 240, y: 70, width: 1440, height: 900 });
    expect(placeConsole(null, [display(1, 0, 1024, 768)])).toEqual({ x: 0, y: 0, width: 1024, height: 728 });
  });

  it('opens where it was', () => {
    expect(placeConsole(consoleState, [left, right])).toEqual(consoleState.bounds);
  });

  it('follows its display to another place', () => {
    const moved = { ...right, bounds: { ...right.bounds, x: -1920 }, workArea: { ...right.workArea, x: -1920 } };
    expect(placeConsole(consoleState, [left, moved])).toMatchObject({ x: -1840, y: 100 });
  });

  it('comes into view when its display is gone', () => {
    expect(placeConsole(consoleState, [left])).toEqual({ x: 720, y: 100, width: 1200, height: 800 });
  });

  it('fits a display that is smaller than before', () => {
    const small = { ...right, bounds: { ...right.bounds, width: 1024, height: 768 } };
    const area = { x: 1920, y: 0, width: 1024, height: 728 };
    expect(placeConsole(consoleState, [left, { ...small, workArea: area }])).toEqual(area);
  });
});
