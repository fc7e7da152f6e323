import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createArchivePicker } from '../../../electron/shell/application/pick-archive.ts';
import { textsFor } from '../../../electron/shell/application/texts.ts';
import { memoryLog } from './shell-fixtures.ts';

const showOpenDialog = vi.hoisted(() => vi.fn<() => Promise<{ filePaths: string[] }>>());
vi.mock('electron', () => ({ dialog: { showOpenDialog } }));

const tell = vi.fn<(message: unknown) => boolean>(() => true);
beforeEach(() => {
  showOpenDialog.mockReset();
  tell.mockClear();
});
function picker() {
  const log = memoryLog();
  return { log, pick: createArchivePicker({ tell }, () => undefined, textsFor('en'), log) };
}

describe('the question for a map archive', () => {
  it('tells the data host which file was chosen', async () => {
    showOpenDialog.mockResolvedValue({ filePaths: ['/srv/maps/lyon.pmtiles'] });
    picker().pick();
    await vi.waitFor(() => expect(tell).toHaveBeenCalledWith({ type: 'archive', file: '/srv/maps/lyon.pmtiles' }));
    expect(showOpenDialog).toHaveBeenCalledWith(
      expect.objectContaining({ filters: [{ name: 'PMTiles archives', extensions: ['pmtiles'] }] }),
    );
  });

  it('is asked once at a time, and again when it was left without an answer', async () => {
    let leave: (answer: { filePaths: string[] }) => void = () => {};
    showOpenDialog.mockReturnValue(
      new Promise((resolve) => {
        leave = resolve;
      }),
    );
    const { pick } = picker();
    pick();
    pick();
    expect(showOpenDialog).toHaveBeenCalledOnce();
    leave({ filePaths: [] });
    await vi.waitFor(() => {
      pick();
      expect(showOpenDialog).toHaveBeenCalledTimes(2);
    });
    expect(tell).not.toHaveBeenCalled();
  });

  it('that cannot be asked is logged, and asked again next time', async () => {
    showOpenDialog.mockRejectedValue(new Error('no dialog here'));
    const { pick, log } = picker();
    pick();
    await vi.waitFor(() => expect(log.lines.join()).toContain('no dialog here'));
    await vi.waitFor(() => {
      pick();
      expect(showOpenDialog).toHaveBeenCalledTimes(2);
    });
  });
});
