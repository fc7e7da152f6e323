import type { JourneyState } from './journey-rows.ts';

/** The shape of how a journey stands: each has its own, so that colour is never alone to say it. 10 by 10, about its middle. */
const SHAPES: Readonly<Record<JourneyState, string>> = {
  late: 'M0-5.5 5.5 4.5H-5.5Z',
  early: 'M0-5.5 5.5 0 0 5.5-5.5 0Z',
  'on-time': 'M4 0A4 4 0 1 1-4 0A4 4 0 1 1 4 0Z',
  unplanned: 'M4 0A4 4 0 1 1-4 0A4 4 0 1 1 4 0Z',
  missing: 'M-4.5-4.5H4.5V4.5H-4.5ZM-4.5 4.5 4.5-4.5',
  'to-come': 'M-3.5-3.5 3.5 0-3.5 3.5Z',
  unknown: 'M4 0A4 4 0 1 1-4 0A4 4 0 1 1 4 0Z',
};

/** @param size 1 for 10 pixels */
export function JourneyShape({ state, size = 1 }: { state: JourneyState; size?: number }) {
  return <path className={`journey-shape journey-shape--${state}`} d={SHAPES[state]} transform={`scale(${size})`} />;
}

/** The same beside a text. */
export function JourneyMark({ state }: { state: JourneyState }) {
  return (
    <svg className="journey-mark" viewBox="-8 -8 16 16" aria-hidden="true">
      <JourneyShape state={state} />
    </svg>
  );
}
