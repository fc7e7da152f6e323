import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordedStretch } from '../../shared/contract/index.ts';
import { useFormat } from '../i18n/index.ts';
import type { TimeMark } from './marks.ts';
import { type Period, shareOf, ticksOf } from './time-scale.ts';

interface TimeBarProps {
  stretches: readonly RecordedStretch[];
  period: Period;
  instantMs: number;
  marks: readonly TimeMark[];
  /** The stretch that is to be exported. */
  chosen: Period;
  onGoTo: (atMs: number) => void;
  /** A key was pressed on it. */
  onKey: (event: KeyboardEvent) => void;
}

const percent = (share: number) => `${Math.max(0, Math.min(1, share)) * 100}%`;

/** What is recorded, what happened in it, and where one is: a slider through time. */
export function TimeBar({ stretches, period, instantMs, marks, chosen, onGoTo, onKey }: TimeBarProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const bar = useRef<HTMLDivElement>(null);
  const place = (one: Period) => ({
    left: percent(shareOf(period, one.fromMs)),
    width: percent(shareOf(period, Math.min(one.toMs, period.toMs)) - Math.max(0, shareOf(period, one.fromMs))),
  });
  const isIn = (one: Period) => one.toMs >= period.fromMs && one.fromMs <= period.toMs;
  function goTo(event: PointerEvent): void {
    const box = bar.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return;
    const share = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
    onGoTo(period.fromMs + share * (period.toMs - period.fromMs));
  }
  // A range of the browser's own has keys of its own, and no marks.
  const slider = {
    role: 'slider',
    tabIndex: 0,
    'aria-label': t('replay.bar'),
    'aria-valuemin': Math.round(period.fromMs),
    'aria-valuemax': Math.round(period.toMs),
    'aria-valuenow': Math.round(Math.max(period.fromMs, Math.min(period.toMs, instantMs))),
    'aria-valuetext': `${format.dayOf(instantMs)} ${format.clock(instantMs)}`,
    'aria-describedby': 'replay-keys',
    onKeyDown: onKey,
    onPointerDown(event: PointerEvent<HTMLDivElement>) {
      event.currentTarget.setPointerCapture(event.pointerId);
      goTo(event);
    },
    onPointerMove(event: PointerEvent<HTMLDivElement>) {
      if (event.currentTarget.hasPointerCapture(event.pointerId)) goTo(event);
    },
  };
  return (
    <div className="time-bar">
      <div ref={bar} className="time-bar__track" {...slider} data-testid="time-bar">
        {stretches.filter(isIn).map((one) => (
          <span key={one.stretch} className="time-bar__stretch" data-open={one.isOpen} style={place(one)} />
        ))}
        {isIn(chosen) ? <span className="time-bar__chosen" style={place(chosen)} /> : null}
        {marks.map(({ key, kind, atMs }) => (
          <span
            key={key}
            className={`time-bar__mark time-bar__mark--${kind}`}
            style={{ left: percent(shareOf(period, atMs)) }}
          />
        ))}
        <span className="time-bar__now" style={{ left: percent(shareOf(period, instantMs)) }} />
      </div>
      <div className="time-bar__ticks" aria-hidden="true">
        {ticksOf(period).map((atMs) => (
          <span key={atMs} className="time-bar__tick" style={{ left: percent(shareOf(period, atMs)) }}>
            {format.time(atMs, period.toMs)}
          </span>
        ))}
      </div>
    </div>
  );
}
