import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openWindowKeeper } from '../../../electron/shell/windows/window-keeper.ts';
import type { ScreenState } from '../../../electron/shell/windows/window-state.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';
import { display, memoryLog } from './shell-fixtures.ts';

const makeFolder = temporaryFolders();
const { id, label, bounds } = display(2, 1920);
const screen: ScreenState = { wall: '1', screen: '1', display: { id, label, bounds }, fullScreen: true };

function open(folder = makeFolder()) {
  const file = path.join(folder, 'window-state.json');
  const clock = createManualClock();
  const log = memoryLog();
  return { file, folder, clock, log, keeper: openWindowKeeper(file, clock, log) };
}

describe('the window keeper', () => {
  it('writes a burst of changes once, soon, and reads them back', () => {
    const { keeper, file, clock, folder } = open();
    keeper.update({ screens: [screen] });
    keeper.update({ screens: [screen, { ...screen, screen: '2' }] });
    expect(existsSync(file)).toBe(false);
    clock.advance(300);
    expect(
      open(folder)
        .keeper.state()
        .screens.map((one) => one.screen),
    ).toEqual(['1', '2']);
    expect(readdirSync(folder)).toEqual(['window-state.json']);
    expect(clock.plannedCount()).toBe(0);
  });

  it('writes what is not written yet when the application ends, and nothing when nothing changed', () => {
    const { keeper, file, folder } = open();
    keeper.flush();
    expect(existsSync(file)).toBe(false);
    keeper.update({ screens: [screen] });
    keeper.flush();
    expect(open(folder).keeper.state().screens).toEqual([screen]);
  });

  it('does not write again what is the same', () => {
    const { keeper, clock } = open();
    keeper.update({ screens: [] });
    expect(clock.plannedCount()).toBe(0);
  });

  it('sets a file aside that it cannot understand, and says so', () => {
    const folder = makeFolder();
    const file = path.join(folder, 'window-state.json');
    writeFileSync(file, '{"version":1,');
    const { keeper, log } = open(folder);
    expect(keeper.state().screens).toEqual([]);
    expect(readFileSync(`${file}.unreadable`, 'utf8')).toBe('{"version":1,');
    expect(log.lines.join()).toMatch(/warn the places of the windows were unreadable/);
  });

  it('goes on without its file when it can neither be read nor written', () => {
    const folder = makeFolder();
    mkdirSync(path.join(folder, 'window-state.json'));
    chmodSync(folder, 0o500);
    const { keeper, clock, log } = open(folder);
    keeper.update({ screens: [screen] });
    clock.advance(300);
    chmodSync(folder, 0o700);
    expect(keeper.state().screens).toEqual([screen]);
    expect(log.lines[0]).toMatch(/error the places of the windows could not be read .*EISDIR/);
    expect(log.lines[1]).toMatch(/error the places of the windows could not be kept/);
  });
});
