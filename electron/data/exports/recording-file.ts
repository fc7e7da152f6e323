import type { ExportRequest } from '../../../shared/contract/index.ts';
import { RpcError } from '../../../shared/rpc/index.ts';
import type { Recordings } from '../recording/recordings.ts';
import type { Store } from '../store/store.ts';

export type RecordingRequest = Extract<ExportRequest, { what: 'recording' }>;

/** `Vigie 2026-11-29 14.05.00Z.csv`: of the first instant, as files may be called everywhere. */
export function recordingName({ format, fromMs }: RecordingRequest): string {
  const begin = new Date(fromMs).toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '.');
  return `Vigie ${begin}Z.${format}`;
}

/**
 * A stretch of a recording as a file, made in the thread that reads it, a piece at a time. Vehicles are called by their codes, as far as the
 * cache knows them.
 * @throws RpcError where the end comes before the beginning
 */
export function recordingPieces(
  request: RecordingRequest,
  store: Store,
  recordings: Pick<Recordings, 'exportPieces'>,
  onRow: (rows: number) => void,
): AsyncIterable<Uint8Array> {
  const { format, stretch, fromMs, toMs } = request;
  if (!(fromMs < toMs)) {
    throw new RpcError('invalid-request', 'the end of what is exported comes before its beginning', { field: 'toMs' });
  }
  const names = store.read(
    ({ vehicles }) => new Map(vehicles.ids().map((id) => [id, vehicles.get(id)?.code ?? id] as const)),
  );
  async function* counted() {
    let rows = 0;
    for await (const piece of recordings.exportPieces({ format, stretch, fromMs, toMs, names })) {
      rows += piece.fixes;
      onRow(rows);
      yield piece.bytes;
    }
  }
  return counted();
}
