import { z } from 'zod';
import { method } from '../rpc/index.ts';
import { bounds, groundFault } from './ground-fault.ts';

/** What a layer holds. */
export const layerCounts = z.object({
  areas: z.number().int(),
  lines: z.number().int(),
  points: z.number().int(),
});
export type LayerCounts = z.infer<typeof layerCounts>;

/** Why a file was not imported. */
export const IMPORT_REFUSALS = [
  'not-map-data',
  'too-large',
  'too-many-points',
  'too-many-layers',
  /** Coordinates are not WGS 84 degrees. */
  'other-coordinates',
  'bad-json',
  'bad-zip',
  /** A file of the zip is missing, or one of its columns. */
  'missing-part',
  'bad-row',
  'nothing-in-it',
  /** Notices, no refusals: a drawing that would make windows slow. The timetable that came with it is kept. */
  'drawn-coarsely',
  'not-drawn',
  /** It did not arrive as it was announced. */
  'broken-off',
] as const;
export const importRefusal = z.object({
  code: z.enum(IMPORT_REFUSALS),
  /** The file, or the file in the zip. */
  file: z.string(),
  /** The line of a table, from 1, its header included. */
  line: z.number().int().optional(),
  /** The feature of a collection, from 0. */
  feature: z.number().int().optional(),
  /** The column or member that is at fault. */
  field: z.string().optional(),
  /** English, for a log and for support. */
  detail: z.string(),
});
export type ImportRefusal = z.infer<typeof importRefusal>;
/** The timetable that came with a layer: see `schedule.lines`. */
export const layerPlan = z.object({
  lines: z.number().int(),
  trips: z.number().int(),
  /** How many rows and trips were left out, and the first of them. */
  leftOut: z.number().int(),
  notices: z.array(importRefusal).max(20),
});
export type LayerPlan = z.infer<typeof layerPlan>;

/** Reference data of this workstation that is drawn beneath the vehicles. */
export const groundLayer = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['geojson', 'gtfs']),
  /** Named by IT: it can be switched off, and neither renamed nor removed. */
  isManaged: z.boolean(),
  isShown: z.boolean(),
  /** Of the stored GeoJSON, which `ground.bytes` gives; null where there is none yet. */
  data: z.object({ key: z.string(), bytes: z.number().int() }).nullable(),
  counts: layerCounts,
  bounds: bounds.nullable(),
  importedAtMs: z.number().nullable(),
  /** How many rows and features were left out, and the first of them. */
  leftOut: z.number().int(),
  notices: z.array(importRefusal).max(20),
  /** Null: none was looked for, since the file is of another kind, or was read by a version that did not. */
  plan: layerPlan.nullable(),
  fault: groundFault.nullable(),
});
export type GroundLayer = z.infer<typeof groundLayer>;

export const importResult = z.discriminatedUnion('result', [
  z.object({ result: z.literal('imported'), layer: groundLayer }),
  z.object({ result: z.literal('refused'), reason: importRefusal }),
]);
export type ImportResult = z.infer<typeof importResult>;

/** Most bytes of one `ground.import.send`; its text must fit into one message of any transport. */
export const MAX_IMPORT_CHUNK = 512 * 1024;
export const MAX_IMPORT_BYTES = 512 * 1024 * 1024;

const layerName = z.string().trim().min(1).max(100);
const importId = z.string().max(100);

export const groundLayerMethods = {
  /** A person's file comes in parts, since a page does not know where it lies. */
  'ground.import.begin': method(
    z.strictObject({
      name: layerName,
      fileName: z.string().min(1).max(255),
      bytes: z.number().int().min(1).max(MAX_IMPORT_BYTES),
    }),
    z.object({ importId }),
  ),
  'ground.import.send': method(
    z.strictObject({
      importId,
      offset: z.number().int().nonnegative(),
      base64: z.string().max(Math.ceil(MAX_IMPORT_CHUNK / 3) * 4),
    }),
    z.object({ received: z.number().int() }),
  ),
  'ground.import.finish': method(z.strictObject({ importId }), importResult),
  'ground.import.cancel': method(z.strictObject({ importId }), z.object({})),
  'ground.layer.change': method(
    z.strictObject({ id: z.string(), name: layerName.optional(), isShown: z.boolean().optional() }),
    z.object({}),
  ),
  'ground.layer.remove': method(z.strictObject({ id: z.string() }), z.object({})),
};
