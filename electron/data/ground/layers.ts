import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { open, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { GroundLayer, ImportResult } from '../../../shared/contract/index.ts';
import type { Clock } from '../../../shared/domain/index.ts';
import { RpcError } from '../../../shared/rpc/index.ts';
import type { Log } from '../log.ts';
import { fullError, toStorageError } from '../store/storage-error.ts';
import type { GroundMemory, KeptLayer } from './ground-memory.ts';
import type { ImportAnswer } from './import/importer.ts';
import { type ImportThread, startImport } from './import/import-thread.ts';
import type { Uploads } from './uploads.ts';

/** The largest networks take seconds. What takes longer than this never ends: a line that simplifies badly, a drive that hangs. */
const MOST_IMPORT_MS = 240_000;
/** More layers than anybody can tell apart on a map. */
const MOST_LAYERS = 50;

/** A file of plans, as `../schedule/plan-file.ts` reads it. */
export interface KeptPlan {
  file: string;
  layer: string;
  importedAtMs: number | null;
}

export interface Layers {
  /** Without those that IT named: see `managed-layers.ts`. */
  state(): GroundLayer[];
  /** @throws RpcError, StorageError */
  finishImport(uploads: Uploads, id: string): Promise<ImportResult>;
  /** Reads a file in a thread of its own and keeps what is drawn of it. */
  importFile(
    file: string,
    as: Pick<KeptLayer, 'id' | 'name' | 'isShown' | 'source'> & { fileName: string },
  ): Promise<ImportAnswer>;
  change(id: string, change: { name?: string | undefined; isShown?: boolean | undefined }): void;
  remove(id: string): Promise<void>;
  /** The files of timetables that came with layers, IT's too, in the order of the layers. */
  plans(): KeptPlan[];
  /** The bytes of a layer's data; undefined where there is none of this key. */
  read(key: string, offset: number, length: number): Promise<Buffer> | undefined;
  close(): void;
}

export function createLayers(parts: {
  folder: string;
  memory: GroundMemory;
  clock: Clock;
  log: Log;
  onChange: () => void;
}): Layers {
  const { folder, memory, clock, log, onChange } = parts;
  const threads = new Set<{ stop(): void }>();
  const fileOf = (key: string) => path.join(folder, `${key}.geojson`);
  const planOf = (key: string) => path.join(folder, `${key}.plan`);
  const kept = () => memory.get().layers;

  function keep(layers: KeptLayer[]): void {
    memory.set({ layers });
    onChange();
    removeUnused().catch((error: unknown) => log.warn({ err: error }, 'old map data could not be removed'));
  }
  /** Data of layers that are gone, and of imports that were broken off. */
  async function removeUnused(): Promise<void> {
    if (threads.size > 0) return;
    const used = new Set(
      kept().flatMap(({ data }) => (data === null ? [] : [`${data.key}.geojson`, `${data.key}.plan`])),
    );
    for (const name of await readdir(folder)) {
      if (/^layer-.*\.(geojson|plan)$/.test(name) && !used.has(name))
        await rm(path.join(folder, name), { force: true });
    }
  }
  function find(id: string): KeptLayer {
    const layer = kept().find((one) => one.id === id);
    if (layer === undefined) throw new RpcError('not-found', 'there is no such layer', { field: 'id' });
    return layer;
  }

  const layers: Layers = {
    state: () => kept().map((layer) => layerState(layer)),
    async finishImport(uploads, id) {
      const { file, name, fileName, isWhole } = await uploads.finish(id);
      try {
        const refuse = (code: 'broken-off' | 'too-many-layers', detail: string): ImportResult => ({
          result: 'refused',
          reason: { code, file: fileName, detail },
        });
        if (!isWhole) return refuse('broken-off', 'it did not arrive as a whole');
        if (kept().length >= MOST_LAYERS) return refuse('too-many-layers', `there are ${MOST_LAYERS} layers already`);
        const layerId = randomUUID();
        const answer = await layers.importFile(file, { id: layerId, name, isShown: true, source: null, fileName });
        if (answer.result === 'imported') return { result: 'imported', layer: layerState(find(layerId)) };
        if (answer.result === 'refused') return answer;
        throw importFailure(answer, folder);
      } finally {
        await rm(file, { force: true });
      }
    },
    async importFile(file, { fileName, ...as }) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const key = `layer-${randomUUID()}`;
      const thread = startImport({ file, fileName, target: fileOf(key), planTarget: planOf(key) });
      threads.add(thread);
      const answer = await inTime(thread, fileName, clock);
      threads.delete(thread);
      if (answer.result !== 'imported') {
        for (const part of [fileOf(key), planOf(key)]) await rm(part, { force: true });
        return answer;
      }
      const { bytes, ...content } = answer.layer;
      const layer: KeptLayer = { ...as, ...content, data: { key, bytes }, importedAtMs: clock.nowMs() };
      const others = kept().filter(({ id }) => id !== as.id);
      const at = kept().findIndex(({ id }) => id === as.id);
      keep(at < 0 ? [...others, layer] : others.toSpliced(at, 0, layer));
      return answer;
    },
    change(id, { name, isShown }) {
      const layer = find(id);
      if (layer.source !== null && name !== undefined) throw managed();
      const changed = { ...layer, name: name ?? layer.name, isShown: isShown ?? layer.isShown };
      keep(kept().map((one) => (one.id === id ? changed : one)));
    },
    async remove(id) {
      if (find(id).source !== null) throw managed();
      keep(kept().filter((one) => one.id !== id));
    },
    plans: () =>
      kept().flatMap(({ data, plan, name, importedAtMs }) =>
        data === null || plan == null || plan.lines === 0
          ? []
          : [{ file: planOf(data.key), layer: name, importedAtMs }],
      ),
    read(key, offset, length) {
      const isKnown = kept().some(({ data }) => data?.key === key);
      return isKnown ? readPart(fileOf(key), offset, length, folder) : undefined;
    },
    close() {
      for (const thread of threads) thread.stop();
    },
  };
  return layers;
}

/** Stops a thread that does not end. */
async function inTime(thread: ImportThread, file: string, clock: Clock): Promise<ImportAnswer> {
  let isLate = false;
  const stopTimer = clock.after(MOST_IMPORT_MS, () => {
    isLate = true;
    thread.stop();
  });
  const answer = await thread.answer;
  stopTimer();
  if (!isLate) return answer;
  const detail = `reading it took longer than ${MOST_IMPORT_MS / 60_000} minutes`;
  return { result: 'refused', reason: { code: 'too-large', file, detail } };
}

/** Ids of layers that IT names are made of what it names them by, so that a switched-off one stays so after a restart. */
export function managedLayerId(name: string, file: string): string {
  return `it-${createHash('sha256').update(`${name}\n${file}`).digest('hex').slice(0, 16)}`;
}

export function layerState({ source, ...layer }: KeptLayer): GroundLayer {
  return { ...layer, plan: layer.plan ?? null, isManaged: source !== null, fault: null };
}

function managed(): RpcError {
  return new RpcError('forbidden', 'this layer is set by IT: it can be switched off, not renamed or removed');
}

/** What failed was the disk, as its code says, or this program. */
export function importFailure({ code, message }: { code: string; message: string }, folder: string): Error {
  if (code === 'ENOSPC' || code === 'EDQUOT') return fullError(folder);
  return new RpcError('internal', `the import failed (${code}): ${message}`);
}

async function readPart(file: string, offset: number, length: number, folder: string): Promise<Buffer> {
  try {
    const handle = await open(file, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw toStorageError(error, folder) ?? error;
  }
}
