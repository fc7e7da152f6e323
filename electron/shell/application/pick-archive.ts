import { type BrowserWindow, dialog, type OpenDialogOptions } from 'electron';
import type { DataProcess } from '../data-host/data-process.ts';
import type { Log } from '../files/log.ts';
import type { Texts } from './texts.ts';

/**
 * Asks the person for a map archive, once at a time, and tells the data host which. A page never learns more of the disk than
 * the name of the file that was chosen.
 */
export function createArchivePicker(
  dataProcess: Pick<DataProcess<never>, 'tell'>,
  owner: () => BrowserWindow | undefined,
  texts: Texts,
  log: Log,
): () => void {
  let isAsking = false;
  return () => {
    if (isAsking) return;
    isAsking = true;
    askForArchive(owner(), texts)
      .then((file) => {
        if (file === undefined) return;
        log.info('a map archive was chosen', { file });
        if (!dataProcess.tell({ type: 'archive', file }))
          log.warn('the data process does not run: the map stays as it is');
      })
      .catch((error: unknown) => log.error('a file could not be asked for', { reason: String(error) }))
      .finally(() => {
        isAsking = false;
      });
  };
}

async function askForArchive(owner: BrowserWindow | undefined, texts: Texts): Promise<string | undefined> {
  const options: OpenDialogOptions = {
    title: texts.pickArchive,
    properties: ['openFile'],
    filters: [{ name: texts.archiveFiles, extensions: ['pmtiles'] }],
  };
  const isOwned = owner !== undefined && !owner.isDestroyed() && owner.isVisible();
  const { filePaths } = await (isOwned ? dialog.showOpenDialog(owner, options) : dialog.showOpenDialog(options));
  return filePaths[0];
}
