import type { AgeThresholds } from '../../../shared/domain/index.ts';
import { isShown, type ShownVehicles } from '../../workers/index.ts';
import type { FleetFrame } from '../fleet/index.ts';

/** Says of a slot whether its vehicle is shown. */
export type Sight = (slot: number) => boolean;

export const seesAll: Sight = () => true;
export const seesNone: Sight = () => false;

/** What a filter shows of a frame at a moment: the TypeScript twin of the vertex shader's. */
export function sightOf(
  frame: FleetFrame,
  nowSeconds: number,
  shown: ShownVehicles | null,
  thresholds: AgeThresholds,
): Sight {
  if (shown === null) return seesAll;
  const moment = { records: frame.records, nowSeconds, timeScale: frame.timeScale, thresholds };
  return (slot) => isShown(shown, slot, moment);
}
