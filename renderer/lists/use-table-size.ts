import { type RefObject, useLayoutEffect, useState } from 'react';

export interface TableSize {
  /** Of the part that scrolls, without its header, in pixels. */
  readonly viewportHeight: number;
  readonly rowHeight: number;
  readonly widthRem: number;
}

/** Heights of a row and of the header, in rem, as the style sheet sets them. */
export const ROW_REM = 1.875;
export const HEADER_REM = 2;

/** Follows the size of a table's scrolling element, and that of the root font, which the row height depends on. */
export function useTableSize(scroller: RefObject<HTMLElement | null>): TableSize {
  const [size, setSize] = useState<TableSize>({ viewportHeight: 0, rowHeight: 16 * ROW_REM, widthRem: 0 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const measure = () => {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
      const next = {
        viewportHeight: Math.max(0, element.clientHeight - HEADER_REM * rem),
        rowHeight: ROW_REM * rem,
        widthRem: element.clientWidth / rem,
      };
      setSize((before) =>
        before.viewportHeight === next.viewportHeight &&
        before.rowHeight === next.rowHeight &&
        before.widthRem === next.widthRem
          ? before
          : next,
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);
  return size;
}
