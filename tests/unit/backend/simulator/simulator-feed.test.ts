import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSimulatorFeed } from '../../../../backend/simulator/simulator-feed.ts';
import { createStateFile } from '../../../../backend/simulator/state-file.ts';
import { refusalOf } from '../../../../shared/domain/index.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { createRecordingHost, play, settle, until } from '../feeds/recording-host.ts';
import { MORNING } from './parts.ts';

const newFolder = temporaryFolders();

function createParts(vehicles: number, dataFolder = newFolder(), startMs = MORNING * 1000) {
  const clock = createManualClock(startMs);
  const host = createRecordingHost(clock);
  const feed = createSimulatorFeed({ vehicles, seed: 1, dataFolder });
  return { clock, host, feed, dataFolder };
}

describe('the simulator', () => {
  it('shows its whole fleet at once, and moves it', async () => {
    const { clock, host, feed } = createParts(60);
    await feed.start(host);
    expect(host.vehicles.size).toBe(60);
    expect(new Set(host.fixes.map(({ vehicle }) => vehicle)).size).toBe(60);
    expect(host.reports).toEqual([{ state: 'live', feedTimeMs: null, notice: null }]);
    const before = host.fixes.length;
    await play(clock, 10, 200, 1);
    expect(host.fixes.length - before).toBeGreaterThan(60 * 1.5);
    for (const fix of host.fixes) {
      expect(host.vehicles.has(fix.vehicle)).toBe(true);
      expect(['outside-world', undefined]).toContain(refusalOf(fix, clock.nowMs()));
    }
    const first = new Map(host.fixes.slice(0, 60).map((fix) => [fix.vehicle, fix]));
    const moved = host.fixes.slice(-60).filter((fix) => first.get(fix.vehicle)?.longitude !== fix.longitude);
    expect(moved.length).toBeGreaterThan(30);
    await feed.stop();
    expect(clock.plannedCount()).toBe(0);
  });

  it('writes a history once, then what changes, and goes on from there after a restart', async () => {
    const { clock, host, feed, dataFolder } = createParts(60);
    await feed.start(host);
    const stateFile = path.join(dataFolder, 'simulator.json');
    await until(clock, () => existsSync(stateFile), 'the history');
    const history = host.missions.size;
    expect(history).toBeGreaterThan(5_000);
    expect(host.writes.every((batch) => batch.length <= 250)).toBe(true);
    const running = [...host.missions.values()].filter(({ status }) => status === 'in-progress').length;
    expect(running).toBeGreaterThan(20);
    const writesBefore = host.writes.length;
    await play(clock, 600, 1_000, 1);
    expect(host.writes.length).toBeGreaterThan(writesBefore);
    const changed = host.writes.slice(writesBefore).flat();
    expect(changed.some(({ status }) => status === 'completed')).toBe(true);
    expect(changed.some(({ status }) => status === 'in-progress')).toBe(true);
    await feed.stop();

    // Long enough for many to end: how far the first run had saved depends on the speed of this machine.
    const later = createParts(60, dataFolder, clock.nowMs() + 900_000);
    await later.feed.start(later.host);
    await until(later.clock, () => later.host.missions.size > 0, 'what changed');
    await settle();
    const known = [...later.host.missions.keys()].filter((reference) => host.missions.has(reference));
    expect(later.host.missions.size).toBeLessThan(200);
    expect(known.length).toBeGreaterThan(5);
    expect(later.host.logs.map(({ message }) => message)).toContain('writing what changed since the last run');
    await later.feed.stop();
  });

  it('joins a large fleet in batches, and tries again when one is not taken', async () => {
    const { clock, host, feed } = createParts(2_300);
    await feed.start(host);
    expect(host.vehicles.size).toBeLessThanOrEqual(2_000);
    host.failing.register = 1;
    await until(clock, () => host.vehicles.size === 2_300, 'the rest');
    expect(host.logs.some(({ message }) => message.includes('could not be registered'))).toBe(true);
    await feed.stop();
  });

  it('cannot start when no vehicle is taken', async () => {
    const { host, feed } = createParts(10);
    host.failing.register = 1;
    await expect(feed.start(host)).rejects.toThrow('no room for vehicles');
    await feed.stop();
  });

  it('goes on when its own file cannot be read or written', async () => {
    const dataFolder = newFolder();
    mkdirSync(path.join(dataFolder, 'simulator.json'));
    const { clock, host, feed } = createParts(20, dataFolder);
    await feed.start(host);
    const said = (part: string) => host.logs.some(({ message }) => message.includes(part));
    await until(clock, () => said('cannot be kept'), 'the failure');
    expect(said('history is written again')).toBe(true);
    const writes = host.writes.length;
    await play(clock, 300, 1_000, 1);
    expect(host.writes.length).toBeGreaterThan(writes);
    expect(host.logs.filter(({ message }) => message.includes('cannot be kept'))).toHaveLength(1);
    await feed.stop();
  });

  it('may be stopped before it was started, and in the middle of its history', async () => {
    const { host, feed, clock, dataFolder } = createParts(30);
    await feed.stop();
    await feed.start(host);
    await until(clock, () => host.writes.length > 2, 'some history');
    await feed.stop();
    expect(existsSync(path.join(dataFolder, 'simulator.json'))).toBe(false);
    expect(clock.plannedCount()).toBe(0);
  });

  it('tells how far a long history has come', async () => {
    const { clock, host, feed } = createParts(60);
    const write = host.writeMissions.bind(host);
    host.writeMissions = async (missions) => {
      clock.advance(400);
      await write(missions);
    };
    await feed.start(host);
    await until(clock, () => host.logs.some(({ message }) => message === 'writing missions'), 'progress');
    expect(host.logs.at(-1)?.details).toMatchObject({ of: expect.any(Number) as number });
    await feed.stop();
  });
});

describe('the file of the simulator', () => {
  it('remembers a time of one simulation', async () => {
    const folder = path.join(newFolder(), 'new', 'folder');
    const file = createStateFile(folder, 7);
    expect(await file.read()).toBeUndefined();
    await file.write(1_234);
    expect(await file.read()).toBe(1_234);
    expect(await createStateFile(folder, 8).read()).toBeUndefined();
    expect(JSON.parse(readFileSync(path.join(folder, 'simulator.json'), 'utf8'))).toEqual({
      version: 1,
      seed: 7,
      missionsUntilMs: 1_234,
    });
  });

  it('counts as none when it is damaged', async () => {
    const folder = newFolder();
    for (const text of [
      '',
      '{"version":1',
      'null',
      '{"version":2,"seed":7,"missionsUntilMs":5}',
      '{"version":1,"seed":7}',
    ]) {
      writeFileSync(path.join(folder, 'simulator.json'), text);
      expect(await createStateFile(folder, 7).read()).toBeUndefined();
    }
  });
});
