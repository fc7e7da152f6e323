import { describe, expect, it } from 'vitest';
import { encodeMatches } from '../../../../shared/contract/index.ts';
import { PASS_ALL, RECORD_BYTES } from '../../../../shared/domain/index.ts';
import { EPOCH_MS } from '../../../support/fleet-records.ts';
import { settle, setUpService } from '../../../support/positions-service.ts';

const START = { player: 'a3bb189e-8bf9-4bcd-9c5f-2f6b8f3f7f10', atMs: EPOCH_MS - 60_000, stretch: null };
const STANDING = { ...START, isPlaying: false, speed: 1 };

function replaying() {
  const set = setUpService(undefined, 'replay');
  set.service.receive({ type: 'replay', start: STANDING }, []);
  return set;
}
const longitudes = (message: { records: ArrayBuffer; count: number } | undefined) => {
  const view = new DataView(message?.records ?? new ArrayBuffer(0));
  return Array.from({ length: message?.count ?? 0 }, (_, slot) =>
    Math.round((view.getInt32(slot * RECORD_BYTES, true) * 180) / 2 ** 31),
  );
};

describe('a window that replays', () => {
  it('opens the recording and nothing that is live, and shows what was', async () => {
    const { host, attach, ofType, states } = replaying();
    attach();
    await settle();
    expect(host.replayed).toEqual([STANDING]);
    expect(host.opened).toEqual([]);
    expect(longitudes(ofType('fleet').at(-1))).toEqual([5]);
    expect(ofType('fleet').at(-1)?.serverTimeMs).toBe(START.atMs);
    expect(states()).toEqual(['live']);
  });

  it('takes no live frame, whatever sends it', async () => {
    const { host, attach, ofType } = replaying();
    host.wrongSource = true;
    attach();
    await settle();
    expect(ofType('fleet')).toEqual([]);
    expect(ofType('state').at(-1)?.repairs).toMatchObject({ malformed: 1 });
  });

  it('is steered over the same pipe, says where it is then, and after a lost link goes on from there', async () => {
    const { host, service, attach, ofType } = replaying();
    const peer = attach();
    await settle();
    const seek = { atMs: EPOCH_MS - 30_000, stretch: null };
    service.receive({ type: 'steer', steering: { seek } }, []);
    await settle();
    expect(host.steered).toEqual([{ player: START.player, seek }]);
    expect(ofType('sought').at(-1)).toEqual({ type: 'sought', atMs: seek.atMs });
    service.receive({ type: 'steer', steering: { isPlaying: true, speed: 10 } }, []);
    await settle();
    peer.close();
    await settle();
    attach();
    await settle();
    expect(host.replayed.at(-1)).toEqual({ ...START, atMs: seek.atMs, isPlaying: true, speed: 10 });
  });

  it('joins others at what they show by the clock of the data host, which another data host does not have', async () => {
    const set = setUpService(undefined, 'replay');
    const { host, service, attach } = set;
    const group = { wall: '1', group: 'a' };
    service.receive({ type: 'replay', start: { ...STANDING, isPlaying: true, sinceMs: 500, group } }, []);
    const peer = attach();
    await settle();
    expect(host.replayed).toEqual([{ ...STANDING, isPlaying: true, sinceMs: 500, group }]);
    peer.close();
    await settle();
    attach();
    await settle();
    expect(host.replayed.at(-1)).toEqual({ ...STANDING, isPlaying: true, group });
  });

  it('asks which vehicles match in the stream that it shows', async () => {
    const { host, service, attach, ofType } = replaying();
    const directory = { depots: ['Lyon'] };
    service.receive({ type: 'filter', filter: { sieve: PASS_ALL, directory } }, []);
    attach();
    await settle();
    expect(host.asked.at(-1)).toEqual({ ...directory, streamId: 7 });
    host.matches = encodeMatches({ streamId: 7, matching: 0, mask: Uint8Array.from([0]) });
    host.answerMatches();
    await settle();
    expect(ofType('counts').at(-1)?.shown).toMatchObject({ total: 0 });
  });

  it('finds where all were before, for their trails, with a player of its own', async () => {
    const { host, service, attach, clock, ofType } = replaying();
    service.receive({ type: 'overlay', wish: { trails: { slots: [0] }, density: null } }, []);
    attach();
    await settle();
    clock.advance(1_000);
    for (let turn = 0; turn < 30; turn++) await settle();
    const [first, second] = host.replayed as { player: string; atMs: number }[];
    expect(second?.player).not.toBe(first?.player);
    expect(second?.atMs).toBe(START.atMs - 240_000);
    expect(host.steered.length).toBeGreaterThan(20);
    expect(ofType('trails').length).toBeGreaterThan(0);
  });
});

describe('a window that is live', () => {
  it('takes no frame of a recording, whatever sends it', async () => {
    const { host, attach, ofType } = setUpService();
    host.wrongSource = true;
    attach();
    await settle();
    expect(ofType('fleet')).toEqual([]);
    expect(ofType('state').at(-1)?.repairs).toMatchObject({ malformed: 1 });
  });
});
