import { open } from 'node:fs/promises';
import type { TableForm } from '../../../../shared/contract/index.ts';

type Encoding = TableForm['encoding'];

const PART_BYTES = 256 * 1024;

/**
 * The encoding of a text file: what its first bytes say (UTF-8 and UTF-16 with a mark); UTF-16 without one, by the zeros of its plain letters;
 * UTF-8 where the whole of it is that; else Windows-1252, in which every file can be read, as spreadsheets save it in western Europe.
 */
export async function detectEncoding(file: string): Promise<Encoding> {
  const handle = await open(file, 'r');
  try {
    const part = Buffer.alloc(PART_BYTES);
    const { bytesRead } = await handle.read(part, 0, PART_BYTES, 0);
    const first = part.subarray(0, bytesRead);
    const marked = markOf(first) ?? zerosOf(first);
    if (marked !== undefined) return marked;
    const decoder = new TextDecoder('utf-8', { fatal: true });
    try {
      for (let offset = 0; ; ) {
        const { bytesRead: read } = await handle.read(part, 0, PART_BYTES, offset);
        if (read === 0) break;
        decoder.decode(part.subarray(0, read), { stream: true });
        offset += read;
      }
      decoder.decode();
      return 'utf-8';
    } catch {
      return 'windows-1252';
    }
  } finally {
    await handle.close();
  }
}

function markOf(bytes: Buffer): Encoding | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
}

/** Separators, digits and plain letters have a zero beside them in UTF-16; a text of another encoding has none. */
function zerosOf(bytes: Buffer): Encoding | undefined {
  let even = 0;
  let odd = 0;
  for (let index = 0; index < bytes.length; index++) {
    if (bytes[index] !== 0) continue;
    if (index % 2 === 0) even += 1;
    else odd += 1;
  }
  const least = bytes.length / 8;
  if (odd > least && odd > even * 4) return 'utf-16le';
  return even > least && even > odd * 4 ? 'utf-16be' : undefined;
}
