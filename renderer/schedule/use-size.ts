import { type RefObject, useLayoutEffect, useState } from 'react';

export interface Size {
  readonly width: number;
  readonly height: number;
  /** Pixels of the text in it. */
  readonly em: number;
}

/** How large an element is, renewed as it changes; null before it is there. */
export function useSize(element: RefObject<HTMLElement | null>): Size | null {
  const [size, setSize] = useState<Size | null>(null);
  useLayoutEffect(() => {
    const shown = element.current;
    if (shown === null) return undefined;
    const measure = () => {
      const em = Number.parseFloat(getComputedStyle(shown).fontSize) || 16;
      const next = { width: shown.clientWidth, height: shown.clientHeight, em };
      setSize((before) =>
        before?.width === next.width && before.height === next.height && before.em === em ? before : next,
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(shown);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
