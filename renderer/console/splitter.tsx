/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a separator that is moved is a widget, which hr is not */
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences, useServices } from '../stores/services.tsx';

const LEAST_PERCENT = 25;
const MOST_PERCENT = 75;
const STEP_PERCENT = 2;

/** The border between the map and the panel: dragged, or moved with the arrow keys. */
export function Splitter({ controls }: { controls: string }) {
  const { t } = useTranslation();
  const { preferences } = useServices();
  const percent = usePreferences(({ panelPercent }) => panelPercent);
  const dragging = useRef(false);
  const set = (value: number) =>
    preferences.set({ panelPercent: Math.min(MOST_PERCENT, Math.max(LEAST_PERCENT, Math.round(value * 10) / 10)) });

  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    const frame = event.currentTarget.parentElement?.getBoundingClientRect();
    if (!dragging.current || frame === undefined) return;
    set(((frame.right - event.clientX) / frame.width) * 100);
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: percent + STEP_PERCENT,
      ArrowRight: percent - STEP_PERCENT,
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
      className="splitter"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t('console.splitter')}
      aria-controls={controls}
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
