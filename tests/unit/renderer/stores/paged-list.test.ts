import { describe, expect, it } from 'vitest';
import { createPagedList, PAGE_SIZE } from '../../../../renderer/stores/paged-list.ts';
import { RpcError } from '../../../../shared/rpc/index.ts';
import { createManualClock } from '../../../support/manual-clock.ts';

interface Asked {
  query: string;
  offset: number;
  signal: AbortSignal;
  answer: (total: number, revision?: number) => Promise<void>;
  fail: (code: string) => Promise<void>;
}

/** A list whose answers the test gives, in the order it likes. Row i of query q is `q:i@revision`. */
function createScene(query = 'a') {
  const clock = createManualClock();
  const asked: Asked[] = [];
  const list = createPagedList<string, string>({
    query,
    clock,
    fetch: (text, { offset, limit }, signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new RpcError('cancelled', 'cancelled')));
        asked.push({
          query: text,
          offset,
          signal,
          answer: async (total, revision = 1) => {
            const length = Math.max(0, Math.min(limit, total - offset));
            resolve({ rows: Array.from({ length }, (_, i) => `${text}:${offset + i}@${revision}`), total, revision });
            await settle();
          },
          fail: async (code) => {
            reject(new RpcError(code, code));
            await settle();
          },
        });
      }),
  });
  const take = () => asked.splice(0, asked.length);
  return { clock, list, take };
}

const settle = async () => {
  for (let turn = 0; turn < 8; turn++) await Promise.resolve();
};

async function createFilled(total: number) {
  const scene = createScene();
  scene.list.setActive(true);
  await scene.take()[0]?.answer(total);
  return scene;
}

describe('a paged list', () => {
  it('reads nothing until it is on screen, then its first page', async () => {
    const { list, take } = createScene();
    expect(take()).toEqual([]);
    list.setActive(true);
    const [first, ...others] = take();
    expect(first?.offset).toBe(0);
    expect(others).toEqual([]);
    expect(list.state.getState().total).toBeNull();
    await first?.answer(250);
    expect(list.state.getState().total).toBe(250);
    expect(list.row(99)).toBe('a:99@1');
    expect(list.row(100)).toBeUndefined();
  });

  it('reads the pages that are looked at once the scrolling settles, and none that were passed by', async () => {
    const { clock, list, take } = await createFilled(100_000);
    for (let row = 0; row < 90_000; row += 500) list.show(row, row + 30);
    expect(take()).toEqual([]);
    clock.advance(60);
    expect(take().map(({ offset }) => offset)).toEqual([89_500]);
  });

  it('reads both pages when the rows in view cross their border', async () => {
    const { clock, list, take } = await createFilled(1_000);
    list.show(190, 215);
    clock.advance(60);
    expect(take().map(({ offset }) => offset)).toEqual([100, 200]);
  });

  it('cancels what is no longer looked at', async () => {
    const { clock, list, take } = await createFilled(1_000);
    list.show(500, 520);
    clock.advance(60);
    const [passed] = take();
    list.show(800, 820);
    clock.advance(60);
    expect(passed?.signal.aborted).toBe(true);
    expect(take().map(({ offset }) => offset)).toEqual([800]);
    expect(list.state.getState().failures.size).toBe(0);
  });

  it('keeps a bounded number of pages, the least recently seen go first', async () => {
    const { clock, list, take } = await createFilled(100 * PAGE_SIZE);
    for (let page = 1; page < 60; page++) {
      list.show(page * PAGE_SIZE, page * PAGE_SIZE + 10);
      clock.advance(60);
      for (const request of take()) await request.answer(100 * PAGE_SIZE);
    }
    const kept = Array.from({ length: 100 }, (_, page) => page).filter((p) => list.row(p * PAGE_SIZE) !== undefined);
    expect(kept).toEqual(Array.from({ length: 40 }, (_, index) => 20 + index));
  });

  it('reads what is looked at again when the data changes, and shows the old rows meanwhile', async () => {
    const { list, take } = await createFilled(300);
    list.invalidate(2);
    const [again] = take();
    expect(again?.offset).toBe(0);
    expect(list.row(5)).toBe('a:5@1');
    await again?.answer(301, 2);
    expect(list.row(5)).toBe('a:5@2');
    expect(list.state.getState().total).toBe(301);
  });

  it('does not read again for a revision that it has', async () => {
    const { list, take } = await createFilled(300);
    list.invalidate(1);
    expect(take()).toEqual([]);
  });

  it('reads at most twice a second however often the data changes', async () => {
    const { clock, list, take } = await createFilled(300);
    let requests = 0;
    for (let revision = 2; revision < 52; revision++) {
      list.invalidate(revision);
      for (const request of take()) {
        requests += 1;
        await request.answer(300, revision);
      }
      clock.advance(100);
    }
    // 5 s of changes, 10 a second.
    expect(requests).toBeGreaterThanOrEqual(9);
    expect(requests).toBeLessThanOrEqual(11);
    clock.advance(1_000);
    for (const request of take()) await request.answer(300, 51);
    expect(list.row(0)).toBe('a:0@51');
  });

  it('reads again what was answered from before the change', async () => {
    const { clock, list, take } = createScene();
    list.setActive(true);
    const [first] = take();
    list.invalidate(7);
    await first?.answer(300, 6);
    expect(list.row(0)).toBe('a:0@6');
    const [again] = take();
    await again?.answer(300, 7);
    clock.advance(10_000);
    expect(take()).toEqual([]);
    expect(list.row(0)).toBe('a:0@7');
  });

  it('shows the old rows as outdated until the first answer to another query', async () => {
    const { list, take } = await createFilled(300);
    list.setQuery('b');
    expect(list.state.getState().outdated).toBe(true);
    expect(list.row(3)).toBe('a:3@1');
    const [first] = take();
    expect(first?.query).toBe('b');
    await first?.answer(2);
    expect(list.state.getState()).toMatchObject({ outdated: false, total: 2 });
    expect(list.row(0)).toBe('b:0@1');
    expect(list.row(3)).toBeUndefined();
  });

  it('drops the answer to a query that was given up', async () => {
    const { list, take } = createScene();
    list.setActive(true);
    const [old] = take();
    list.setQuery('b');
    const [next] = take();
    await next?.answer(1);
    await old?.answer(300);
    expect(list.row(0)).toBe('b:0@1');
    expect(list.state.getState().total).toBe(1);
  });

  it('keeps a failure by page, and asks for it again when told to', async () => {
    const { clock, list, take } = await createFilled(300);
    list.show(150, 170);
    clock.advance(60);
    await take()[0]?.fail('storage-failed');
    expect(list.state.getState().failures.get(1)?.code).toBe('storage-failed');
    expect(list.row(0)).toBe('a:0@1');
    clock.advance(60_000);
    expect(take()).toEqual([]);
    list.retry();
    const again = take().find(({ offset }) => offset === 100);
    await again?.answer(300);
    expect(list.state.getState().failures.size).toBe(0);
    expect(list.row(150)).toBe('a:150@1');
  });

  it('says since when rows that are looked at are missing, and not for rows that are only renewed', async () => {
    const { clock, list, take } = await createFilled(300);
    expect(list.state.getState().loadingSinceMs).toBeNull();
    list.invalidate(2);
    expect(list.state.getState().loadingSinceMs).toBeNull();
    for (const request of take()) await request.answer(300, 2);
    list.show(200, 220);
    clock.advance(60);
    expect(list.state.getState().loadingSinceMs).toBe(clock.nowMs());
  });

  it('follows a list that became shorter than where it was looked at', async () => {
    const { clock, list, take } = await createFilled(1_000);
    list.show(900, 930);
    clock.advance(60);
    for (const request of take()) await request.answer(120, 2);
    expect(list.state.getState().total).toBe(120);
    const [last] = take();
    expect(last?.offset).toBe(100);
    await last?.answer(120, 2);
    expect(list.row(119)).toBe('a:119@2');
  });

  it('takes the revisions of a restarted data host, which counts anew', async () => {
    const { clock, list, take } = createScene();
    list.setActive(true);
    await take()[0]?.answer(300, 900);
    list.refresh();
    await take()[0]?.answer(300, 3);
    clock.advance(10_000);
    expect(take()).toEqual([]);
    expect(list.row(0)).toBe('a:0@3');
  });

  it('is silent after its disposal', async () => {
    const { clock, list, take } = await createFilled(1_000);
    list.show(500, 520);
    list.dispose();
    clock.advance(60_000);
    list.invalidate(9);
    expect(take()).toEqual([]);
    expect(clock.plannedCount()).toBe(0);
  });
});

describe('a list whose order is held', () => {
  interface Named {
    name: string;
    value: number;
  }
  /** Answers with the rows that `rows` holds now. */
  async function createHeld() {
    const clock = createManualClock();
    let rows = [named('a', 1), named('b', 2), named('c', 3)];
    let revision = 0;
    const list = createPagedList<Named, string>({
      query: 'a',
      clock,
      identify: ({ name }) => name,
      fetch: async (_query, { offset, limit }) => ({
        rows: rows.slice(offset, offset + limit),
        total: rows.length,
        revision: ++revision,
      }),
    });
    const shown = () =>
      Array.from({ length: rows.length + 1 }, (_, index) => list.row(index)).flatMap((row) => row ?? []);
    const bring = async (next: Named[]) => {
      rows = next;
      list.refresh();
      await settle();
      clock.advance(1_000);
      await settle();
    };
    list.setActive(true);
    await bring(rows);
    return { list, shown, bring, waiting: () => list.state.getState().waiting };
  }
  const named = (name: string, value: number): Named => ({ name, value });
  const names = (rows: readonly Named[]) => rows.map(({ name, value }) => `${name}${value}`).join(' ');

  it('keeps its rows in their places, with what is in them now, and says that another order waits', async () => {
    const { list, shown, bring, waiting } = await createHeld();
    list.hold(true);
    await bring([named('c', 9), named('a', 1), named('b', 2), named('d', 4)]);
    expect(names(shown())).toBe('a1 b2 c9');
    expect(list.state.getState().total).toBe(3);
    expect(waiting()).toBe(true);
    // The same order as before again: nothing waits any more.
    await bring([named('a', 2), named('b', 2), named('c', 9)]);
    expect(names(shown())).toBe('a2 b2 c9');
    expect(waiting()).toBe(false);
  });

  it('takes the order when it is let go', async () => {
    const { list, shown, bring, waiting } = await createHeld();
    list.hold(true);
    await bring([named('b', 2), named('a', 1)]);
    expect(names(shown())).toBe('a1 b2 c3');
    list.hold(false);
    await settle();
    expect(names(shown())).toBe('b2 a1');
    expect(waiting()).toBe(false);
    expect(list.state.getState().total).toBe(2);
  });

  it('takes the order once when it is asked for, and holds the one that it took', async () => {
    const { list, shown, bring, waiting } = await createHeld();
    list.hold(true);
    await bring([named('b', 2), named('a', 1)]);
    list.takeOrder();
    await settle();
    expect(names(shown())).toBe('b2 a1');
    await bring([named('a', 5), named('b', 2)]);
    expect(names(shown())).toBe('b2 a5');
    expect(waiting()).toBe(true);
  });

  it('answers another question in its own order, held or not', async () => {
    const { list, shown, bring, waiting } = await createHeld();
    list.hold(true);
    await bring([named('c', 3), named('b', 2), named('a', 1)]);
    list.setQuery('b');
    await settle();
    expect(names(shown())).toBe('c3 b2 a1');
    expect(waiting()).toBe(false);
  });
});
