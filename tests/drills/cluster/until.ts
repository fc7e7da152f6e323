import { setTimeout as sleep } from 'node:timers/promises';
import type { Group } from './groups.ts';

const LOOK_MS = 100;
/** On a machine with much else to do. */
const PATIENCE_MS = 120_000;

/** @throws Error when they are not in time */
export async function untilReady(groups: readonly Group[], desktops: number): Promise<void> {
  await until(async () => {
    const places = await Promise.all(groups.map((group) => group.ask({ type: 'where' })));
    const ready = places.reduce((sum, place) => sum + place.ready, 0);
    return ready === desktops ? true : `${ready} of ${desktops} desktops follow`;
  });
}

/** Until each desktop has heard of an event at or after this position. @throws Error when they have not in time */
export async function untilAllHeard(groups: readonly Group[], position: number): Promise<void> {
  await until(async () => {
    const places = await Promise.all(groups.map((group) => group.ask({ type: 'where' })));
    const least = Math.min(...places.map((place) => place.position));
    return least >= position ? true : `a desktop has heard up to ${least}, not to ${position}`;
  });
}

async function until(look: () => Promise<true | string>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const state = await look();
    if (state === true) return;
    if (performance.now() > deadline) throw new Error(`${state} after ${PATIENCE_MS / 1000} s`);
    await sleep(LOOK_MS);
  }
}
