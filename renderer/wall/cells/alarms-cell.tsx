import { useRef } from 'react';
import { WallAlarms } from '../../alarms/index.ts';
import { useRowsThatFit } from './use-rows-that-fit.ts';

/** The alarms that stand, as many as there is room for. */
export function AlarmsCell() {
  const room = useRef<HTMLDivElement>(null);
  const limit = useRowsThatFit(room);
  return <WallAlarms room={room} limit={limit} />;
}
