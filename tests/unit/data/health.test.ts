import { beforeEach, expect, it, vi } from 'vitest';
import { createServerWatch, type ServerWatch } from '../../../electron/data/health.ts';
import { RemoteError } from '../../../electron/data/remote/remote-error.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';

let clock: ManualClock;
let watch: ServerWatch;
const onChange = vi.fn<() => void>();
beforeEach(() => {
  clock = createManualClock();
  onChange.mockClear();
  watch = createServerWatch('https://vigie.example.com', clock, onChange);
});

it('begins with connecting, and tells each change once', () => {
  expect(watch.health()).toEqual({
    url: 'https://vigie.example.com',
    state: 'connecting',
    sinceMs: clock.nowMs(),
    fault: null,
  });
  clock.advance(1_000);
  watch.wasWell();
  watch.wasWell();
  expect(onChange).toHaveBeenCalledOnce();
  expect(watch.health()).toMatchObject({ state: 'online', sinceMs: clock.nowMs() });
});

it.each([
  ['server-unreachable', 'offline'],
  ['server-slow', 'offline'],
  ['server-failed', 'offline'],
  ['server-not-vigie', 'offline'],
  ['server-incompatible', 'incompatible'],
  ['unauthorized', 'refused'],
  ['forbidden', 'refused'],
  // It is there, and is Vigie: what it sends is wrong.
  ['server-malformed', 'online'],
] as const)('%s makes it %s', (code, state) => {
  watch.failed(new RemoteError(code, 'why'));
  expect(watch.health()).toMatchObject({ state, fault: { code, message: 'why' } });
});

it('keeps since when a state and a fault last, though the words change', () => {
  watch.wasWell();
  clock.advance(5_000);
  const beganAtMs = clock.nowMs();
  watch.failed({ code: 'server-failed', message: 'once' });
  clock.advance(5_000);
  watch.failed({ code: 'server-failed', message: 'twice' });
  expect(watch.health()).toMatchObject({
    state: 'offline',
    sinceMs: beganAtMs,
    fault: { message: 'twice', sinceMs: beganAtMs },
  });
  clock.advance(5_000);
  watch.failed({ code: 'server-slow', message: 'slow' });
  expect(watch.health()).toMatchObject({
    state: 'offline',
    sinceMs: beganAtMs,
    fault: { code: 'server-slow', sinceMs: clock.nowMs() },
  });
});

it('knows the feed while somebody tells of it', () => {
  const feed = {
    name: 'simulator',
    kind: 'simulator',
    state: 'live',
    speed: 1,
    feedTimeMs: null,
    lastFixAtMs: null,
    accepted: 0,
    suspect: 0,
    refused: {},
    notice: null,
  } as const;
  watch.feedLost();
  expect(onChange).not.toHaveBeenCalled();
  watch.feedTold(feed);
  expect(watch.feed()).toEqual(feed);
  watch.feedLost();
  expect(watch.feed()).toBeNull();
  expect(onChange).toHaveBeenCalledTimes(2);
});
