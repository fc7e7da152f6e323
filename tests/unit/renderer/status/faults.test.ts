import { describe, expect, it } from 'vitest';
import { positionsShown } from '../../../../renderer/status/faults.ts';
import { FAULT_NAMES, faultsOf, type Observed, overallOf, partsOf } from '../../../../renderer/status/index.ts';
import type { Health } from '../../../../shared/contract/index.ts';
import { createHealth } from '../../../support/memory-host/memory-host.ts';

const NOW = Date.UTC(2026, 2, 3, 13, 2, 30);
const SINCE = Date.UTC(2026, 2, 3, 13, 2, 7);
const well = createHealth(NOW - 60_000, 500);

function observed(change: Partial<Observed> = {}, health: Partial<Health> = {}): Observed {
  return {
    host: { state: 'open', sinceMs: NOW - 60_000 },
    health: { ...well, ...health },
    mutedSinceMs: null,
    fleet: { state: 'live', sinceMs: NOW - 60_000, fault: null, sequence: 9 },
    nowMs: NOW,
    ...change,
  };
}
const names = (state: Observed) => faultsOf(state).map(({ name }) => name);
const fault = (code: 'server-unreachable' | 'server-slow' | 'unauthorized' | 'server-malformed' | 'storage-full') => ({
  code,
  message: code,
  sinceMs: SINCE,
});

describe('what is wrong', () => {
  it('is nothing when all is well', () => {
    expect(names(observed())).toEqual([]);
    expect(overallOf(observed(), [])).toBe('live');
  });

  it('is nothing in the first two seconds of a window', () => {
    const young = observed({
      host: { state: 'connecting', sinceMs: NOW - 1_500 },
      health: undefined,
      fleet: { state: 'connecting', sinceMs: NOW - 1_500, fault: null, sequence: 0 },
    });
    expect(names(young)).toEqual([]);
    expect(overallOf(young, [])).toBe('connecting');
    const older = { ...young, nowMs: NOW + 1_000 };
    expect(names(older)).toEqual(['host-lost', 'positions-silent']);
  });

  it('is the host alone when it is lost, and that positions are not live', () => {
    const lost = observed(
      {
        host: { state: 'lost', sinceMs: SINCE, attempt: 2, code: 'disconnected', nextTryAtMs: NOW + 500 },
        fleet: { state: 'connecting', sinceMs: SINCE, fault: null, sequence: 9 },
      },
      { server: { ...well.server, state: 'offline', fault: fault('server-unreachable') } },
    );
    expect(names(lost)).toEqual(['host-lost', 'positions-silent']);
    expect(faultsOf(lost).map(({ sinceMs }) => sinceMs)).toEqual([SINCE, SINCE]);
    expect(overallOf(lost, faultsOf(lost))).toBe('lost');
    expect(partsOf(lost).map(({ part, state }) => `${part} ${state}`)).toEqual([
      'host lost',
      'server unknown',
      'sync unknown',
      'outbox unknown',
      'positions silent',
      'feed unknown',
    ]);
  });

  it('tells a refused page and a host that keeps stopping from a lost one', () => {
    const with_ = (code: string) =>
      names(observed({ host: { state: 'lost', sinceMs: SINCE, attempt: 1, code, nextTryAtMs: null } }))[0];
    expect(with_('unauthorized')).toBe('host-refused');
    expect(with_('data-host-stopped')).toBe('host-stopped');
    expect(with_('timeout')).toBe('host-lost');
  });

  it('is a host that does not answer, since it was last heard', () => {
    const muted = observed({ mutedSinceMs: SINCE });
    expect(faultsOf(muted)[0]).toMatchObject({ name: 'host-muted', sinceMs: SINCE });
    expect(overallOf(muted, faultsOf(muted))).toBe('lost');
  });

  it.each([
    ['refused', 'unauthorized'],
    ['incompatible', 'server-incompatible'],
    ['offline', 'server-unreachable'],
  ] as const)('is a server that is %s', (state, name) => {
    const state_ = observed({}, { server: { ...well.server, state, sinceMs: SINCE, fault: fault('server-slow') } });
    expect(faultsOf(state_)[0]).toMatchObject({ name, sinceMs: SINCE, code: 'server-slow' });
    expect(overallOf(state_, faultsOf(state_))).toBe('degraded');
  });

  it('is a server that cannot be reached from the start, and nothing while it is first tried', () => {
    const trying = { ...well.server, state: 'connecting', fault: null } as const;
    expect(names(observed({}, { server: trying }))).toEqual([]);
    expect(names(observed({}, { server: { ...trying, fault: fault('server-unreachable') } }))).toEqual([
      'server-unreachable',
    ]);
  });

  it('is positions that the window itself does not hear', () => {
    const silent = observed({ fleet: { state: 'silent', sinceMs: SINCE, fault: null, sequence: 9 } });
    expect(faultsOf(silent)).toEqual([{ name: 'positions-silent', severity: 'alarm', sinceMs: SINCE }]);
  });

  it('is positions that the data host does not hear, since their last frame, and why', () => {
    const positions = { ...well.positions, state: 'silent', sinceMs: NOW, lastFrameAtMs: SINCE } as const;
    expect(faultsOf(observed({}, { positions }))[0]).toMatchObject({ name: 'positions-silent', sinceMs: SINCE });
    const malformed = { ...positions, fault: fault('server-malformed') };
    expect(faultsOf(observed({}, { positions: malformed }))[0]).toMatchObject({ code: 'server-malformed' });
  });

  it('does not give the server’s fault twice', () => {
    const positions = { ...well.positions, state: 'silent', fault: fault('server-unreachable') } as const;
    const server = { ...well.server, state: 'offline', fault: fault('server-unreachable') } as const;
    const [first, second] = faultsOf(observed({}, { positions, server }));
    expect(first).toMatchObject({ name: 'server-unreachable', code: 'server-unreachable' });
    expect(second).not.toHaveProperty('code');
  });

  it('is a position stream that failed, with its code', () => {
    const failed = observed({ fleet: { state: 'failed', sinceMs: SINCE, fault: 'incompatible', sequence: 0 } });
    expect(faultsOf(failed)[0]).toMatchObject({ name: 'positions-failed', code: 'incompatible' });
  });

  it.each([
    ['full', 'cache-full'],
    ['read-only', 'cache-read-only'],
    ['failed', 'cache-failed'],
  ] as const)('is a cache that is %s', (state, name) => {
    const cache = { state, fault: fault('storage-full'), setAside: null, salvaged: 0 };
    expect(faultsOf(observed({}, { cache }))[0]).toMatchObject({ name, severity: 'alarm' });
  });

  it('is a cache that was set aside, as a notice that leaves the whole live', () => {
    const aside = observed({}, { cache: { state: 'ok', fault: null, setAside: '/data/cache.damaged', salvaged: 0 } });
    expect(faultsOf(aside)).toEqual([
      { name: 'cache-set-aside', severity: 'notice', sinceMs: null, detail: '/data/cache.damaged' },
    ]);
    expect(overallOf(aside, faultsOf(aside))).toBe('live');
  });

  it('is a sync that fails though the server is there', () => {
    const sync = { ...well.sync, fault: fault('server-malformed') };
    expect(faultsOf(observed({}, { sync }))[0]).toMatchObject({ name: 'sync-failed', code: 'server-malformed' });
  });

  it('is that nothing is sent though the server is there, which makes nothing that is seen old', () => {
    const outbox = { ...well.outbox, notSent: 2, fault: fault('unauthorized') };
    const paused = observed({}, { outbox });
    expect(faultsOf(paused)).toEqual([
      { name: 'sending-paused', severity: 'warning', sinceMs: SINCE, code: 'unauthorized' },
    ]);
    expect(overallOf(paused, faultsOf(paused))).toBe('live');
    const server = { ...well.server, state: 'offline', fault: fault('server-unreachable') } as const;
    expect(names(observed({}, { outbox, server }))).toEqual(['server-unreachable']);
  });

  it.each([
    ['all is sent', {}, 'empty', 'normal'],
    ['some waits', { notSent: 2 }, 'waiting', 'normal'],
    ['it goes', { notSent: 2, isSending: true }, 'sending', 'normal'],
    ['sending is paused', { notSent: 2, fault: fault('unauthorized') }, 'paused', 'warning'],
    ['a person must settle something', { notSent: 1, rejected: 1 }, 'waiting', 'warning'],
    ['some is unreadable', { notSent: 1, others: 1 }, 'waiting', 'warning'],
  ] as const)('of sending: %s', (_, change, state, severity) => {
    const parts = partsOf(observed({}, { outbox: { ...well.outbox, ...change } }));
    expect(parts.find(({ part }) => part === 'outbox')).toEqual({ part: 'outbox', state, severity });
  });

  it('is a notice where the cache is read anew, with why, and where edits were saved from a damaged one', () => {
    const rebuild = { reason: 'epoch-changed', atMs: SINCE } as const;
    expect(faultsOf(observed({}, { sync: { ...well.sync, rebuild } }))).toEqual([
      { name: 'cache-rebuilding', severity: 'notice', sinceMs: SINCE, detail: 'epoch-changed' },
    ]);
    expect(faultsOf(observed({}, { cache: { ...well.cache, salvaged: 3 } }))).toEqual([
      { name: 'edits-salvaged', severity: 'notice', sinceMs: null, detail: '3' },
    ]);
  });

  it('is a recording that has stopped, as a warning: what is live goes on', () => {
    const recording = { ...well.recording, state: 'stopped' as const, fault: fault('storage-full') };
    expect(faultsOf(observed({}, { recording }))).toEqual([
      { name: 'recording-stopped', severity: 'warning', sinceMs: SINCE, code: 'storage-full' },
    ]);
  });

  it('is a feed that failed or ended, in its own words', () => {
    const feed = { ...(well.feed ?? never()), notice: 'The file ended.' };
    expect(faultsOf(observed({}, { feed: { ...feed, state: 'failed' } }))[0]).toMatchObject({
      name: 'feed-failed',
      severity: 'alarm',
      detail: 'The file ended.',
    });
    expect(faultsOf(observed({}, { feed: { ...feed, state: 'ended' } }))[0]).toMatchObject({ severity: 'notice' });
    expect(names(observed({}, { feed: { ...feed, state: 'replay' } }))).toEqual([]);
  });

  it('is a feed that has fallen silent behind a server that is well: then nothing on the map is live', () => {
    const feed = { ...(well.feed ?? never()), state: 'silent', lastFixAtMs: SINCE } as const;
    expect(faultsOf(observed({}, { feed }))).toEqual([{ name: 'feed-silent', severity: 'alarm', sinceMs: SINCE }]);
    expect(positionsShown(observed({}, { feed }))).toEqual({ state: 'silent', sinceMs: SINCE });
    expect(partsOf(observed({}, { feed })).find(({ part }) => part === 'feed')).toMatchObject({ severity: 'alarm' });
  });

  it('is said worst first', () => {
    const all = observed(
      { fleet: { state: 'silent', sinceMs: SINCE, fault: null, sequence: 9 } },
      {
        server: { ...well.server, state: 'offline', fault: fault('server-unreachable') },
        cache: { state: 'full', fault: fault('storage-full'), setAside: '/x', salvaged: 0 },
      },
    );
    const found = names(all);
    expect(found).toEqual(['cache-full', 'server-unreachable', 'positions-silent', 'cache-set-aside']);
    expect(found.map((name) => FAULT_NAMES.indexOf(name))).toEqual(
      found.map((name) => FAULT_NAMES.indexOf(name)).toSorted((a, b) => a - b),
    );
  });
});

function never(): never {
  throw new Error('the sample has a feed');
}
