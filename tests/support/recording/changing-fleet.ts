import { FleetTable, SharedFrames } from '../../../shared/api/index.ts';
import { POSITION_FLAGS, type PositionRecord } from '../../../shared/domain/index.ts';
import { createManualClock } from '../manual-clock.ts';

/** Numbers that look random, the same each time (mulberry32; T. Ettinger). */
export function createChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What was live at the moment of a frame. */
export interface LiveMoment {
  atMs: number;
  streamId: number;
  epochMs: number;
  timeScale: number;
  records: Uint8Array;
}

/**
 * A server's fleet on a clock that is moved by hand: vehicles that drive, turn, stop, start, fall silent, are doubted and join, four frames a
 * second. Says of each frame what was live then.
 */
export function createChangingFleet(vehicles: number, seed = 1) {
  const chance = createChance(seed);
  const clock = createManualClock(Date.UTC(2026, 2, 3, 8));
  let shiftMs = 0;
  let table = new FleetTable({ streamId: 77, epochMs: clock.nowMs() });
  let frames = new SharedFrames(table);
  let sent = { streamId: 0, sequence: 0 };
  const ids: string[] = [];
  const tracks: PositionRecord[] = [];
  const serverMs = () => clock.nowMs() + shiftMs;

  function join(): void {
    ids.push(`vehicle ${ids.length + 1}`);
    tracks.push({
      ...{ longitude: 2 + chance(), latitude: 45 + chance(), velocityEast: 0, velocityNorth: 0 },
      ...{
        observedAtMs: serverMs(),
        headingDegrees: 360 * chance(),
        state: 2,
        flags: 0,
        kind: Math.floor(8 * chance()),
      },
    });
  }
  for (let slot = 0; slot < vehicles; slot++) join();

  function drive(slot: number): void {
    const track = tracks[slot];
    if (track === undefined || chance() < 0.05) return;
    const seconds = (serverMs() - track.observedAtMs) / 1000;
    if (chance() < 0.1) track.headingDegrees = 360 * chance();
    const before = Math.hypot(track.velocityEast, track.velocityNorth);
    const speed = chance() < 0.1 ? (chance() < 0.5 ? 0 : 15 * chance()) : before * (1 + (chance() - 0.5) / 50);
    const angle = (track.headingDegrees * Math.PI) / 180;
    track.velocityEast = speed * Math.sin(angle);
    track.velocityNorth = speed * Math.cos(angle);
    track.latitude += (track.velocityNorth * seconds) / 111_195;
    track.longitude += (track.velocityEast * seconds) / 78_000;
    track.observedAtMs = serverMs() - Math.floor(200 * chance());
    track.state = chance() < 0.02 ? Math.floor(4 * chance()) : track.state;
    track.flags = POSITION_FLAGS.hasHeading | (chance() < 0.02 ? POSITION_FLAGS.suspect : 0);
    table.write(slot, track);
  }

  return {
    clock,
    ids,
    chance,
    get streamId() {
      return table.streamId;
    },
    /** The frame of the next quarter of a second, and what is live with it. */
    next(): { frame: Uint8Array<ArrayBuffer>; live: LiveMoment } {
      clock.advance(250);
      const quarter = Math.round(clock.monotonicMs() / 250) % 4;
      for (let slot = quarter; slot < tracks.length; slot += 4) drive(slot);
      table.publish(serverMs());
      const frame = frames.since(sent.streamId === table.streamId ? sent.sequence : 0);
      sent = { streamId: table.streamId, sequence: table.sequence };
      const { epochMs, timeScale, streamId } = table;
      return { frame, live: { atMs: serverMs(), streamId, epochMs, timeScale, records: table.records.slice() } };
    },
    join,
    /** The server's clock is set. */
    leap(byMs: number) {
      shiftMs += byMs;
    },
    rebase() {
      table.rebase(serverMs());
    },
    setTimeScale(scale: number) {
      table.timeScale = scale;
    },
    /** Another start of the service: other slots, and nobody has been heard. */
    restart() {
      const { timeScale } = table;
      table = new FleetTable({ streamId: table.streamId + 1, epochMs: serverMs() });
      table.timeScale = timeScale;
      frames = new SharedFrames(table);
      ids.reverse();
      tracks.reverse();
    },
  };
}
