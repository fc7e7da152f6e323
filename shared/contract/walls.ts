import { z } from 'zod';
import { mapArea, mapCamera, rectangle, shownDisplay, wall, wallKey } from '../domain/walls/index.ts';
import { event, method } from '../rpc/index.ts';
import { replaySince, replaySpeed } from './recordings.ts';

const wallId = { wall: wallKey };
const nothing = z.strictObject({});

/** A screen of a wall that is open now, and where its window is. */
export const openScreen = z.strictObject({
  ...wallId,
  screen: wallKey,
  /** Id of the display that shows it; null while it waits for one. */
  display: z.number().nullable(),
  /** Of that display now. */
  bounds: rectangle.nullable(),
  /** False in exile: its own display is away, and it is on one that was free. */
  isHome: z.boolean(),
});
export type OpenScreen = z.infer<typeof openScreen>;

const focusId = z.string().min(1).max(100);

/** What the console sends to a wall, and where it is as the console knows it: null where it has no place. */
export const wallFocus = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('vehicle'), id: focusId, camera: mapCamera.nullable() }),
  z.strictObject({ kind: z.literal('mission'), id: focusId, camera: mapCamera.nullable() }),
  z.strictObject({ kind: z.literal('area'), area: mapArea }),
]);
export type WallFocus = z.infer<typeof wallFocus>;

/** Where the shared camera of a spanned map is. */
const spanCamera = z.strictObject({
  span: wallKey,
  camera: mapCamera,
  /** When all its screens go there, machine's clock, UTC ms: all in the same picture. */
  applyAtMs: z.number(),
});
export type SpanCamera = z.infer<typeof spanCamera>;

/**
 * Grows when what the shared cameras of a wall begin with is another than before: they are then nowhere, until the first of
 * the windows has said where they begin.
 */
const generation = z.number().int().nonnegative();

/** How a window of a group of screens is to replay, and with it the others. */
export const askedReplay = z.strictObject({
  /** The instant that is shown, by the server's clock of then, UTC ms. */
  atMs: z.number(),
  isPlaying: z.boolean(),
  speed: replaySpeed,
  /** An instant that somebody named; null: it was played on since. */
  askedMs: z.number().nullable(),
});
export type AskedReplay = z.infer<typeof askedReplay>;
/** The same, as all of them are told it. */
const sharedReplay = askedReplay.extend({ sinceMs: replaySince });
export type SharedReplay = z.infer<typeof sharedReplay>;

/** What a wall shows at present, beside its arrangement. It is kept: after a restart a wall is as it was. */
export const wallNow = z.object({
  ...wallId,
  /** Null: there is no such wall, or no longer. */
  arrangement: wall.nullable(),
  open: z.array(openScreen),
  generation,
  cameras: z.array(spanCamera),
  focus: wallFocus.nullable(),
  /** What its groups of screens replay: of those that are back (`replayGroupOf`). */
  replays: z.array(z.object({ group: wallKey, replay: sharedReplay })),
});
export type WallNow = z.infer<typeof wallNow>;

export const wallMethods = {
  /** All walls, in the order of their making, and the screens that are open. */
  'walls.list': method(nothing, z.object({ walls: z.array(wall), open: z.array(openScreen) })),
  /** One wall as it is now. A wall that is not there has no arrangement. */
  'walls.get': method(z.strictObject(wallId), wallNow),
  /** Adds a wall, or replaces the one of its id; one that is open changes at once. */
  'walls.save': method(z.strictObject({ wall }), nothing),
  /** Closes a wall and forgets it. */
  'walls.remove': method(z.strictObject(wallId), nothing),
  /** Opens all screens of a wall. `no-displays` where there is no shell to open windows. */
  'walls.open': method(z.strictObject(wallId), nothing),
  'walls.close': method(z.strictObject(wallId), nothing),
  /** Moves the camera of a spanned map: newest wins. With `begins`, only where it is nowhere in this generation. */
  'walls.camera': method(
    z.strictObject({ ...wallId, span: wallKey, camera: mapCamera, begins: generation.optional() }),
    nothing,
  ),
  /** Takes a group of screens back, or to another instant or pace, all at once; null: live again. Newest wins. */
  'walls.replay': method(z.strictObject({ ...wallId, group: wallKey, replay: askedReplay.nullable() }), nothing),
  /** Shows something on a wall; null: no longer. */
  'walls.show': method(z.strictObject({ ...wallId, focus: wallFocus.nullable() }), nothing),
  /** The displays of this desk; null where there is no shell that knows them. */
  'displays.list': method(nothing, z.object({ displays: z.array(shownDisplay).nullable() })),
  /** Shows its number on each display for a few seconds, in the order of `displays.list`. */
  'displays.identify': method(nothing, nothing),
};

export const wallEvents = {
  /** Walls, or which screens are open, are others than before: what shows them asks again. */
  'walls.changed': event(z.object({ revision: z.number().int() })),
  'walls.moved': event(spanCamera.extend(wallId)),
  'walls.replaying': event(z.object({ ...wallId, group: wallKey, replay: sharedReplay.nullable() })),
  'walls.shown': event(z.object({ ...wallId, focus: wallFocus.nullable(), generation })),
  'displays.changed': event(z.object({ displays: z.array(shownDisplay) })),
};
