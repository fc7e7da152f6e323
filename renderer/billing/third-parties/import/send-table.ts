import { MAX_IMPORT_CHUNK } from '../../../../shared/contract/index.ts';
import type { WindowClient } from '../../../connection/index.ts';

/**
 * Brings a table to the data host, part by part.
 * @param onSent called with the share that has been sent, 0 to 1
 * @returns the id of the import
 * @throws RpcError
 */
export async function sendTable(
  client: WindowClient,
  file: Blob & { name: string },
  onSent: (share: number) => void,
): Promise<string> {
  const fileName = file.name.slice(0, 255);
  const { importId } = await client.request('thirdParties.import.begin', { fileName, bytes: file.size });
  for (let offset = 0; offset < file.size; ) {
    const part = new Uint8Array(await file.slice(offset, offset + MAX_IMPORT_CHUNK).arrayBuffer());
    const { received } = await client.request('thirdParties.import.send', { importId, offset, base64: toBase64(part) });
    offset = received;
    onSent(offset / file.size);
  }
  return importId;
}

function toBase64(bytes: Uint8Array): string {
  let characters = '';
  // Not all at once: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 0x8000) {
    characters += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(characters);
}
