import { open } from 'node:fs/promises';
import { readGeoJson } from './geojson.ts';
import { readGtfs } from './gtfs.ts';
import { type LayerContent, writeLayer, type WrittenLayer } from './layer-features.ts';

export interface ImportTask {
  file: string;
  /** As people know it, for sentences. */
  fileName: string;
  /** Where the GeoJSON goes. */
  target: string;
}

export type ImportedLayer = Pick<LayerContent, 'kind' | 'leftOut' | 'notices'> & WrittenLayer;

/**
 * Reads a file of map data, whatever its name, and writes what is drawn of it.
 * @throws ImportError
 */
export async function readLayer({ file, fileName, target }: ImportTask): Promise<ImportedLayer> {
  const content = (await beginsLikeZip(file)) ? await readGtfs(file, fileName) : await readGeoJson(file, fileName);
  const written = await writeLayer(content, fileName, target);
  const { kind, leftOut, notices } = content;
  return { kind, leftOut, notices, ...written };
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
