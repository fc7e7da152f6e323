import type { ExportProgress, ExportRequest } from '../../../shared/contract/index.ts';
import type { Clock, Disposer } from '../../../shared/domain/index.ts';
import { createListeners, type RpcError, type StreamSource } from '../../../shared/rpc/index.ts';
import type { RemoteFile } from '../remote/download.ts';
import type { Store } from '../store/store.ts';
import { StorageError } from '../store/storage-error.ts';
import type { PendingParts } from './pending-parts.ts';
import type { ChoosePlace } from './place.ts';
import type { Recordings } from '../recording/recordings.ts';
import { recordingName, recordingPieces, type RecordingRequest } from './recording-file.ts';
import { type SheetRequest, sheetName, sheetOf } from './sheet.ts';
import { writeBeside } from './write-beside.ts';

export type DocumentRequest = Exclude<ExportRequest, SheetRequest | RecordingRequest>;

export interface ExportParts {
  store: Store;
  clock: Clock;
  choosePlace: ChoosePlace;
  pending: PendingParts;
  recordings: Pick<Recordings, 'exportPieces'>;
  /** Asks the server for a document. @throws RemoteError */
  download: (request: DocumentRequest, signal: AbortSignal) => Promise<RemoteFile>;
  /** What a window may be told of an error. */
  mapError: (error: unknown) => RpcError;
}

/** News of an export are told at most so often, ms. */
const TELL_MS = 100;
const AT_FIRST: ExportProgress = {
  ...{ state: 'choosing', rows: 0, totalRows: null, bytes: 0, file: null, href: null, fault: null },
};

/** An export from the question where to until it is done. Disposing of it gives it up: then there is no file. */
export function runExport(request: ExportRequest, parts: ExportParts): StreamSource<ExportProgress> {
  const giving = new AbortController();
  const ready = createListeners<void>();
  let progress = AT_FIRST;
  let isNew = true;
  let stopTimer: Disposer | undefined;

  function tell(change: Partial<ExportProgress>): void {
    progress = { ...progress, ...change };
    isNew = true;
    const isLast = change.state !== undefined;
    if (isLast) {
      stopTimer?.();
      stopTimer = undefined;
      ready.emit();
    } else
      stopTimer ??= parts.clock.after(TELL_MS, () => {
        stopTimer = undefined;
        ready.emit();
      });
  }

  void carryOut(request, parts, giving.signal, tell).catch((error: unknown) => {
    if (giving.signal.aborted) return tell({ state: 'given-up' });
    tell({ state: 'failed', fault: faultOf(error, parts) });
  });

  return {
    onReady: (listener) => ready.add(listener),
    take() {
      if (!isNew) return undefined;
      isNew = false;
      return progress;
    },
    dispose() {
      stopTimer?.();
      giving.abort();
    },
  };
}

/** What is to be written, before anybody has said where to. */
interface Prepared {
  name: string;
  begin(): Promise<{ totalRows: number | null; pieces: AsyncIterable<Uint8Array> }>;
  cancel(): void;
}

async function prepare(
  request: ExportRequest,
  { store, clock, recordings, download }: ExportParts,
  signal: AbortSignal,
  onRow: (rows: number) => void,
): Promise<Prepared> {
  if ('sheet' in request) {
    const name = sheetName(request, new Date(clock.nowMs()).toISOString().slice(0, 10));
    return { name, begin: () => sheetOf(request, store, onRow), cancel: () => undefined };
  }
  if (request.what === 'recording') {
    const pieces = recordingPieces(request, store, recordings, onRow);
    return {
      name: recordingName(request),
      begin: () => Promise.resolve({ totalRows: null, pieces }),
      cancel: () => undefined,
    };
  }
  // A document comes first: the server names it, and may refuse it before anybody is asked where to.
  const remote = await download(request, signal);
  const begun = { totalRows: null, pieces: remote.pieces };
  return { name: remote.name, begin: () => Promise.resolve(begun), cancel: () => remote.cancel() };
}

async function carryOut(
  request: ExportRequest,
  parts: ExportParts,
  signal: AbortSignal,
  tell: (change: Partial<ExportProgress>) => void,
): Promise<void> {
  const { choosePlace, pending } = parts;
  const prepared = await prepare(request, parts, signal, (rows) => tell({ rows }));
  const place = await choosePlace(prepared.name, signal);
  if (place === null) {
    prepared.cancel();
    return tell({ state: 'given-up' });
  }
  signal.throwIfAborted();
  const { totalRows, pieces } = await prepared.begin();
  tell({ state: 'writing', totalRows });
  await writeBeside(place.file, pieces, { signal, pending, onBytes: (bytes) => tell({ bytes }) });
  // A window learns no more of the disk than the name.
  tell({ state: 'done', file: place.file.split(/[\\/]/).at(-1) ?? null, href: place.href?.() ?? null });
}

function faultOf(error: unknown, { mapError }: ExportParts): ExportProgress['fault'] {
  const { code, message, field, remedy } = mapError(storageFault(error) ?? error);
  return {
    code: code as NonNullable<ExportProgress['fault']>['code'],
    detail: message,
    ...(field === undefined ? {} : { field }),
    ...(remedy === undefined ? {} : { remedy }),
  };
}

/** What the file system said of the place that was chosen. */
function storageFault(error: unknown): StorageError | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return undefined;
  const cause = { cause: error };
  switch (error.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new StorageError(
        'storage-full',
        'The disk is full: nothing was exported',
        'free some space, or choose another disk',
        cause,
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new StorageError('storage-read-only', 'The folder cannot be written to', 'choose another folder', cause);
    default:
      return new StorageError(
        'storage-failed',
        `The file could not be written (${String(error.code)})`,
        'choose another folder',
        cause,
      );
  }
}
