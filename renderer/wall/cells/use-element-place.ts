import { type RefObject, useLayoutEffect, useState } from 'react';
import type { Rectangle } from '../../../shared/domain/index.ts';

/** Where an element is in its window, CSS pixels; undefined while it has no size. */
export function useElementPlace(element: RefObject<HTMLElement | null>): Rectangle | undefined {
  const [place, setPlace] = useState<Rectangle>();
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    const measure = () => {
      const { x, y, width, height } = current.getBoundingClientRect();
      if (width <= 0 || height <= 0) return;
      setPlace((before) =>
        before?.x === x && before.y === y && before.width === width && before.height === height
          ? before
          : { x, y, width, height },
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    // A bar that comes or goes moves what is beside it, and changes the size of the page's own parts.
    const parent = current.closest('.wall');
    if (parent !== null) for (const child of parent.children) observer.observe(child);
    return () => observer.disconnect();
  }, [element]);
  return place;
}
