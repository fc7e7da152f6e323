import type { TFunction } from 'i18next';
import type { GroundView } from './ground-store.ts';

/** What is wrong with the base map, in one sentence; undefined when the chosen one is shown, or is about to be. */
export function baseMapFault(view: GroundView, t: TFunction): string | undefined {
  const fault = view.ground?.baseMap.fault;
  if (fault !== null && fault !== undefined) return t(`ground.fault.${fault.code}`, { file: fileName(fault.file) });
  const { online } = view;
  if (online.state !== 'failed') return undefined;
  return t(`ground.fault.style-${online.code}`, { host: new URL(online.url).host });
}

/** The last part of a path, of any system. */
export function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
