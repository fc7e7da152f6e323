import { useEffect } from 'react';
import type { MapCamera, MapWallView, Rectangle } from '../../../shared/domain/index.ts';
import { fleetPosition, useFleet } from '../../supervision/index.ts';
import { focusCamera } from '../focus/focus-camera.ts';
import type { CameraHolder } from '../span/camera-holder.ts';
import { cameraOfArea, FLEET_PADDING } from '../span/part-camera.ts';
import { useThisScreen } from '../wall-context.tsx';

/** Sets the camera of a map that is no part of a larger picture: what was sent to it, its area, or else the fleet. */
export function useOwnCamera(view: MapWallView, place: Rectangle | undefined, camera: CameraHolder): void {
  const { now } = useThisScreen();
  const fleet = useFleet();
  const focus = view.goes ? (now?.focus ?? null) : null;
  const { area, span } = view;
  useEffect(() => {
    if (span !== null || place === undefined) return undefined;
    const told: MapCamera | null = focusCamera(focus, place) ?? (area === null ? null : cameraOfArea(area, place));
    if (told !== null) {
      camera.set(told);
      return undefined;
    }
    // The first frame with vehicles says where the fleet is; later ones do not move the map under whoever looks at it.
    const fit = () => {
      const frame = fleet.frame();
      const position = frame === undefined ? undefined : fleetPosition(frame, { ...place, padding: FLEET_PADDING });
      if (position !== undefined) camera.set(position);
      return position !== undefined;
    };
    if (fit()) return undefined;
    const stop = fleet.subscribe(() => {
      if (fit()) stop();
    });
    return stop;
  }, [span, place, focus, area, camera, fleet]);
}
