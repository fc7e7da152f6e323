import { appendFileSync, copyFileSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Library } from '../../../../electron/data/recording/library.ts';
import { Player } from '../../../../electron/data/recording/player.ts';
import { Recorder } from '../../../../electron/data/recording/recorder.ts';
import { recoverSegments } from '../../../../electron/data/recording/recover.ts';
import { segmentFile, segmentNumbers } from '../../../../electron/data/recording/segment-files.ts';
import { SegmentReader } from '../../../../electron/data/recording/segment-reader.ts';
import { FleetTable, MalformedFrameError, readFrameHeader } from '../../../../shared/api/index.ts';
import { createChangingFleet, type LiveMoment } from '../../../support/recording/changing-fleet.ts';
import { canMount, smallDisks } from '../../../support/small-disk.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';

const LIMITS = { hours: 24, bytes: 1e9 };
const temporaryFolder = temporaryFolders();

type ChangingFleet = ReturnType<typeof createChangingFleet>;

function createRecording(folder: string, fleet: ChangingFleet, limits = LIMITS) {
  const { clock } = fleet;
  const recorder = new Recorder({ folder, limits, leastFreeBytes: 0, clock });
  const moments: LiveMoment[] = [];
  return {
    recorder,
    moments,
    /** Lets so many frames come. */
    run: (frames: number): void => {
      for (let count = 0; count < frames; count++) {
        const { frame, live } = fleet.next();
        recorder.directory(fleet.streamId, 0, fleet.ids);
        if (!recorder.frame(frame)) throw new Error('a frame was not taken');
        moments.push(live);
      }
    },
  };
}

/** What a window makes of the frames of a player. */
function createWindow(folder: string) {
  const library = new Library(folder);
  const player = new Player(library);
  const table = new FleetTable({ streamId: 0, epochMs: 0 }, 16, 'replay');
  return {
    library,
    player,
    table,
    seek(atMs: number, stretch: number | null = null) {
      const place = player.seek(atMs, stretch);
      if (place === undefined) throw new Error('nothing is recorded');
      expect(table.apply(player.frame())).toBe('applied');
      return place;
    },
    advance(byMs: number) {
      const place = player.advance(byMs);
      expect(table.apply(player.frame())).toBe('applied');
      return place;
    },
  };
}

function expectSame(table: FleetTable, live: LiveMoment): void {
  expect({ streamId: table.streamId, epochMs: table.epochMs, timeScale: table.timeScale }).toEqual({
    ...{ streamId: live.streamId, epochMs: live.epochMs, timeScale: live.timeScale },
  });
  expect(Buffer.compare(table.records, live.records)).toBe(0);
}

describe('a recording', () => {
  it('is what was live, to the last bit, at random instants and frame by frame, over all that changes', () => {
    const folder = temporaryFolder();
    const fleet = createChangingFleet(300);
    const { recorder, run, moments } = createRecording(folder, fleet);
    run(200);
    fleet.join();
    run(150);
    fleet.rebase();
    run(40);
    fleet.setTimeScale(60);
    run(40);
    fleet.leap(3_600_000);
    run(40);
    fleet.leap(-7_200_000);
    run(60);
    fleet.restart();
    run(60);
    recorder.close();

    const window = createWindow(folder);
    for (let count = 0; count < 20; count++) {
      // One that was not shown again later by a clock that was set back.
      const index = Math.floor(fleet.chance() * moments.length);
      const live = moments[index];
      const next = moments[index + 1];
      if (live === undefined) throw new Error('there is no such moment');
      const stretches = window.library.stretches();
      const until = next !== undefined && next.atMs > live.atMs ? next.atMs : live.atMs + 1;
      const atMs = live.atMs + fleet.chance() * (until - live.atMs) * 0.99;
      window.library.refresh();
      const having = window.library.stretches().filter(({ fromMs, toMs }) => fromMs <= live.atMs && live.atMs <= toMs);
      const stretch = having.find(({ streamId, segments }) => {
        return streamId === live.streamId && segments.some(({ head }) => head.epochMs === live.epochMs);
      });
      window.seek(Math.min(atMs, stretch?.toMs ?? atMs), stretch?.stretch ?? null);
      expectSame(window.table, live);
      expect(stretches.length).toBeLessThanOrEqual(4);
    }

    // From the first frame on, over every gap.
    const first = moments[0];
    if (first === undefined) throw new Error('nothing was recorded');
    window.seek(first.atMs, 1);
    expectSame(window.table, first);
    let stretch = 1;
    for (const live of moments.slice(1)) {
      const from = window.table.serverTimeMs;
      const place = window.advance(Math.max(1, live.atMs - from));
      if (place !== undefined && place.stretch !== stretch) stretch = place.stretch;
      expectSame(window.table, live);
    }
    expect(window.library.stretches().map(({ timeScale }) => timeScale)).toEqual([1, 60, 60, 60]);
    window.library.close();
  });

  it('is at the same instant for all players that go by the clock, over a gap and at the end, however often each is asked', () => {
    const folder = temporaryFolder();
    const fleet = createChangingFleet(20);
    const { recorder, run, moments } = createRecording(folder, fleet);
    run(40);
    fleet.leap(3_600_000);
    run(40);
    recorder.close();
    const [first, lastBefore, firstAfter, last] = [0, 39, 40, 79].map((index) => moments[index]?.atMs ?? 0);
    const playedMs = (lastBefore ?? 0) - (first ?? 0) + 3_000;
    const places = [1, 7, 90].map((steps) => {
      const { player } = createWindow(folder);
      player.seek(first ?? 0, null);
      let place = player.advance(0, true);
      for (let step = 0; step < steps; step++) place = player.advance(playedMs / steps, true);
      const end = player.advance(3_600_000, true);
      return {
        stretch: place?.stretch,
        atMs: Math.round(place?.atMs ?? 0),
        endMs: end?.atMs,
        isLate: (end?.missedMs ?? 0) > 0,
      };
    });
    expect(places).toEqual(
      places.map(() => ({ stretch: 2, atMs: (firstAfter ?? 0) + 3_000, endMs: last, isLate: true })),
    );
  });

  it('is replayed in frames that nobody takes for live ones', () => {
    const folder = temporaryFolder();
    const { recorder, run, moments } = createRecording(folder, createChangingFleet(20));
    run(20);
    recorder.close();
    const { player } = createWindow(folder);
    player.seek(moments[9]?.atMs ?? 0, null);
    for (const frame of [player.frame(), (player.advance(1_000), player.frame())]) {
      expect(readFrameHeader(frame, 'replay').isReplayed).toBe(true);
      expect(() => new FleetTable({ streamId: 77, epochMs: 0 }).apply(frame)).toThrow(MalformedFrameError);
    }
    const live = createChangingFleet(3).next().frame;
    expect(() => new FleetTable({ streamId: 0, epochMs: 0 }, 4, 'replay').apply(live)).toThrow(/it is live/);
  });

  it('keeps at most what it is told to, the oldest first', () => {
    const folder = temporaryFolder();
    const fleet = createChangingFleet(200);
    const { recorder, run, moments } = createRecording(folder, fleet, { hours: 24, bytes: 200_000 });
    run(1_400);
    expect(recorder.state().bytes).toBeLessThanOrEqual(200_000);
    recorder.close();
    const { library } = createWindow(folder);
    library.refresh();
    const [stretch] = library.stretches();
    expect(stretch?.fromMs).toBeGreaterThan(moments[0]?.atMs ?? 0);
    expect(stretch?.toMs).toBe(moments.at(-1)?.atMs);
  });

  it('plays on with what is left when what it played has been removed', () => {
    const folder = temporaryFolder();
    const fleet = createChangingFleet(200);
    const { recorder, run, moments } = createRecording(folder, fleet, { hours: 24, bytes: 200_000 });
    run(40);
    const window = createWindow(folder);
    window.seek(moments[0]?.atMs ?? 0);
    run(1_400);
    const place = window.advance(250);
    expect(place?.atMs).toBeGreaterThan(moments[40]?.atMs ?? 0);
    const live = moments.findLast(({ atMs }) => atMs <= window.table.serverTimeMs);
    if (live === undefined) throw new Error('there is no such moment');
    expectSame(window.table, live);
    recorder.close();
    window.library.close();
  });

  it('goes back no further than so many hours, by both clocks', () => {
    const folder = temporaryFolder();
    const fleet = createChangingFleet(10);
    const { recorder, run } = createRecording(folder, fleet, { hours: 1, bytes: 1e9 });
    run(40);
    fleet.leap(5 * 3_600_000);
    run(300);
    expect(segmentNumbers(folder)).toContain(1);
    fleet.clock.advance(2 * 3_600_000);
    run(400);
    expect(segmentNumbers(folder)).not.toContain(1);
    recorder.close();
  });
});

describe('a recording that was cut off', () => {
  it('loses the block that was being written, at whichever byte, and no other', () => {
    const folder = temporaryFolder();
    const fleet = createChangingFleet(12);
    const { recorder, run, moments } = createRecording(folder, fleet);
    run(4 * 6 + 1);
    const file = segmentFile(folder, 1);
    const before = new SegmentReader(file, 1);
    const [whole, last] = [before.soundBytes, before.blocks.at(-1)];
    before.close();
    if (last === undefined) throw new Error('there is no block');
    recorder.close();
    const bytes = readFileSync(file).subarray(0, whole);

    const elsewhere = path.join(folder, 'cut');
    mkdirSync(elsewhere);
    for (let cut = last.offset; cut < whole; cut++) {
      const torn = segmentFile(elsewhere, 1);
      // Cut, and as a disk may leave it: the rest zeros.
      const zeroed = Buffer.concat([bytes.subarray(0, cut), Buffer.alloc(whole - cut)]);
      writeFileSync(torn, cut % 2 === 0 || zeroed.equals(bytes) ? bytes.subarray(0, cut) : zeroed);
      const recovery = recoverSegments(elsewhere);
      expect(recovery).toMatchObject({ closed: 1, removed: 0 });
      const reader = new SegmentReader(torn, 1);
      expect(reader.isClosed).toBe(true);
      expect(reader.blocks).toHaveLength(before.blocks.length - 1);
      expect(reader.toMs).toBeGreaterThanOrEqual(last.fromMs - 1_250);
      reader.close();
    }
    const window = createWindow(elsewhere);
    const live = moments.findLast(({ atMs }) => atMs < last.fromMs);
    if (live === undefined) throw new Error('there is no such moment');
    window.seek(live.atMs);
    expectSame(window.table, live);
    window.library.close();
  });

  it('removes what is none, and passes over a block that is damaged within', () => {
    const folder = temporaryFolder();
    const fleet = createChangingFleet(30);
    const { recorder, run, moments } = createRecording(folder, fleet);
    run(4 * 90);
    recorder.close();
    const file = segmentFile(folder, 1);
    const reader = new SegmentReader(file, 1);
    const damaged = reader.blocks[8];
    const keys = reader.blocks.filter(({ kind }) => kind === 'key');
    reader.close();
    const bytes = readFileSync(file);
    bytes.writeUInt8((bytes[(damaged?.offset ?? 0) + 60] ?? 0) ^ 1, (damaged?.offset ?? 0) + 60);
    writeFileSync(file, bytes);
    writeFileSync(segmentFile(folder, 2), 'no recording');
    expect(recoverSegments(folder)).toEqual({ closed: 0, cutBytes: 0, removed: 1 });

    const window = createWindow(folder);
    const atMs = (keys[1]?.toMs ?? 0) + 5_000;
    window.seek(moments[0]?.atMs ?? 0);
    window.advance(atMs - window.table.serverTimeMs);
    const live = moments.findLast((moment) => moment.atMs <= atMs);
    if (live === undefined) throw new Error('there is no such moment');
    expectSame(window.table, live);
    window.library.close();
  });
});

describe.runIf(canMount)('a recording on a disk that is full', () => {
  const smallDisk = smallDisks();

  it('stops and says so, keeps what is there, and goes on by itself when there is room', () => {
    const disk = smallDisk(1);
    const folder = path.join(disk.folder, 'recordings');
    const fleet = createChangingFleet(500);
    const { recorder, run, moments } = createRecording(folder, fleet);
    const ballast = path.join(disk.folder, 'ballast');
    writeFileSync(ballast, Buffer.alloc(600_000));
    run(40);
    expect(recorder.state().state).toBe('recording');
    let frames = 0;
    for (; recorder.state().state === 'recording' && frames < 4_000; frames++) run(1);
    expect(recorder.state()).toMatchObject({ state: 'stopped', fault: { code: 'ENOSPC' } });
    run(40);
    expect(recorder.state().state).toBe('stopped');
    truncateSync(ballast, 0);
    for (let count = 0; recorder.state().state === 'stopped' && count < 100; count++) {
      run(1);
      recorder.tick();
    }
    run(20);
    expect(recorder.state().state).toBe('recording');
    recorder.close();

    const window = createWindow(folder);
    for (const live of [moments[10], moments.at(-5)]) {
      if (live === undefined) throw new Error('there is no such moment');
      window.seek(live.atMs);
      expectSame(window.table, live);
    }
    window.library.close();
  });
});

it('reads on in a segment that is being written to', () => {
  const folder = temporaryFolder();
  const fleet = createChangingFleet(50);
  const { recorder, run, moments } = createRecording(folder, fleet);
  run(9);
  const window = createWindow(folder);
  window.seek(moments[0]?.atMs ?? 0);
  expect(window.advance(60_000)).toMatchObject({ isAtEnd: true });
  run(400);
  // Half of a block lies at the end, as one that is being written.
  copyFileSync(segmentFile(folder, 1), path.join(folder, 'whole'));
  const size = statSync(segmentFile(folder, 1)).size;
  appendFileSync(segmentFile(folder, 1), readFileSync(path.join(folder, 'whole')).subarray(64, 100));
  window.advance(50_000);
  const live = moments.findLast(({ atMs }) => atMs <= window.table.serverTimeMs);
  if (live === undefined) throw new Error('there is no such moment');
  expectSame(window.table, live);
  truncateSync(segmentFile(folder, 1), size);
  recorder.close();
  window.library.close();
});
