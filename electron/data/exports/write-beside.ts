import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

export interface Writing {
  signal: AbortSignal;
  /** Called with all that is written so far. */
  onBytes: (bytes: number) => void;
  /** Notes a file that is not whole, so that it is taken away should this process be killed. */
  pending: { add(file: string): void; remove(file: string): void };
}

/**
 * Writes a file piece by piece: beside it under another name, brought to the disk, then renamed. Whatever happens in between, the name is that of a
 * whole file, or of what was there before.
 * @throws NodeJS.ErrnoException; the signal's reason, where it was given up
 */
export async function writeBeside(
  file: string,
  pieces: AsyncIterable<Uint8Array>,
  { signal, onBytes, pending }: Writing,
): Promise<void> {
  const beside = path.join(path.dirname(file), `.${path.basename(file)}.${randomBytes(6).toString('hex')}.part`);
  pending.add(beside);
  try {
    const handle = await open(beside, 'wx', 0o600);
    try {
      let bytes = 0;
      for await (const piece of pieces) {
        signal.throwIfAborted();
        await handle.writeFile(piece);
        bytes += piece.byteLength;
        onBytes(bytes);
      }
      signal.throwIfAborted();
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  } finally {
    pending.remove(beside);
  }
}
