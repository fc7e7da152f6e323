import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { writeArchive } from '../../../../build/map-data/pmtiles-writer.ts';
import {
  type Ground,
  type GroundSettings,
  NO_GROUND_SETTINGS,
  openGround,
} from '../../../../electron/data/ground/ground.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { createTestLog } from '../../../support/test-log.ts';

const newFolder = temporaryFolders();
const ORIGIN = 'https://tiles.example.com';
const online: GroundSettings = {
  ...NO_GROUND_SETTINGS,
  baseMap: { choice: null, chosenBy: null, onlineOrigins: [ORIGIN] },
};

function open(folder: string, settings: GroundSettings = NO_GROUND_SETTINGS): Ground {
  return openGround({ folder, settings, clock: createManualClock(), log: createTestLog() });
}
function archiveIn(folder: string): string {
  const file = path.join(folder, 'city.pmtiles');
  const tile = { zoom: 0, x: 0, y: 0, bytes: Buffer.from('tile') };
  writeFileSync(file, writeArchive([tile], { minZoom: 0, maxZoom: 4, metadata: { vector_layers: [{ id: 'earth' }] } }));
  return file;
}

describe('the base map of a workstation', () => {
  it('is the offline one until somebody chooses', () => {
    expect(open(newFolder()).state().baseMap).toEqual({
      ...{ choice: { kind: 'offline' }, chosenBy: 'default', archive: null, fault: null },
      ...{ lastArchive: null, onlineOrigins: [], canPick: false },
    });
  });

  it('is the archive that a person chose, after a restart too, and can be left and taken again', async () => {
    const folder = newFolder();
    const file = archiveIn(folder);
    const first = open(folder);
    const onChange = vi.fn();
    first.onChange(onChange);
    first.chooseBaseMap({ kind: 'archive', file });
    await vi.waitFor(() => expect(first.state().baseMap.archive).not.toBeNull());
    expect(onChange).toHaveBeenCalledTimes(2);
    await first.close();

    const second = open(folder);
    expect(second.state().baseMap).toMatchObject({ choice: { kind: 'archive', file }, chosenBy: 'person' });
    await vi.waitFor(() => expect(second.state().baseMap.archive).not.toBeNull());
    const key = second.state().baseMap.archive?.key ?? '';
    expect((await second.read(key, 0, 7)).toString()).toBe('PMTiles');

    second.chooseBaseMap({ kind: 'offline' });
    expect(second.state().baseMap).toMatchObject({ choice: { kind: 'offline' }, archive: null, lastArchive: file });
    await expect(second.read(key, 0, 7)).rejects.toMatchObject({ code: 'not-found' });
    second.chooseBaseMap({ kind: 'last-archive' });
    expect(second.state().baseMap.choice).toEqual({ kind: 'archive', file });
    await second.close();
  });

  it('is not another archive because a window knows its name: only one that was chosen is taken again', () => {
    expect(() => open(newFolder()).chooseBaseMap({ kind: 'last-archive' })).toThrow('no archive was ever chosen');
  });

  it('tells a fault of the archive, and stays chosen', async () => {
    const ground = open(newFolder(), {
      ...NO_GROUND_SETTINGS,
      baseMap: { choice: { kind: 'archive', file: '/nowhere/city.pmtiles' }, chosenBy: 'policy', onlineOrigins: [] },
    });
    await vi.waitFor(() => expect(ground.state().baseMap.fault?.code).toBe('missing'));
    expect(ground.state().baseMap).toMatchObject({ choice: { kind: 'archive' }, chosenBy: 'policy', archive: null });
    expect(() => ground.chooseBaseMap({ kind: 'offline' })).toThrow('the base map is set in the policy file');
    await ground.close();
  });

  it('comes from the network only from where the policy allows', async () => {
    const folder = newFolder();
    const ground = open(folder, online);
    expect(() => ground.chooseBaseMap({ kind: 'style', url: 'https://evil.example/s.json' })).toThrow(
      'allowOnlineMaps',
    );
    expect(() => ground.chooseBaseMap({ kind: 'style', url: 'tiles.example.com' })).toThrow('allowOnlineMaps');
    ground.chooseBaseMap({ kind: 'style', url: `${ORIGIN}/style.json` });
    expect(ground.state().baseMap.choice).toEqual({ kind: 'style', url: `${ORIGIN}/style.json` });
    await ground.close();
    // The policy has changed since: what was chosen under it holds no longer.
    expect(open(folder).state().baseMap).toMatchObject({ choice: { kind: 'offline' }, chosenBy: 'default' });
  });

  it('asks for a file where there is a desktop that can', () => {
    const ground = open(newFolder());
    expect(() => ground.pickArchive()).toThrow('on the desktop only');
    const pick = vi.fn();
    ground.onPick(pick);
    expect(ground.state().baseMap.canPick).toBe(true);
    ground.pickArchive();
    expect(pick).toHaveBeenCalledOnce();
  });
});

describe('what was chosen', () => {
  it('is the offline map where the file that kept it is damaged, and that file is set aside', () => {
    const folder = newFolder();
    const file = path.join(folder, 'ground', 'ground.json');
    mkdirSync(path.dirname(file));
    writeFileSync(file, '{"version":1,');
    expect(open(folder).state().baseMap.choice).toEqual({ kind: 'offline' });
    expect(existsSync(file)).toBe(false);
    expect(readFileSync(`${file}.unreadable`, 'utf8')).toBe('{"version":1,');
  });

  it('stays what it was where it cannot be kept', () => {
    const folder = newFolder();
    const ground = open(folder, online);
    ground.chooseBaseMap({ kind: 'style', url: `${ORIGIN}/a.json` });
    rmSync(path.join(folder, 'ground'), { recursive: true });
    writeFileSync(path.join(folder, 'ground'), 'a file where the folder should be');
    expect(() => ground.chooseBaseMap({ kind: 'offline' })).toThrow(/cannot be used/);
    expect(ground.state().baseMap.choice).toMatchObject({ kind: 'style' });
  });
});
