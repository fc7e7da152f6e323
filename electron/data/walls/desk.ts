import type { DeskNews, DeskOrder, OpenScreen } from '../../../shared/contract/index.ts';
import { newWall, type Wall } from '../../../shared/domain/index.ts';
import { RpcError } from '../../../shared/rpc/index.ts';

/** What the shell has said last of its desk, and the orders that it is given. */
export interface Desk {
  /** Null until the shell has said anything: there may be none. */
  news(): DeskNews | null;
  open(): OpenScreen[];
  hear(news: DeskNews): void;
  /** @throws RpcError `no-displays` where there is no shell */
  order(order: DeskOrder): void;
}

export function createDesk(giveOrder: (order: DeskOrder) => void): Desk {
  let last: DeskNews | null = null;
  return {
    news: () => last,
    open: () => last?.open ?? [],
    hear(news) {
      last = news;
    },
    order(order) {
      if (last === null) throw new RpcError('no-displays', 'there is no shell that opens windows on displays');
      giveOrder(order);
    },
  };
}

/** The order that makes the open screens of a wall those of its arrangement. */
export function openingOf({ id, screens }: Wall): DeskOrder {
  return {
    type: 'open-screens',
    wall: id,
    screens: screens.map((screen) => ({ screen: screen.id, display: screen.display })),
  };
}

export function closingOf(wall: string): DeskOrder {
  return { type: 'open-screens', wall, screens: [] };
}

/** The walls that the shell has opened by itself, from its menu or from what it kept, and that are not known here. */
export function unknownWalls(news: DeskNews, known: readonly Wall[]): Wall[] {
  const made = new Map<string, Wall>();
  for (const { wall, display, bounds } of news.open) {
    if (known.some(({ id }) => id === wall) || made.has(wall)) continue;
    const shown = news.displays.find(({ id }) => id === display);
    const place = bounds ?? { x: 0, y: 0, width: 1_920, height: 1_080 };
    made.set(
      wall,
      newWall(
        wall,
        freeName(news.wallWord, [...known, ...made.values()]),
        shown ?? { id: display ?? 0, label: '', bounds: place },
      ),
    );
  }
  return [...made.values()];
}

/** "Wall 1", or the next number that no wall has. */
function freeName(word: string, known: readonly Wall[]): string {
  let number = 1;
  while (known.some(({ name }) => name === `${word} ${number}`)) number += 1;
  return `${word} ${number}`;
}
