import path from 'node:path';
import type { GroundFault, GroundLayer } from '../../../shared/contract/index.ts';
import type { Clock, Disposer } from '../../../shared/domain/index.ts';
import type { Log } from '../log.ts';
import { ArchiveError } from './archive-header.ts';
import type { GroundMemory } from './ground-memory.ts';
import { layerState, type Layers, managedLayerId } from './layers.ts';
import { openPatientFile } from './patient-file.ts';

/** How often it is looked whether a file of IT's is another than the one that was read, ms. */
const LOOK_EVERY_MS = 30_000;

export interface ManagedLayers {
  /** All layers of IT's, those that were never read included, with what is wrong with their files. */
  state(): GroundLayer[];
  close: Disposer;
}

/** Keeps the layers that IT named as their files are: read at first, and again when they change. */
export function followManagedLayers(parts: {
  settings: readonly { name: string; file: string }[];
  layers: Layers;
  memory: GroundMemory;
  clock: Clock;
  log: Log;
  onChange: () => void;
}): ManagedLayers {
  const { settings, layers, memory, clock, log, onChange } = parts;
  const named = settings.map(({ name, file }) => ({ id: managedLayerId(name, file), name, file }));
  const faults = new Map<string, GroundFault>();
  /** By id: when the file was changed that was of no use. */
  const refused = new Map<string, number>();
  const files = new Map(named.map(({ id, file }) => [id, openPatientFile(file, clock)]));
  let isClosed = false;
  let stopWaiting: Disposer = () => undefined;

  forgetOthers();
  lookAgain();

  /** Layers that IT does not name any more. */
  function forgetOthers(): void {
    const { layers: kept } = memory.get();
    const left = kept.filter(({ id, source }) => source === null || named.some((one) => one.id === id));
    if (left.length < kept.length) memory.set({ layers: left });
  }
  function lookAgain(): void {
    lookAtAll()
      .catch((error: unknown) => log.error({ err: error }, 'the layers of the settings could not be looked at'))
      .finally(() => {
        if (!isClosed && named.length > 0) stopWaiting = clock.after(LOOK_EVERY_MS, lookAgain);
      });
  }
  /** One after another: each takes a thread and memory. */
  async function lookAtAll(): Promise<void> {
    for (const layer of named) {
      if (isClosed) return;
      await look(layer);
    }
  }

  async function look({ id, name, file }: (typeof named)[number]): Promise<void> {
    try {
      const mark = await files.get(id)?.look();
      const before = memory.get().layers.find((one) => one.id === id);
      const { source } = before ?? {};
      if (mark === undefined || isClosed) return;
      const isSame = source?.bytes === mark.bytes && source.changedAtMs === mark.changedAtMs;
      // A network that was read by a version that read no timetables is read again.
      if (isSame && !(before?.kind === 'gtfs' && before.plan === undefined)) return setFault(id, null);
      // A file that was refused is not read again before it changes.
      if (refused.get(id) === mark.changedAtMs && faults.get(id)?.code === 'refused') return;
      const isShown = before?.isShown ?? true;
      const answer = await layers.importFile(file, {
        ...{ id, name, isShown, source: { file, ...mark }, fileName: path.basename(file) },
      });
      if (answer.result === 'imported') return setFault(id, null);
      const detail = answer.result === 'refused' ? answer.reason.detail : answer.message;
      log.warn({ file, answer }, 'a layer of the settings could not be read');
      refused.set(id, mark.changedAtMs);
      setFault(id, { code: 'refused', file, detail, sinceMs: clock.nowMs() });
    } catch (error) {
      const { code, message } = error instanceof ArchiveError ? error : new ArchiveError('unreadable', String(error));
      setFault(id, { code, file, detail: message, sinceMs: clock.nowMs() });
    }
  }
  function setFault(id: string, fault: GroundFault | null): void {
    const before = faults.get(id);
    if (before?.code === fault?.code && before?.detail === fault?.detail) return;
    if (fault === null) faults.delete(id);
    else faults.set(id, fault);
    if (!isClosed) onChange();
  }

  return {
    state: () =>
      named.map(({ id, name }) => {
        const kept = memory.get().layers.find((one) => one.id === id);
        return { ...(kept === undefined ? unread(id, name) : layerState(kept)), fault: faults.get(id) ?? null };
      }),
    close() {
      isClosed = true;
      stopWaiting();
      for (const file of files.values()) file.close();
    },
  };
}

function unread(id: string, name: string): GroundLayer {
  return {
    ...{ id, name, kind: 'geojson', isManaged: true, isShown: true, data: null, bounds: null },
    counts: { areas: 0, lines: 0, points: 0 },
    ...{ importedAtMs: null, leftOut: 0, notices: [], plan: null, fault: null },
  };
}
