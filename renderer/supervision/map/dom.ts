import type { Disposer } from '../../../shared/domain/index.ts';

/** The root's font size where one CSS pixel of the map's is one on the screen: see ui/tokens.css. */
const DESK_FONT_SIZE = 14;

/** How much larger than at a desk things are drawn on this screen. */
export function deskScale(element: HTMLElement): number {
  const size = Number.parseFloat(getComputedStyle(element.ownerDocument.documentElement).fontSize);
  return Number.isFinite(size) && size > 0 ? size / DESK_FONT_SIZE : 1;
}

/** Sets `data-` attributes that are others than before. */
export function setData(element: HTMLElement, values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (element.dataset[name] !== value) element.dataset[name] = value;
  }
}

export function listen<T extends keyof HTMLElementEventMap>(
  target: HTMLElement,
  type: T,
  listener: (event: HTMLElementEventMap[T]) => void,
): Disposer {
  target.addEventListener(type, listener);
  return () => target.removeEventListener(type, listener);
}

/** Calls the listener whenever this window comes into sight or goes out of it. */
export function onVisibility(listener: (visible: boolean) => void): Disposer {
  const call = () => listener(!document.hidden);
  document.addEventListener('visibilitychange', call);
  return () => document.removeEventListener('visibilitychange', call);
}
