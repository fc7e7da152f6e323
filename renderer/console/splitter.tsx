/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a separator that is moved is a widget, which hr is not */
import { type KeyboardEvent, type PointerEvent, type RefObject, useRef } from 'react';
import { LEAST_PERCENT, MOST_PERCENT } from './layout/layout-tree.ts';

const STEP_PERCENT = 2;

interface SplitterProps {
  /** The element that is divided. */
  frame: RefObject<HTMLElement | null>;
  direction: 'row' | 'column';
  /** The share of what comes after the border. */
  percent: number;
  label: string;
  onMove: (percent: number) => void;
}

/** The border between two places: dragged, or moved with the arrow keys. */
export function Splitter({ frame, direction, percent, label, onMove }: SplitterProps) {
  const dragging = useRef(false);
  const set = (value: number) => onMove(Math.min(MOST_PERCENT, Math.max(LEAST_PERCENT, value)));

  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    const box = frame.current?.getBoundingClientRect();
    if (!dragging.current || box === undefined) return;
    const [end, at, size] =
      direction === 'row' ? [box.right, event.clientX, box.width] : [box.bottom, event.clientY, box.height];
    set(((end - at) / size) * 100);
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    const [more, less] = direction === 'row' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    const steps: Readonly<Record<string, number>> = {
      [more]: percent + STEP_PERCENT,
      [less]: percent - STEP_PERCENT,
      Home: MOST_PERCENT,
      End: LEAST_PERCENT,
    };
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    set(next);
  }

  return (
    <div
      className={`splitter splitter--${direction}`}
      role="separator"
      tabIndex={0}
      aria-orientation={direction === 'row' ? 'vertical' : 'horizontal'}
      aria-label={label}
      aria-valuenow={Math.round(percent)}
      aria-valuemin={LEAST_PERCENT}
      aria-valuemax={MOST_PERCENT}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        dragging.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        dragging.current = false;
      }}
    />
  );
}
