import { useEffect, useMemo } from 'react';
import { type MapCamera, type MapWallView, type Rectangle, type Wall } from '../../../shared/domain/index.ts';
import type { OpenScreen } from '../../../shared/contract/index.ts';
import { useServices } from '../../stores/services.tsx';
import { fleetPosition, useFleet } from '../../supervision/index.ts';
import { focusInPicture } from '../focus/focus-camera.ts';
import { useThisScreen } from '../wall-context.tsx';
import { createAtInstant } from './at-instant.ts';
import type { CameraHolder } from './camera-holder.ts';
import { cameraOfArea, FLEET_PADDING, partCamera, partUnder } from './part-camera.ts';
import { layOutPicture, type Picture } from './picture.ts';

const NONE: readonly never[] = [];

/**
 * Sets the camera of a map that is a part of the picture of several screens. Where the picture looks is said by the data host
 * to all of them; where nobody has said so yet, each proposes what the arrangement asks for, and the first is followed.
 * @returns whether this part carries the map's scale and sources: one of the screens does
 */
export function useSpanCamera(
  view: MapWallView,
  place: Rectangle | undefined,
  camera: CameraHolder,
): { isFoot: boolean } {
  const { store, now, screen } = useThisScreen();
  const { clock } = useServices();
  const fleet = useFleet();
  const span = now?.arrangement?.spans.find(({ id }) => id === view.span);
  const { arrangement = null, open = NONE } = now ?? {};
  const picture = useMemo(
    () => (arrangement === null || span === undefined ? undefined : pictureOf(arrangement, open, span.id)),
    [arrangement, open, span],
  );
  const told = span === undefined ? undefined : now?.cameras.find((one) => one.span === span.id);

  const atInstant = useMemo(() => createAtInstant(window, () => clock.nowMs()), [clock]);
  useEffect(() => () => atInstant.dispose(), [atInstant]);
  useEffect(() => {
    if (picture === undefined || place === undefined || told === undefined) return;
    const part = partUnder(place, picture, screen.id);
    if (part === undefined) return;
    atInstant.plan(told.applyAtMs, () => camera.set(partCamera(told.camera, picture, part)));
  }, [picture, place, told, screen.id, camera, atInstant]);

  const generation = now?.generation;
  const focus = view.goes ? (now?.focus ?? null) : null;
  const isNowhere = picture !== undefined && told === undefined;
  useEffect(() => {
    if (!isNowhere || picture === undefined || span === undefined || generation === undefined) return undefined;
    const begin = (at: MapCamera) => store?.begin(span.id, at, generation);
    const asked = focusInPicture(focus, picture) ?? (span.area === null ? null : cameraOfArea(span.area, picture));
    if (asked !== null) {
      begin(asked);
      return undefined;
    }
    const fit = () => {
      const frame = fleet.frame();
      const size = { width: picture.width, height: picture.height, padding: FLEET_PADDING };
      const at = frame === undefined ? undefined : fleetPosition(frame, size);
      if (at !== undefined) begin({ longitude: at.longitude, latitude: at.latitude, zoom: at.zoom });
      return at !== undefined;
    };
    if (fit()) return undefined;
    const stop = fleet.subscribe(() => {
      if (fit()) stop();
    });
    return stop;
  }, [isNowhere, picture, span, focus, generation, store, fleet]);

  return { isFoot: view.span === null || isAtFoot(picture, screen.id) };
}

/**
 * The picture of the screens that show a part of a span, as large as their displays are now. One in exile keeps its place: the
 * picture of the others stays as it is.
 */
export function pictureOf(wall: Wall, open: readonly OpenScreen[], span: string): Picture {
  const parts = wall.screens.filter(({ cells }) => cells.some(({ view }) => view.kind === 'map' && view.span === span));
  const gap = wall.spans.find(({ id }) => id === span)?.gap ?? { across: 0, down: 0 };
  return layOutPicture(
    parts.map(({ id, display, widthMillimetres }) => {
      const now = open.find((one) => one.screen === id && one.isHome);
      const bounds = now?.bounds ?? display.bounds;
      return { id, bounds, widthMillimetres };
    }),
    gap,
  );
}

/** Is this the lowest screen at the right of the picture, where a map has its sources? */
function isAtFoot(picture: Picture | undefined, screen: string): boolean {
  if (picture === undefined) return true;
  const places = [...picture.places].toSorted(
    ([, one], [, other]) => other.y + other.height - (one.y + one.height) || other.x - one.x,
  );
  return places[0]?.[0] === screen;
}
