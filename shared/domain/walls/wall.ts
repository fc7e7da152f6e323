import { z } from 'zod';
import { knownDisplay } from './display.ts';
import { areCellsApart } from './cells.ts';

/** A wall is as large as the largest desk of displays that drivers know, and no larger. */
export const MOST_WALLS = 50;
export const MOST_SCREENS = 16;
export const MOST_CELLS = 4;
export const MOST_SPANS = 8;

/** Names a wall, a screen, a cell or a span: part of addresses and file names. */
export const wallKey = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/);
export const wallName = z.string().trim().min(1).max(80);

/** Where a map looks: degrees, and zoom levels of 512-pixel tiles. */
export const mapCamera = z.strictObject({
  longitude: z.number().min(-540).max(540),
  latitude: z.number().min(-90).max(90),
  zoom: z.number().min(0).max(24),
});
export type MapCamera = z.infer<typeof mapCamera>;

/** A part of the world, as it was seen on a map of some size: another map shows at least that part. */
export const mapArea = mapCamera.extend({
  /** Of the map on which it was taken, CSS pixels. */
  width: z.number().positive().max(100_000),
  height: z.number().positive().max(100_000),
});
export type MapArea = z.infer<typeof mapArea>;

export const VIEW_KINDS = ['map', 'missions', 'vehicles', 'summary', 'billing', 'clock', 'alarms', 'schedule'] as const;
export type ViewKind = (typeof VIEW_KINDS)[number];

const mapView = z.strictObject({
  kind: z.literal('map'),
  /** Null: the bulk of the fleet. Of a part of a spanned map the span says it. */
  area: mapArea.nullable(),
  /** The one picture of several screens that this is a part of. */
  span: wallKey.nullable(),
  /** Goes where the console sends it. Others only mark what is sent. */
  goes: z.boolean(),
});
const plainView = <K extends Exclude<ViewKind, 'map' | 'schedule'>>(kind: K) =>
  z.strictObject({ kind: z.literal(kind) });

const scheduleView = z.strictObject({
  kind: z.literal('schedule'),
  /** As vehicles have it; null: the one with a timetable and most vehicles. */
  line: z.string().min(1).max(300).nullable(),
  /** By its key; null: the first that the line has. */
  direction: z.string().max(4_000).nullable(),
});

export const wallView = z.discriminatedUnion('kind', [
  mapView,
  plainView('missions'),
  plainView('vehicles'),
  plainView('summary'),
  plainView('billing'),
  plainView('clock'),
  plainView('alarms'),
  scheduleView,
]);
export type WallView = z.infer<typeof wallView>;
export type MapWallView = z.infer<typeof mapView>;
export type ScheduleWallView = z.infer<typeof scheduleView>;

const fraction = z.number().min(0).max(1);

/** A part of a screen, in fractions of what is left between its bars. */
export const wallCell = z.strictObject({
  id: wallKey,
  left: fraction,
  top: fraction,
  width: fraction.positive(),
  height: fraction.positive(),
  view: wallView,
});
export type WallCell = z.infer<typeof wallCell>;

export const wallScreen = z.strictObject({
  id: wallKey,
  /** Where the user put it, also while that display is away. */
  display: knownDisplay,
  cells: z.array(wallCell).min(1).max(MOST_CELLS),
  /** Size of all that is written, 1 as the screen's own size asks for. */
  scale: z.number().min(0.5).max(3),
  /** Null: that of the application. */
  theme: z.enum(['dark', 'light']).nullable(),
  /** The line at the top (fleet, clock) and at the bottom (missions, connection). */
  bars: z.boolean(),
  /** Width of what the panel shows, for pictures across panels of other pixel sizes; null: as the desktop counts. */
  widthMillimetres: z.number().min(50).max(20_000).nullable(),
});
export type WallScreen = z.infer<typeof wallScreen>;

/** One map over several screens. */
export const wallSpan = z.strictObject({
  id: wallKey,
  /** Null: the bulk of the fleet. */
  area: mapArea.nullable(),
  /** What the frames between two panels hide, in pixels of the first panel; the picture goes on behind them. */
  gap: z.strictObject({ across: z.number().min(0).max(2_000), down: z.number().min(0).max(2_000) }),
});
export type WallSpan = z.infer<typeof wallSpan>;

/** A named arrangement of views on displays. */
export const wall = z
  .strictObject({
    version: z.literal(1),
    id: wallKey,
    name: wallName,
    /** Shows what the console selects, without being sent it. */
    linked: z.boolean(),
    screens: z.array(wallScreen).min(1).max(MOST_SCREENS),
    spans: z.array(wallSpan).max(MOST_SPANS),
  })
  .superRefine((value, context) => {
    const complain = (path: PropertyKey[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (!isUnique(value.screens)) complain(['screens'], 'two screens have the same id: give each its own');
    if (!isUnique(value.spans)) complain(['spans'], 'two spans have the same id: give each its own');
    for (const [index, { cells }] of value.screens.entries()) {
      const path = ['screens', index, 'cells'];
      if (!isUnique(cells)) complain(path, 'two cells have the same id: give each its own');
      if (!areCellsApart(cells)) complain(path, 'two cells cover each other, or one sticks out: keep them apart');
      for (const [place, { view }] of cells.entries()) {
        if (view.kind !== 'map' || view.span === null) continue;
        if (!value.spans.some(({ id }) => id === view.span))
          complain([...path, place, 'view', 'span'], `there is no span '${view.span}': add it, or choose another`);
      }
    }
  });
export type Wall = z.infer<typeof wall>;

function isUnique(named: readonly { id: string }[]): boolean {
  return new Set(named.map(({ id }) => id)).size === named.length;
}
