import type { AskedReplay, SharedReplay } from '../../../shared/contract/index.ts';
import type { Clock, Disposer } from '../../../shared/domain/index.ts';

/** So long a replay waits for the first of its windows, and for one that opens again, ms. */
const KEPT_MS = 10_000;

/** What the screens of a group replay: told to all of them, and held as long as one of them does. */
export interface WallReplays {
  /** Newest wins; null: they are live again. */
  steer(wall: string, group: string, replay: AskedReplay | null): void;
  of(wall: string): { group: string; replay: SharedReplay }[];
  /** A window of the group replays, until it is disposed. */
  hold(wall: string, group: string): Disposer;
  /** Another arrangement has other groups. */
  forget(wall: string): void;
  dispose: Disposer;
}

interface Group {
  replay?: SharedReplay | undefined;
  holders: number;
  stopWaiting?: Disposer | undefined;
}

/** @param clock whose monotonic time the players of this process go by too */
export function createWallReplays(
  clock: Clock,
  tell: (wall: string, group: string, replay: SharedReplay | null) => void,
): WallReplays {
  const walls = new Map<string, Map<string, Group>>();

  function groupOf(wall: string, name: string): Group {
    const groups = walls.get(wall) ?? new Map<string, Group>();
    walls.set(wall, groups);
    const group = groups.get(name) ?? { holders: 0 };
    groups.set(name, group);
    return group;
  }
  function waitForHolders(wall: string, name: string, group: Group): void {
    group.stopWaiting?.();
    group.stopWaiting = undefined;
    if (group.holders > 0 || group.replay === undefined) return;
    group.stopWaiting = clock.after(KEPT_MS, () => {
      group.replay = undefined;
      tell(wall, name, null);
    });
  }

  return {
    steer(wall, name, replay) {
      const group = groupOf(wall, name);
      group.replay = replay === null ? undefined : { ...replay, sinceMs: clock.monotonicMs() };
      waitForHolders(wall, name, group);
      tell(wall, name, group.replay ?? null);
    },
    of: (wall) =>
      [...(walls.get(wall) ?? [])].flatMap(([group, { replay }]) => (replay === undefined ? [] : [{ group, replay }])),
    hold(wall, name) {
      const group = groupOf(wall, name);
      group.holders += 1;
      waitForHolders(wall, name, group);
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        group.holders -= 1;
        waitForHolders(wall, name, group);
      };
    },
    forget(wall) {
      for (const [name, group] of walls.get(wall) ?? []) {
        group.stopWaiting?.();
        if (group.replay !== undefined) tell(wall, name, null);
      }
      walls.delete(wall);
    },
    dispose() {
      for (const groups of walls.values()) for (const { stopWaiting } of groups.values()) stopWaiting?.();
      walls.clear();
    },
  };
}
