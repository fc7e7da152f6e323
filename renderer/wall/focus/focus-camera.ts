import type { WallFocus } from '../../../shared/contract/index.ts';
import type { MapCamera } from '../../../shared/domain/index.ts';
import { cameraOfArea, wholeCamera } from '../span/part-camera.ts';
import type { Picture, PicturePlace } from '../span/picture.ts';

/** Where a map of a size goes for what was sent to the wall; null: nowhere. */
export function focusCamera(
  focus: WallFocus | null,
  size: { readonly width: number; readonly height: number },
): MapCamera | null {
  if (focus === null) return null;
  return focus.kind === 'area' ? cameraOfArea(focus.area, size) : focus.camera;
}

/**
 * Where a picture over several screens goes. One vehicle is put in the middle of the screen that is nearest to the middle of the
 * picture: with two screens side by side, that middle is the frame between them.
 */
export function focusInPicture(focus: WallFocus | null, picture: Picture): MapCamera | null {
  const camera = focusCamera(focus, picture);
  const part = focus?.kind === 'area' ? undefined : mostCentral(picture);
  if (camera === null || part === undefined) return camera;
  return wholeCamera({ ...camera, zoom: camera.zoom - Math.log2(part.unit) }, picture, part);
}

function mostCentral({ width, height, places }: Picture): PicturePlace | undefined {
  const fromMiddle = (at: PicturePlace) =>
    Math.hypot(at.x + at.width / 2 - width / 2, at.y + at.height / 2 - height / 2);
  return [...places.values()].toSorted((one, other) => fromMiddle(one) - fromMiddle(other))[0];
}
