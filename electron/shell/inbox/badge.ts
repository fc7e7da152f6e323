import { app, type BrowserWindow, nativeImage } from 'electron';

const SIZE = 16;
/** The accent of the pages, as it is on a taskbar of either colour: blue, green, red, opacity. */
const COLOUR = [0xc8, 0x7a, 0x1e, 0xff] as const;

/**
 * Puts a count where the system shows one: on the dock (macOS, and Linux desktops that know it), or as a mark over the console's button in the
 * taskbar (Windows). The count itself is in the window's title as well.
 */
export function showBadge(count: number, describe: (count: number) => string, window: BrowserWindow | undefined): void {
  if (process.platform === 'win32')
    window?.setOverlayIcon(count === 0 ? null : dot(), count === 0 ? '' : describe(count));
  else app.setBadgeCount(count);
}

/** A filled circle; a figure would not be read at this size. */
function dot(): Electron.NativeImage {
  const bitmap = Buffer.alloc(SIZE * SIZE * 4);
  for (let place = 0; place < SIZE * SIZE; place++) {
    const [x, y] = [(place % SIZE) - SIZE / 2 + 0.5, Math.floor(place / SIZE) - SIZE / 2 + 0.5];
    if (x * x + y * y <= (SIZE / 2) ** 2) bitmap.set(COLOUR, place * 4);
  }
  return nativeImage.createFromBitmap(bitmap, { width: SIZE, height: SIZE });
}
