import type { AgeThresholds } from '../../../shared/domain/index.ts';

/** Red, green, blue, opacity: 0 to 1, not premultiplied. */
export type Colour = readonly [number, number, number, number];

/**
 * How vehicles look. Grey at rest, colour only for what is abnormal (ISA-101); every difference of colour is one of
 * shape too: see docs/adr on the fleet layer.
 */
export interface FleetStyle {
  readonly onMission: Colour;
  readonly idle: Colour;
  readonly outOfService: Colour;
  readonly unknown: Colour;
  readonly late: Colour;
  readonly silent: Colour;
  readonly suspect: Colour;
  readonly selected: Colour;
  readonly hovered: Colour;
  /** Around every symbol, the colour of the ground. */
  readonly casing: Colour;
  /** 1 at a desk; more on a wall that is read from afar. */
  readonly scale: number;
  readonly thresholds: AgeThresholds;
}

/** Of the casing, in both themes. */
export const CASING_OPACITY = 0.9;

/** Radius of a vehicle's body in CSS pixels by zoom: a dot where a country is seen, a symbol in a street. */
const RADII: readonly (readonly [zoom: number, radius: number])[] = [
  [2, 1.8],
  [5, 2.4],
  [8, 3.4],
  [10, 5],
  [13, 6.5],
  [16, 8.5],
  [19, 11],
];

/** From this radius on there is room for heading, strokes and outlines; below, a dot with its colour is all. */
export const DETAIL_RADIUS = 3.8;

export function radiusAtZoom(zoom: number): number {
  let [lowZoom, lowRadius] = RADII[0] ?? [0, 2];
  if (zoom <= lowZoom) return lowRadius;
  for (const [highZoom, highRadius] of RADII) {
    if (zoom < highZoom) {
      return lowRadius + ((highRadius - lowRadius) * (zoom - lowZoom)) / (highZoom - lowZoom);
    }
    lowZoom = highZoom;
    lowRadius = highRadius;
  }
  return lowRadius;
}

/** `#rrggbb` as a colour. @throws RangeError when it is not one. */
export function colour(hex: string, opacity = 1): Colour {
  if (!/^#[0-9a-f]{6}$/i.test(hex)) throw new RangeError(`colour '${hex}' is not of the form #rrggbb`);
  const channel = (start: number) => Number.parseInt(hex.slice(start, start + 2), 16) / 255;
  return [channel(1), channel(3), channel(5), opacity];
}

/** The vehicle symbols of a theme, in the colours of ui/tokens.css. */
export function fleetStyle(theme: 'dark' | 'light', thresholds: AgeThresholds, scale = 1): FleetStyle {
  const shared = { scale, thresholds };
  if (theme === 'dark') {
    return {
      ...shared,
      onMission: colour('#dfe5ec'),
      idle: colour('#9aa7b5'),
      outOfService: colour('#67727f'),
      unknown: colour('#b4bfca'),
      late: colour('#f2b632'),
      silent: colour('#8b95a1', 0.7),
      suspect: colour('#cba4f5'),
      selected: colour('#8cbbe8'),
      hovered: colour('#ffffff'),
      casing: colour('#12171d', CASING_OPACITY),
    };
  }
  return {
    ...shared,
    onMission: colour('#27313b'),
    idle: colour('#5d6a77'),
    outOfService: colour('#97a1ab'),
    unknown: colour('#465360'),
    late: colour('#b36b00'),
    silent: colour('#76818c', 0.7),
    suspect: colour('#6a36a8'),
    selected: colour('#0f5792'),
    hovered: colour('#000000'),
    casing: colour('#ffffff', CASING_OPACITY),
  };
}
