import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { Tooltip, TooltipTrigger } from 'react-aria-components';

interface NamedByTooltipProps {
  button: RefObject<HTMLButtonElement | null>;
  /** Whether there is something to say now; undefined: always. */
  isNeeded?: () => boolean;
  /** The button, which has the ref. */
  children: ReactNode;
  words: ReactNode;
}

/**
 * The name of a button, shown when it is pointed at or focused; Escape puts it away (WCAG 1.4.13). One that shows for the focus alone came
 * by itself, wherever the focus was put: nobody means it by Escape, which goes on to what it means there, such as closing a sheet. The trigger
 * of react-aria ends every Escape while a tooltip is open, on its way down through the document: so this one is put away before.
 */
export function NamedByTooltip({ button, isNeeded, children, words }: NamedByTooltipProps) {
  const [isOpen, setOpen] = useState(false);
  const isPointedAt = useRef(false);
  useEffect(() => {
    if (!isOpen) return undefined;
    const onKeyDown = ({ key }: KeyboardEvent) => {
      const isOfFocus = document.activeElement === button.current && !isPointedAt.current;
      if (key === 'Escape' && isOfFocus) flushSync(() => setOpen(false));
    };
    window.addEventListener('keydown', onKeyDown, true);
    return () => window.removeEventListener('keydown', onKeyDown, true);
  }, [button, isOpen]);
  return (
    <TooltipTrigger
      delay={500}
      isOpen={isOpen}
      onOpenChange={(next) => {
        isPointedAt.current = next && button.current?.dataset['hovered'] !== undefined;
        setOpen(next && (isNeeded?.() ?? true));
      }}
    >
      {children}
      <Tooltip className="tooltip" offset={6}>
        {words}
      </Tooltip>
    </TooltipTrigger>
  );
}
