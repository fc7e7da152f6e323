import type { ReactNode } from 'react';
import type { AlarmPriority } from '../../shared/domain/index.ts';
import './alarm-mark.css';

/** A shape of its own for each priority, and its number, so that colour is never alone to say it (ISA-101). */
const OUTLINES: Readonly<Record<AlarmPriority, ReactNode>> = {
  critical: <rect x="1.5" y="1.5" width="13" height="13" rx="1.5" />,
  high: <path d="M8 1.2 15.2 14.4H.8Z" />,
  medium: <path d="M8 .9 15.1 8 8 15.1.9 8Z" />,
  low: <circle cx="8" cy="8" r="6.5" />,
};
const NUMBERS: Readonly<Record<AlarmPriority, { text: string; y: number }>> = {
  critical: { text: '1', y: 11.6 },
  high: { text: '2', y: 13 },
  medium: { text: '3', y: 11.4 },
  low: { text: '4', y: 11.5 },
};

interface AlarmMarkProps {
  priority: AlarmPriority;
  /** Filled: nobody has acknowledged it. Else only the outline is drawn. */
  isUnacknowledged?: boolean;
  /** Whether what raised it still holds: of one that is over the outline is broken. */
  isActive?: boolean;
  /** Grey: none of this priority stands. */
  isAtRest?: boolean;
  size?: string;
}

/** The mark of an alarm: shape by priority, filled while it is unacknowledged, broken once it is over. Text beside it says the same. */
export function AlarmMark({
  priority,
  isUnacknowledged = false,
  isActive = true,
  isAtRest = false,
  size = '1.05em',
}: AlarmMarkProps) {
  const { text, y } = NUMBERS[priority];
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      className={`alarm-mark alarm-mark--${isAtRest ? 'rest' : priority}`}
      data-filled={isUnacknowledged}
      data-active={isActive}
      aria-hidden="true"
    >
      {OUTLINES[priority]}
      <text x="8" y={y} textAnchor="middle">
        {text}
      </text>
    </svg>
  );
}
