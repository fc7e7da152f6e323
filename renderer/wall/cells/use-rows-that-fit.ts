import { type RefObject, useLayoutEffect, useState } from 'react';

/** Height of a line of a wall's table in its letters' size: see cells.css. */
export const LINE_EM = 1.7;
/** A page that has not been laid out asks for this many. */
const FIRST = 12;
const MOST = 60;

/** How many lines an element has room for under its table's head. */
export function useRowsThatFit(element: RefObject<HTMLElement | null>): number {
  const [rows, setRows] = useState(FIRST);
  useLayoutEffect(() => {
    const { current } = element;
    if (current === null) return undefined;
    const measure = () => {
      const letters = Number.parseFloat(getComputedStyle(current).fontSize) || 16;
      const fit = Math.floor(current.clientHeight / (letters * LINE_EM)) - 1;
      setRows(Math.max(1, Math.min(MOST, fit)));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => observer.disconnect();
  }, [element]);
  return rows;
}
