import { z } from 'zod';
import { event, method } from '../rpc/index.ts';
import { bounds, groundFault } from './ground-fault.ts';
import { groundLayer } from './ground-layers.ts';

/** An archive that can be read now. */
export const archiveInfo = z.object({
  /** Another content has another key. */
  key: z.string(),
  tiles: z.enum(['vector', 'raster']),
  minZoom: z.number().int(),
  maxZoom: z.number().int(),
  bounds,
});
export type ArchiveInfo = z.infer<typeof archiveInfo>;

export const baseMapChoice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('offline') }),
  z.object({ kind: z.literal('archive'), file: z.string() }),
  z.object({ kind: z.literal('style'), url: z.string() }),
]);
export type BaseMapChoice = z.infer<typeof baseMapChoice>;

export const baseMapState = z.object({
  choice: baseMapChoice,
  /** Who chose it. What `policy` and `config` chose cannot be changed in a window. */
  chosenBy: z.enum(['default', 'person', 'config', 'policy']),
  /** Of the chosen archive; null where there is none or it cannot be read: the offline map is shown then. */
  archive: archiveInfo.nullable(),
  fault: groundFault.nullable(),
  /** The archive that a person chose last, which a window may choose again. */
  lastArchive: z.string().nullable(),
  /** Origins from which online styles may come; none unless the policy file allows them. */
  onlineOrigins: z.array(z.string()),
  /** Whether there is a desktop that can ask for a file. A data host that serves browsers has none. */
  canPick: z.boolean(),
});
export type BaseMapState = z.infer<typeof baseMapState>;

export const groundState = z.object({ baseMap: baseMapState, layers: z.array(groundLayer) });
export type GroundState = z.infer<typeof groundState>;

/** Most bytes of one `ground.bytes`: the largest directory or tile of an archive is far below. */
export const MAX_GROUND_READ = 4_000_000;
export const groundMethods = {
  'ground.state': method(z.strictObject({}), groundState),
  /** An archive is chosen by name outside of the page; the page may only go back to that one. */
  'ground.chooseBaseMap': method(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('offline') }),
      z.strictObject({ kind: z.literal('last-archive') }),
      z.strictObject({ kind: z.literal('style'), url: z.string().max(2_000) }),
    ]),
    groundState,
  ),
  /** Has the desktop ask the person at this workstation for an archive. What is chosen then comes as a change. */
  'ground.pickArchive': method(z.strictObject({}), z.object({})),
  /** A part of the chosen archive or of a layer, by its key. Fewer bytes than asked where it ends. Base64. */
  'ground.bytes': method(
    z.strictObject({
      key: z.string().max(200),
      offset: z.number().int().nonnegative(),
      length: z.number().int().min(1).max(MAX_GROUND_READ),
    }),
    z.object({ base64: z.string() }),
  ),
};

export const groundEvents = {
  /** Something of `ground.state` is another than before. */
  'ground.changed': event(z.object({})),
};
