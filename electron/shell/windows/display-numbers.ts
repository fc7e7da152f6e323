import type { BrowserWindow } from 'electron';
import type { Clock } from '../../../shared/domain/clock.ts';
import { pageUrl } from '../pages/origin.ts';
import { presentDisplays } from './present-displays.ts';
import { loadPage, showWhenReady, type WindowFactory } from './window-factory.ts';

/** How long a number stays, ms. */
const SHOWN_MS = 4_000;
/** Of the part of the display that the number covers. */
const PART = 0.3;

/** Shows on each display the number that it has in the menu and in the editor, over whatever is there, and takes it off again. */
export function createDisplayNumbers(createWindow: WindowFactory, clock: Clock): () => void {
  const shown = new Set<BrowserWindow>();
  const takeOff = (window: BrowserWindow) => {
    if (shown.delete(window) && !window.isDestroyed()) window.destroy();
  };

  return () => {
    for (const window of [...shown]) takeOff(window);
    for (const [index, { bounds }] of presentDisplays().entries()) {
      const side = Math.round(Math.min(bounds.width, bounds.height) * PART);
      const window = createWindow({
        ...{ width: side, height: side },
        x: Math.round(bounds.x + (bounds.width - side) / 2),
        y: Math.round(bounds.y + (bounds.height - side) / 2),
        ...{ frame: false, focusable: false, skipTaskbar: true, alwaysOnTop: true, resizable: false },
        title: `Vigie ${index + 1}`,
      });
      shown.add(window);
      window.on('closed', () => shown.delete(window));
      showWhenReady(window, () => window.showInactive());
      loadPage(window, pageUrl('wall', { number: String(index + 1) }));
      clock.after(SHOWN_MS, () => takeOff(window));
    }
  };
}
