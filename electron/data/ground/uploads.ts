import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { RpcError } from '../../../shared/rpc/index.ts';
import { toStorageError } from '../store/storage-error.ts';

/** Files that may be on their way at the same time: windows are not trusted to end what they begin. */
const MOST_UPLOADS = 4;

export interface Uploaded {
  readonly file: string;
  readonly name: string;
  readonly fileName: string;
  /** Less than was announced: it was broken off. */
  readonly isWhole: boolean;
}

/** Files that come from a page in parts, since a page cannot say where they lie. */
export interface Uploads {
  /** @throws RpcError, StorageError */
  begin(name: string, fileName: string, bytes: number): Promise<string>;
  /** @returns the bytes that are there now */
  send(id: string, offset: number, bytes: Uint8Array): Promise<number>;
  /** The file, which is the caller's to remove. */
  finish(id: string): Promise<Uploaded>;
  cancel(id: string): Promise<void>;
  close(): Promise<void>;
}

interface Upload {
  readonly file: string;
  readonly handle: FileHandle;
  readonly name: string;
  readonly fileName: string;
  readonly bytes: number;
  received: number;
}

export function createUploads(folder: string): Uploads {
  const uploads = new Map<string, Upload>();

  function find(id: string): Upload {
    const upload = uploads.get(id);
    if (upload === undefined)
      throw new RpcError('not-found', 'there is no such import under way', { field: 'importId' });
    return upload;
  }
  async function onDisk<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw toStorageError(error, folder) ?? error;
    }
  }
  async function cancel(id: string): Promise<void> {
    const upload = uploads.get(id);
    uploads.delete(id);
    await upload?.handle.close();
    if (upload !== undefined) await rm(upload.file, { force: true });
  }

  return {
    begin: (name, fileName, bytes) =>
      onDisk(async () => {
        const oldest = [...uploads.keys()][0];
        if (uploads.size >= MOST_UPLOADS && oldest !== undefined) await cancel(oldest);
        await mkdir(folder, { recursive: true, mode: 0o700 });
        if (uploads.size === 0) await removeRemains(folder);
        const id = randomUUID();
        const file = path.join(folder, `upload-${id}`);
        const handle = await open(file, 'wx', 0o600);
        uploads.set(id, { file, handle, name, fileName, bytes, received: 0 });
        return id;
      }),
    send: (id, offset, bytes) =>
      onDisk(async () => {
        const upload = find(id);
        if (offset !== upload.received || offset + bytes.byteLength > upload.bytes) {
          const wanted = `byte ${upload.received} of ${upload.bytes} is wanted next`;
          throw new RpcError('invalid-request', wanted, { field: 'offset' });
        }
        // Counted before it is written: the same part sent twice at once is refused.
        upload.received += bytes.byteLength;
        await upload.handle.write(bytes, 0, bytes.byteLength, offset);
        return upload.received;
      }),
    async finish(id) {
      const upload = find(id);
      uploads.delete(id);
      await upload.handle.close();
      const { file, name, fileName } = upload;
      return { file, name, fileName, isWhole: upload.received === upload.bytes };
    },
    cancel,
    async close() {
      for (const id of uploads.keys()) await cancel(id);
    },
  };
}

/** Of a data host that was killed. */
async function removeRemains(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.startsWith('upload-')) await rm(path.join(folder, name), { force: true });
  }
}
