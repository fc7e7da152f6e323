import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';

/** Keys that act on what is offered. */
const ON_OFFER = new Set(['ArrowDown', 'ArrowUp', 'Enter']);

/**
 * Keys that come before the answer to what was typed wait for it, and act then: who types a name, the arrow and Enter in one go
 * means the row that the name finds, never one that an earlier search still shows.
 * @param isPending what is on offer is not yet what was asked for
 * @param isOffered there is anything to choose; keys that waited for nothing are dropped
 */
export function useWaitingKeys(isPending: boolean, isOffered: boolean) {
  const [waiting, setWaiting] = useState<readonly string[]>([]);
  const input = useRef<HTMLInputElement>(null);
  const forget = useCallback(() => setWaiting((before) => (before.length === 0 ? before : [])), []);

  // One key a task: the widget takes what is offered in a rendering of its own, and each key acts on what the one before changed.
  useEffect(() => {
    const [key, ...rest] = waiting;
    if (key === undefined || isPending) return;
    const timer = setTimeout(() => {
      setWaiting(isOffered ? rest : []);
      if (!isOffered) return;
      input.current?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    });
    return () => clearTimeout(timer);
  }, [waiting, isPending, isOffered]);

  const onKeyDownCapture = (event: KeyboardEvent) => {
    if (!isPending || event.nativeEvent.isComposing) return;
    if (!ON_OFFER.has(event.key)) return event.key === 'Escape' ? forget() : undefined;
    event.preventDefault();
    event.stopPropagation();
    setWaiting((before) => [...before, event.key]);
  };
  return { input, onKeyDownCapture, forget };
}
