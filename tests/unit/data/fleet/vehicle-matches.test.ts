import { beforeEach, describe, expect, it } from 'vitest';
import { recordedSlots } from '../../../../electron/data/fleet/stream-slots.ts';
import { createMatchesSource, MATCH_EVERY_MS } from '../../../../electron/data/fleet/vehicle-matches.ts';
import { decodeMatches, encodeMatches } from '../../../../shared/contract/index.ts';
import { createListeners } from '../../../../shared/rpc/index.ts';
import { createManualClock, type ManualClock } from '../../../support/manual-clock.ts';

let clock: ManualClock;
let slots: string[];
let matching: string[];
const rows = createListeners<void>();
const slotNews = createListeners<void>();
let reads = 0;

beforeEach(() => {
  clock = createManualClock();
  slots = ['a', 'b', 'c'];
  matching = ['c', 'a', 'never heard'];
  reads = 0;
});

function openSource() {
  const source = createMatchesSource({
    slots: {
      streamId: () => 7,
      slotOf: (id) => (slots.includes(id) ? slots.indexOf(id) : undefined),
      count: () => slots.length,
      onSlots: (listener) => slotNews.add(listener),
    },
    clock,
    ids: () => {
      reads += 1;
      return matching;
    },
    onRows: (listener) => rows.add(listener),
  });
  let readied = 0;
  source.onReady(() => {
    readied += 1;
  });
  const take = () => {
    const bytes = source.take();
    if (bytes === undefined) return undefined;
    const { streamId, matching: count, mask } = decodeMatches(bytes);
    return { streamId, count, mask: [...mask] };
  };
  return { source, take, readied: () => readied };
}

describe('which slots match', () => {
  it('is told at once, and not again while nothing has changed', () => {
    const { take } = openSource();
    expect(take()).toEqual({ streamId: 7, count: 2, mask: [1, 0, 1] });
    expect(take()).toBeUndefined();
  });

  it('is told again when rows or slots change, once for many changes', () => {
    const { take, readied } = openSource();
    take();
    matching = ['b'];
    for (let change = 0; change < 100; change++) rows.emit();
    expect(take()).toBeUndefined();
    clock.advance(MATCH_EVERY_MS);
    expect(readied()).toBe(1);
    expect(take()).toEqual({ streamId: 7, count: 1, mask: [0, 1, 0] });
    slots.push('d');
    matching.push('d');
    slotNews.emit();
    clock.advance(MATCH_EVERY_MS);
    expect(take()).toEqual({ streamId: 7, count: 2, mask: [0, 1, 0, 1] });
    expect(reads).toBe(3);
  });

  it('is not told again when it is the same as before', () => {
    const { take } = openSource();
    take();
    rows.emit();
    clock.advance(MATCH_EVERY_MS);
    expect(take()).toBeUndefined();
    expect(reads).toBe(2);
  });

  it('costs nothing once nobody asks', () => {
    const { source, readied } = openSource();
    rows.emit();
    source.dispose();
    clock.advance(MATCH_EVERY_MS);
    rows.emit();
    clock.advance(MATCH_EVERY_MS);
    expect(readied()).toBe(0);
  });

  it('is told of an earlier stream by its own places, as soon as these are read', async () => {
    const places = recordedSlots(
      3,
      { directory: async () => ['x', 'c', 'a'] },
      { streamId: () => 7, onSlots: (listener) => slotNews.add(listener) },
    );
    const source = createMatchesSource({ slots: places, clock, ids: () => matching, onRows: () => () => undefined });
    let readied = 0;
    source.onReady(() => void (readied += 1));
    expect(source.take()).toBeUndefined();
    await Promise.resolve();
    await Promise.resolve();
    expect(readied).toBe(1);
    expect(decodeMatches(source.take() ?? new Uint8Array())).toEqual({
      ...{ streamId: 3, matching: 2, mask: new Uint8Array([0, 1, 1]) },
    });
    // What joins the live stream is none of this one.
    slotNews.emit();
    await Promise.resolve();
    clock.advance(MATCH_EVERY_MS);
    expect(source.take()).toBeUndefined();
    source.dispose();
  });

  it('refuses what is shorter than its header', () => {
    const bytes = encodeMatches({ streamId: 2 ** 32 - 1, matching: 1, mask: new Uint8Array([1]) });
    expect(decodeMatches(bytes)).toEqual({ streamId: 2 ** 32 - 1, matching: 1, mask: new Uint8Array([1]) });
    expect(() => decodeMatches(bytes.subarray(0, 7))).toThrow(RangeError);
  });
});
