import type { ReactNode } from 'react';
import type { VehicleState } from '../../../shared/domain/index.ts';

/** The symbols of the map (layers/fleet-fragment.ts) in a drawing of 16 by 16. */
const SHAPES: Readonly<Record<VehicleState | 'heading' | 'selected', ReactNode>> = {
  'on-mission': <circle cx="8" cy="8" r="4.5" fill="currentColor" />,
  idle: <circle cx="8" cy="8" r="3.4" fill="none" stroke="currentColor" strokeWidth="2" />,
  'out-of-service': <rect x="4.4" y="4.4" width="7.2" height="7.2" fill="currentColor" />,
  unknown: (
    <path
      fillRule="evenodd"
      fill="currentColor"
      d="M8 3.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9Zm0 3a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3Z"
    />
  ),
  heading: <path d="M8 .8 11.6 7.6A4.2 4.2 0 1 1 4.4 7.6Z" fill="currentColor" />,
  selected: (
    <>
      <circle cx="8" cy="8" r="3.2" fill="currentColor" />
      <circle cx="8" cy="8" r="6.6" fill="none" stroke="var(--accent)" strokeWidth="1.6" />
    </>
  ),
};

export function StateMark({ mark, size = '1.15em' }: { mark: keyof typeof SHAPES; size?: string }) {
  return (
    <svg viewBox="0 0 16 16" width={size} height={size} className={`state-mark state-mark--${mark}`} aria-hidden="true">
      {SHAPES[mark]}
    </svg>
  );
}
