import { expect, it } from 'vitest';
import { pressKey } from '../../../../renderer/replay/replay-keys.ts';

function press(key: string, held: { shiftKey?: boolean; ctrlKey?: boolean } = {}, speed: 1 | 2 | 60 = 1) {
  const done: unknown[] = [];
  const known = pressKey(
    { key, shiftKey: false, ctrlKey: false, ...held },
    {
      replay: {
        step: (byMs) => done.push(byMs),
        play: (isPlaying) => done.push(isPlaying),
        setSpeed: (next) => done.push(`${next}x`),
        goTo: (atMs) => done.push(`at ${atMs}`),
      },
      replaying: { isPlaying: false, speed },
      period: { fromMs: 100, toMs: 900 },
      goToMark: (direction) => done.push(`mark ${direction}`),
    },
  );
  return known ? done : null;
}

it('steps, plays, changes the speed and goes to marks and ends by keys', () => {
  expect(press('ArrowRight')).toEqual([1_000]);
  expect(press('ArrowLeft', { shiftKey: true })).toEqual([-10_000]);
  expect(press('PageDown')).toEqual([-60_000]);
  expect(press('PageUp')).toEqual([60_000]);
  expect(press('ArrowRight', { ctrlKey: true })).toEqual(['mark 1']);
  expect(press('ArrowLeft', { ctrlKey: true })).toEqual(['mark -1']);
  expect(press(' ')).toEqual([true]);
  expect(press('ArrowUp')).toEqual(['2x']);
  expect(press('ArrowUp', {}, 60)).toEqual([]);
  expect(press('ArrowDown', {}, 2)).toEqual(['1x']);
  expect(press('Home')).toEqual(['at 100']);
  expect(press('End')).toEqual(['at 900']);
  expect(press('z')).toBeNull();
});
