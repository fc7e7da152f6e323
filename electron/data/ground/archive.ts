import { createHash } from 'node:crypto';
import type { ArchiveInfo, GroundFault } from '../../../shared/contract/index.ts';
import type { Clock, Disposer } from '../../../shared/domain/index.ts';
import { ArchiveError, checkLayers, HEADER_BYTES, readArchiveHeader } from './archive-header.ts';
import { openPatientFile } from './patient-file.ts';

/** How often it is looked whether the file is still there, and is still the same, ms. */
const LOOK_EVERY_MS = 5_000;

/** A PMTiles archive on this computer or on a drive of the network, which may go away and come back. */
export interface Archive {
  readonly file: string;
  /** Null while it cannot be read. */
  info(): ArchiveInfo | null;
  fault(): GroundFault | null;
  /**
   * @throws ArchiveError where it cannot be read: its fault is known from then on
   */
  read(offset: number, length: number): Promise<Buffer>;
  close: Disposer;
}

/** Follows an archive. `onChange`: it can be read, cannot be read any more, or has another content. */
export function followArchive(file: string, clock: Clock, onChange: () => void): Archive {
  const source = openPatientFile(file, clock);
  let info: ArchiveInfo | null = null;
  let fault: GroundFault | null = null;
  let isClosed = false;
  let stopWaiting: Disposer = () => undefined;

  function found(next: ArchiveInfo): void {
    if (isClosed || (fault === null && info?.key === next.key)) return;
    info = next;
    fault = null;
    onChange();
  }
  function failed(error: unknown): void {
    const { code, message } = error instanceof ArchiveError ? error : new ArchiveError('unreadable', String(error));
    if (isClosed || (fault?.code === code && fault.detail === message)) return;
    info = null;
    fault = { code, file, detail: message, sinceMs: fault?.code === code ? fault.sinceMs : clock.nowMs() };
    source.close();
    onChange();
  }

  async function look(): Promise<void> {
    const { bytes, changedAtMs } = await source.look();
    const key = keyOf(file, bytes, changedAtMs);
    if (info?.key === key) return;
    source.close();
    const header = readArchiveHeader(await source.read(0, HEADER_BYTES), bytes);
    const { offset, length } = header.metadata;
    checkLayers(header, length === 0 ? Buffer.from('{}') : await source.read(offset, length));
    found({ key, ...header.info });
  }
  function lookAgain(): void {
    look()
      .catch(failed)
      .finally(() => {
        if (!isClosed) stopWaiting = clock.after(LOOK_EVERY_MS, lookAgain);
      });
  }
  lookAgain();

  return {
    file,
    info: () => info,
    fault: () => fault,
    async read(offset, length) {
      try {
        return await source.read(offset, length);
      } catch (error) {
        failed(error);
        throw error;
      }
    },
    close() {
      isClosed = true;
      stopWaiting();
      source.close();
    },
  };
}

function keyOf(file: string, bytes: number, changedAtMs: number): string {
  const mark = createHash('sha256').update(`${file}\n${bytes}\n${changedAtMs}`).digest('hex');
  return `archive-${mark.slice(0, 16)}`;
}
