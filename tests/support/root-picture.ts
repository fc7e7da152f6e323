import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Picture } from './picture.ts';

const run = promisify(execFile);

/** Fields of the header of an X window dump that are read here, as places of 32-bit numbers (X11/XWDFile.h, version 7). */
const FIELD = { headerSize: 0, version: 1, width: 4, height: 5, byteOrder: 7, bits: 11, bytesPerLine: 12, colours: 19 };
const VERSION = 7;
const BYTES_A_COLOUR = 12;

/**
 * What is on a display, as whoever sits before it sees it: taken from the X server, which waits for no page.
 * @param display an X display, such as `:1`
 */
export async function takeRootPicture(display: string): Promise<Picture> {
  const { stdout } = await run('xwd', ['-root', '-silent', '-display', display], {
    encoding: 'buffer',
    maxBuffer: 256 * 1024 * 1024,
    timeout: 10_000,
  });
  return readWindowDump(stdout);
}

/** @throws Error for a dump that is not of 32-bit pixels, the least significant byte first */
export function readWindowDump(dump: Buffer): Picture {
  const field = (place: number) => dump.readUInt32BE(place * 4);
  const [width, height, bytesPerLine] = [field(FIELD.width), field(FIELD.height), field(FIELD.bytesPerLine)];
  if (field(FIELD.version) !== VERSION || field(FIELD.bits) !== 32 || field(FIELD.byteOrder) !== 0)
    throw new Error(`this window dump has ${field(FIELD.bits)} bits a pixel in another order: only 32 are read`);
  const first = field(FIELD.headerSize) + field(FIELD.colours) * BYTES_A_COLOUR;
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = first + y * bytesPerLine + x * 4;
      const to = (y * width + x) * 4;
      // Blue, green, red and nothing.
      pixels[to] = dump[from + 2] ?? 0;
      pixels[to + 1] = dump[from + 1] ?? 0;
      pixels[to + 2] = dump[from] ?? 0;
      pixels[to + 3] = 255;
    }
  }
  return { width, height, pixels };
}
