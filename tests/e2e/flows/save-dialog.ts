import type { Vigie } from '../../support/electron-app.ts';

/** The system's own dialog is no window that a test could use: it answers at once. */
export function answerSaveDialog(vigie: Vigie, filePath: string): Promise<void> {
  return vigie.app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
  }, filePath);
}
