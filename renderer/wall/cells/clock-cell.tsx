import { useFormat } from '../../i18n/index.ts';
import { useNow } from '../../stores/services.tsx';

/** The time as large as its cell lets it be. */
export function ClockCell() {
  const format = useFormat();
  const now = useNow();
  return (
    <time className="clock-cell" dateTime={new Date(now).toISOString()}>
      <span className="clock-cell__time">{format.clock(now)}</span>
      <span className="clock-cell__day">
        {format.day(now)} <span className="clock-cell__zone">{format.zone(now)}</span>
      </span>
    </time>
  );
}
