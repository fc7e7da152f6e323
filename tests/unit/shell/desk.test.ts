import { describe, expect, it } from 'vitest';
import { createDesk } from '../../../electron/shell/application/desk.ts';
import { listenToHost } from '../../../electron/shell/data-host/host-messages.ts';
import { deskNews, type OpenScreen } from '../../../shared/contract/index.ts';
import { shownDisplay, wallOn } from '../../support/wall-fixtures.ts';
import { memoryLog } from './shell-fixtures.ts';

function open() {
  const told: unknown[] = [];
  const done: unknown[] = [];
  let running: () => void = () => undefined;
  let isUp = true;
  let screens: OpenScreen[] = [];
  const displays = [shownDisplay(1, 0)];
  const desk = createDesk({
    dataProcess: {
      tell: (message) => isUp && told.push(message) > 0,
      onRunning(listener) {
        running = listener;
        return () => undefined;
      },
    },
    walls: { open: () => screens, setScreens: (order) => void done.push(order) },
    displays: () => displays,
    wallWord: 'Mur',
    identify: () => void done.push('identify'),
  });
  return {
    ...{ desk, told, done, displays },
    setOpen: (next: OpenScreen[]) => void (screens = next),
    setUp: (next: boolean) => void (isUp = next),
    start: () => running(),
  };
}

const screen: OpenScreen = {
  wall: '1',
  screen: '1',
  display: 1,
  bounds: { x: 0, y: 0, width: 1_920, height: 1_080 },
  isHome: true,
};

describe('the desk', () => {
  it('tells the data host what is there in a shape that it takes, once as long as it is the same', () => {
    const { desk, told, setOpen } = open();
    desk.changed();
    desk.changed();
    expect(told).toHaveLength(1);
    setOpen([screen]);
    desk.changed();
    expect(told.map((one) => deskNews.parse(one).open.length)).toEqual([0, 1]);
  });

  it('tells a data host that starts again everything, and one that was down what it missed', () => {
    const { desk, told, setOpen, setUp, start } = open();
    desk.changed();
    start();
    expect(told).toHaveLength(2);
    setUp(false);
    setOpen([screen]);
    desk.changed();
    expect(told).toHaveLength(2);
    setUp(true);
    desk.changed();
    expect(told).toHaveLength(3);
  });

  it('does what the data host orders, once it has a shape that is known', () => {
    const { desk, done } = open();
    const log = memoryLog();
    let say: (message: unknown) => void = () => undefined;
    listenToHost({ onMessage: (listener) => ((say = listener), () => undefined) }, log, (message) =>
      desk.hear(message),
    );
    const { screens } = wallOn('1', [shownDisplay(1, 0)]);
    const order = {
      type: 'open-screens',
      wall: '1',
      screens: screens.map((one) => ({ screen: one.id, display: one.display })),
    };
    say(order);
    say({ type: 'identify-displays' });
    say({ type: 'status', notSent: 1, needsPerson: 0 });
    say({ ...order, wall: '../../x' });
    expect(done).toEqual([order, 'identify']);
    expect(log.lines).toHaveLength(1);
  });
});
