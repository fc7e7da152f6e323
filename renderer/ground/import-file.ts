import { type ImportResult, MAX_IMPORT_CHUNK } from '../../shared/contract/index.ts';
import type { WindowClient } from '../connection/index.ts';
import { toBase64 } from './read-bytes.ts';

/** Reading the largest network takes less; a data host that takes longer has failed. */
const FINISH_TIMEOUT_MS = 300_000;

/**
 * Brings a file to the data host, part by part, and has it read.
 * @param onSent called with the share that has been sent, 0 to 1
 * @throws RpcError
 */
export async function importFile(
  client: WindowClient,
  file: Blob & { name: string },
  name: string,
  onSent: (share: number) => void,
): Promise<ImportResult> {
  const { importId } = await client.request('ground.import.begin', { name, fileName: file.name, bytes: file.size });
  try {
    for (let offset = 0; offset < file.size; ) {
      const part = new Uint8Array(await file.slice(offset, offset + MAX_IMPORT_CHUNK).arrayBuffer());
      const { received } = await client.request('ground.import.send', { importId, offset, base64: toBase64(part) });
      offset = received;
      onSent(offset / file.size);
    }
    return await client.request('ground.import.finish', { importId }, { timeoutMs: FINISH_TIMEOUT_MS });
  } catch (error) {
    client.request('ground.import.cancel', { importId }).catch(() => undefined);
    throw error;
  }
}

/** The name that a layer has at first: that of its file, without what stands behind the dot. */
export function layerNameOf(fileName: string): string {
  const bare = fileName.replace(/\.(geojson|json|zip|gtfs)$/i, '').trim();
  return (bare === '' ? fileName : bare).slice(0, 100);
}
