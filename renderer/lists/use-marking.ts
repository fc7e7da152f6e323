import { type KeyboardEvent, type MouseEvent, useRef } from 'react';
import type { Marks } from './marks.ts';

type Held = Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'shiftKey'>;

/**
 * The keys and clicks that mark rows, as lists of files have them: Space and Ctrl with a click mark one, Shift goes on from
 * there, Ctrl+A marks all, Escape takes all marks off. Each answers whether it was meant.
 */
export function useMarking<Row>(
  marks: Marks<Row> | undefined,
  rowAt: (index: number) => Row | undefined,
  total: number | null,
) {
  // Shift with arrows: the range that began with the first of them goes on.
  const isRanging = useRef(false);

  function toggle(index: number): void {
    const row = rowAt(index);
    if (row !== undefined) marks?.toggle(index, row);
  }

  return {
    onKey(event: Held & Pick<KeyboardEvent, 'key'>, active: number): boolean {
      if (marks === undefined) return false;
      const isControl = event.ctrlKey || event.metaKey;
      if (event.key === ' ' && !isControl) {
        isRanging.current = false;
        if (event.shiftKey) marks.extendTo(active);
        else toggle(active);
        return true;
      }
      if (event.key.toLowerCase() === 'a' && isControl) {
        if (total !== null) marks.markAll(total);
        return true;
      }
      if (event.key !== 'Escape' || marks.state.getState().rows.size === 0) return false;
      marks.clear();
      return true;
    },
    /** The active row moves on. */
    onMove(event: Held, from: number, to: number): void {
      if (marks === undefined || !event.shiftKey) {
        isRanging.current = false;
        return;
      }
      if (!isRanging.current) marks.beginRange(from);
      isRanging.current = true;
      marks.extendTo(to);
    },
    onClick(event: Held & Pick<MouseEvent, 'target'>, index: number): boolean {
      if (marks === undefined) return false;
      isRanging.current = false;
      const isOnBox = event.target instanceof Element && event.target.closest('[data-mark]') !== null;
      if (event.shiftKey) marks.extendTo(index);
      else if (event.ctrlKey || event.metaKey || isOnBox) toggle(index);
      return event.shiftKey || event.ctrlKey || event.metaKey || isOnBox;
    },
  };
}
