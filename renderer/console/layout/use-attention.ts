import { type RefObject, useEffect, useRef } from 'react';

/**
 * Runs `action` when the focus comes into an element. Heard from the element itself: what stands in it was rendered elsewhere, and its
 * events pass React by.
 */
export function useAttention(target: RefObject<HTMLElement | null>, action: () => void): void {
  const latest = useRef(action);
  useEffect(() => {
    latest.current = action;
  });
  useEffect(() => {
    const element = target.current;
    if (element === null) return undefined;
    const onFocus = () => latest.current();
    element.addEventListener('focusin', onFocus);
    return () => element.removeEventListener('focusin', onFocus);
  }, [target]);
}
