import { open } from 'node:fs/promises';
import type { LayerPlan } from '../../../../shared/contract/index.ts';
import { writePlan } from '../../schedule/import/write-plan.ts';
import { readGeoJson } from './geojson.ts';
import { readGtfs } from './gtfs.ts';
import { type LayerContent, writeLayer, type WrittenLayer } from './layer-features.ts';

export interface ImportTask {
  file: string;
  /** As people know it, for sentences. */
  fileName: string;
  /** Where the GeoJSON goes. */
  target: string;
  /** Where the plans of lines go, if there are any. */
  planTarget: string;
}

export type ImportedLayer = Pick<LayerContent, 'kind' | 'leftOut' | 'notices'> &
  WrittenLayer & {
    /** Null: a file of this kind has no timetable. */
    plan: LayerPlan | null;
  };

/**
 * Reads a file of map data, whatever its name, and writes what is drawn of it, and the timetable that it may hold.
 * @throws ImportError
 */
export async function readLayer({ file, fileName, target, planTarget }: ImportTask): Promise<ImportedLayer> {
  const isZip = await beginsLikeZip(file);
  const read = isZip ? (...of: [string, string]) => readGtfs(...of) : readGeoJson;
  const layer = await keepDrawing(read, file, fileName, target);
  return { ...layer, plan: isZip ? await writePlan(file, fileName, planTarget) : null };
}

/** What was read of the drawing is not held any more when the timetable is. */
async function keepDrawing(
  read: (file: string, fileName: string) => Promise<LayerContent>,
  file: string,
  fileName: string,
  target: string,
): Promise<Omit<ImportedLayer, 'plan'>> {
  const content = await read(file, fileName);
  const { kind, leftOut, notices } = content;
  return { kind, leftOut, notices, ...(await writeLayer(content, fileName, target)) };
}

async function beginsLikeZip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer.toString('latin1') === 'PK';
  } finally {
    await handle.close();
  }
}
