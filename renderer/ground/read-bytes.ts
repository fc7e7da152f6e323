import { MAX_GROUND_READ } from '../../shared/contract/index.ts';
import type { WindowClient } from '../connection/index.ts';

/** A part of what the data host keeps under a key: fewer bytes than asked where it ends. */
export async function readBytes(
  client: WindowClient,
  key: string,
  offset: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const { base64 } = await client.request('ground.bytes', { key, offset, length });
  return fromBase64(base64);
}

/** All of it, in parts that are no larger than a message may be. */
export async function readAll(client: WindowClient, key: string, bytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const all = new Uint8Array(bytes);
  for (let offset = 0; offset < bytes; ) {
    const part = await readBytes(client, key, offset, Math.min(MAX_GROUND_READ, bytes - offset));
    if (part.byteLength === 0) throw new RangeError(`${key} ends after ${offset} of ${bytes} bytes`);
    all.set(part, offset);
    offset += part.byteLength;
  }
  return all;
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = characters.charCodeAt(at);
  return bytes;
}

export function toBase64(bytes: Uint8Array): string {
  let characters = '';
  // Not all at once: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 0x8000) {
    characters += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(characters);
}
