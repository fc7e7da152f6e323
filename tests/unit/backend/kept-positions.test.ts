import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { PositionKeeper } from '../../../backend/services/kept-positions/position-keeper.ts';
import {
  DamagedPositionsError,
  decodePositions,
  encodePositions,
  type KeptTrack,
} from '../../../backend/services/kept-positions/positions-file.ts';
import { SupervisionService } from '../../../backend/services/supervision-service.ts';
import { POSITION_FLAGS } from '../../../shared/domain/index.ts';
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts';
import { silentLog } from '../../support/silent-log.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const newFolder = temporaryFolders();
let clock: ManualClock;
let folder: string;
beforeEach(() => {
  clock = createManualClock();
  folder = newFolder();
});

function service(vehicles = 3) {
  const supervision = new SupervisionService(clock);
  for (let id = 1; id <= vehicles; id++) supervision.know({ id: String(id), code: `V${id}`, kind: 'bus' });
  return supervision;
}
const keeperOf = (supervision: SupervisionService, log = silentLog) =>
  new PositionKeeper({ folder, supervision, clock, log });
const fix = (vehicle: string, changes: object = {}) => ({
  ...{ vehicle, longitude: 4.8, latitude: 45.7, observedAtMs: clock.nowMs() },
  ...{ headingDegrees: 90, speedMetresPerSecond: 10, state: 'on-mission' as const },
  ...changes,
});
const file = () => path.join(folder, 'latest-positions.bin');

/** A service that heard of two vehicles and was stopped. */
async function leaveTwo(): Promise<SupervisionService> {
  const before = service();
  const keeper = keeperOf(before);
  before.ingest([fix('V1'), fix('V2')]);
  before.ingest([fix('V2', { longitude: 60, observedAtMs: clock.nowMs() + 1 })]);
  await keeper.stop();
  return before;
}

describe('the latest positions over a restart', () => {
  it('are there with their true age, where they were, and whether they are believed', async () => {
    await leaveTwo();
    clock.advance(3_600_000);
    const after = service();
    await keeperOf(after).restore();
    after.start();
    clock.advance(250);
    expect(after.directory).toEqual(['1', '2']);
    const [first, second] = [after.table.read(0), after.table.read(1)];
    expect(first).toMatchObject({ state: 2, flags: POSITION_FLAGS.hasHeading });
    expect(first?.longitude).toBeCloseTo(4.8, 6);
    expect(first?.velocityEast).toBeCloseTo(10, 5);
    expect(clock.nowMs() - (first?.observedAtMs ?? 0)).toBeCloseTo(3_600_250, -1);
    expect(second?.flags).toBe(POSITION_FLAGS.hasHeading | POSITION_FLAGS.suspect);
    expect(second?.longitude).toBeCloseTo(4.8, 6);
    // Nothing is heard yet: neither that vehicles move, nor that the feed has just spoken.
    expect(after.movingVehicles).toBe(0);
    expect(clock.nowMs() - (after.feed.status.lastFixAtMs ?? 0)).toBe(3_600_250);
  });

  it('give way to what is heard, and not the other way round', async () => {
    await leaveTwo();
    const after = service();
    after.ingest([fix('V1', { longitude: 4.9, observedAtMs: clock.nowMs() + 10_000 })]);
    await keeperOf(after).restore();
    expect(after.table.read(0)?.longitude).toBeCloseTo(4.9, 6);
    clock.advance(20_000);
    expect(after.ingest([fix('V2', { longitude: 4.801 })])).toMatchObject({ accepted: 1, suspect: 0 });
  });

  it('are not those of vehicles that have left the fleet', async () => {
    await leaveTwo();
    const after = service(1);
    await keeperOf(after).restore();
    expect(after.directory).toEqual(['1']);
  });

  it('are written every few seconds, when there is something new, and no file is left half written', async () => {
    const before = service();
    const keeper = keeperOf(before);
    keeper.start();
    clock.advance(5_000);
    expect(existsSync(file())).toBe(false);
    before.ingest([fix('V1')]);
    clock.advance(5_000);
    await vi.waitFor(() => expect(existsSync(file())).toBe(true));
    rmSync(file());
    await keeper.stop();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('are set aside when they are damaged, and the service starts without them', async () => {
    await leaveTwo();
    const bytes = readFileSync(file());
    bytes[50] = (bytes[50] ?? 0) ^ 1;
    writeFileSync(file(), bytes);
    const after = service();
    await keeperOf(after).restore();
    expect(after.directory).toEqual([]);
    expect(readdirSync(folder)).toEqual(['latest-positions.bin.damaged']);
  });

  it('are done without where the disk takes nothing, which is said once', async () => {
    folder = path.join(folder, 'a file', 'below');
    writeFileSync(path.dirname(folder), '');
    const supervision = service();
    const warn = vi.fn();
    const keeper = keeperOf(supervision, Object.assign(Object.create(silentLog), { warn }) as typeof silentLog);
    await keeper.restore();
    warn.mockClear();
    for (const longitude of [4.8, 4.801]) {
      supervision.ingest([fix('V1', { longitude, observedAtMs: clock.nowMs() })]);
      await keeper.stop();
      clock.advance(1_000);
    }
    expect(warn).toHaveBeenCalledOnce();
  });
});

describe('the file of positions', () => {
  it('holds what was written, ids beyond the numbers of JavaScript too, and is refused at any other byte', () => {
    const kept: [string, KeptTrack, number][] = [
      [
        '900719925474099312',
        {
          ...{
            longitude: -180,
            latitude: 90,
            observedAtMs: 1_700_000_000_000.25,
            velocityEast: -1.5,
            velocityNorth: 0,
          },
          ...{ headingDegrees: undefined, isSuspect: true },
        },
        3,
      ],
    ];
    const bytes = encodePositions((visit) => kept.forEach((one) => visit(...one)), 5, {
      lastFixAtMs: null,
      writtenAtMs: 1,
    });
    const read: typeof kept = [];
    const decoded = decodePositions(bytes);
    decoded.each((...one) => read.push(one));
    expect(read).toEqual(kept);
    expect(decoded.lastFixAtMs).toBeNull();
    for (let at = 0; at < bytes.byteLength; at++) {
      const other = bytes.slice();
      other[at] = (other[at] ?? 0) ^ 4;
      expect(() => decodePositions(other)).toThrow(DamagedPositionsError);
      expect(() => decodePositions(bytes.slice(0, at))).toThrow(DamagedPositionsError);
    }
  });
});
