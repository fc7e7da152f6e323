import { z } from 'zod';

/** West, south, east, north in WGS 84 degrees. */
export const bounds = z.tuple([z.number(), z.number(), z.number(), z.number()]);
export type Bounds = z.infer<typeof bounds>;

/** Why a file of the ground cannot be used now. A window has a sentence for each, in each language. */
export const GROUND_FAULTS = [
  /** It is not there: moved, or its drive is away. */
  'missing',
  /** It is there and cannot be read: rights, a fault of the disk. */
  'unreadable',
  /** Its drive does not answer. */
  'not-answering',
  /** Not a PMTiles archive of version 3. */
  'not-an-archive',
  /** Shorter than its header says: a copy that was broken off. */
  'truncated',
  /** Compressed in a way that cannot be read here. */
  'compression',
  /** Without the layers of Protomaps: nothing would be drawn. */
  'other-layers',
  /** The file of a layer that IT named holds no usable map data. */
  'refused',
] as const;
export const groundFault = z.object({
  code: z.enum(GROUND_FAULTS),
  /** The file's path, as it was given. */
  file: z.string(),
  /** English, for a log and for support. */
  detail: z.string(),
  sinceMs: z.number(),
});
export type GroundFault = z.infer<typeof groundFault>;
