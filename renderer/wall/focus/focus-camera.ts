import type { WallFocus } from '../../../shared/contract/index.ts';
import type { MapCamera } from '../../../shared/domain/index.ts';
import { cameraOfArea } from '../span/part-camera.ts';

/** Where a map of a size goes for what was sent to the wall; null: nowhere. */
export function focusCamera(
  focus: WallFocus | null,
  size: { readonly width: number; readonly height: number },
): MapCamera | null {
  if (focus === null) return null;
  return focus.kind === 'area' ? cameraOfArea(focus.area, size) : focus.camera;
}
