import path from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import type { DataProcess } from '../data-host/data-process.ts';
import type { Log } from '../files/log.ts';
import type { Texts } from './texts.ts';

/** Asks the person where an export is to be saved, and tells the data host. A page never learns more of the disk than the name of the file. */
export function createTargetPicker(
  dataProcess: Pick<DataProcess<never>, 'tell'>,
  owner: () => BrowserWindow | undefined,
  texts: Texts,
  log: Log,
): (asked: { id: number; name: string }) => void {
  return ({ id, name }) => {
    const tell = (file: string | null) => void dataProcess.tell({ type: 'target', id, file });
    askForTarget(owner(), texts, name).then(tell, (error: unknown) => {
      log.error('a place for an export could not be asked for', { reason: String(error) });
      tell(null);
    });
  };
}

async function askForTarget(owner: BrowserWindow | undefined, texts: Texts, name: string): Promise<string | null> {
  const extension = path.extname(name).slice(1);
  const options = {
    title: texts.saveExport,
    defaultPath: path.join(app.getPath('documents'), path.basename(name)),
    filters: extension === '' ? [] : [{ name: extension.toUpperCase(), extensions: [extension] }],
    properties: ['createDirectory' as const, 'showOverwriteConfirmation' as const],
  };
  const isOwned = owner !== undefined && !owner.isDestroyed() && owner.isVisible();
  const { filePath, canceled } = await (isOwned
    ? dialog.showSaveDialog(owner, options)
    : dialog.showSaveDialog(options));
  return canceled || filePath === '' ? null : filePath;
}
