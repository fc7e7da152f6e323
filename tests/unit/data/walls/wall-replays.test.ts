import { describe, expect, it } from 'vitest';
import { createWallReplays } from '../../../../electron/data/walls/wall-replays.ts';
import type { SharedReplay } from '../../../../shared/contract/index.ts';
import { replayGroupOf } from '../../../../shared/domain/index.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { shownDisplay, wallOn } from '../../../support/wall-fixtures.ts';

const BACK = { atMs: 1_000, isPlaying: false, speed: 1, askedMs: null };

function open() {
  const clock = createManualClock();
  const told: (SharedReplay | null)[] = [];
  return { clock, told, replays: createWallReplays(clock, (_wall, _group, replay) => told.push(replay)) };
}

describe('the replays of walls', () => {
  it('tells all of a group what one of its windows asks for, and since when by the one clock', () => {
    const { clock, told, replays } = open();
    clock.advance(500);
    replays.steer('1', 'a', BACK);
    replays.steer('1', 'a', null);
    expect(told).toEqual([{ ...BACK, sinceMs: 500 }, null]);
    expect(replays.of('1')).toEqual([]);
  });

  it('is held by any of its windows, and outlives one that opens again, but not the last', () => {
    const { clock, told, replays } = open();
    replays.steer('1', 'a', BACK);
    const letGo = [replays.hold('1', 'a'), replays.hold('1', 'a')] as const;
    clock.advance(60_000);
    letGo[0]();
    letGo[0]();
    clock.advance(60_000);
    expect(replays.of('1')).toHaveLength(1);
    letGo[1]();
    clock.advance(5_000);
    const again = replays.hold('1', 'a');
    clock.advance(60_000);
    expect(replays.of('1')).toHaveLength(1);
    again();
    clock.advance(60_000);
    expect([replays.of('1'), told.at(-1)]).toEqual([[], null]);
  });

  it('is over where nobody went back, and where the wall is arranged anew', () => {
    const { clock, told, replays } = open();
    replays.steer('1', 'a', BACK);
    clock.advance(60_000);
    expect(told.at(-1)).toBeNull();
    replays.steer('1', 'b', BACK);
    replays.forget('1');
    expect([told.length, told.at(-1), replays.of('1')]).toEqual([4, null, []]);
    expect(clock.plannedCount()).toBe(0);
  });
});

describe('screens that replay together', () => {
  const spans: readonly (readonly string[])[] = [['a'], ['b', 'c'], ['a', 'b'], [], ['d']];
  const base = wallOn(
    '1',
    [1, 2, 3, 4, 5].map((id) => shownDisplay(id, id * 1_920)),
  );
  const wall = {
    ...base,
    screens: base.screens.map((screen, index) => ({
      ...screen,
      cells: (spans[index] ?? []).map((span, cell) => ({
        ...{ id: String(cell), left: cell / 2, top: 0, width: 0.5, height: 1 },
        view: { kind: 'map' as const, area: null, span, goes: true },
      })),
    })),
  };
  it('are those of one picture, and of all pictures that share a screen', () => {
    expect(['1', '2', '3', '4', '5', 'none'].map((screen) => replayGroupOf(wall, screen))).toEqual([
      ...['a', 'a', 'a', null, 'd', null],
    ]);
  });
});
