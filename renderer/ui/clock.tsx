import { useFormat } from '../i18n/index.ts';
import { useNow } from '../stores/services.tsx';
import './clock.css';

/** The time and day in the operator's own time zone. */
export function Clock() {
  const format = useFormat();
  const now = useNow();
  return (
    <time className="clock" dateTime={new Date(now).toISOString()} data-testid="clock">
      <span className="clock__time">{format.clock(now)}</span>
      <span className="clock__day">
        {format.day(now)}
        <span className="clock__zone">{format.zone(now)}</span>
      </span>
    </time>
  );
}
