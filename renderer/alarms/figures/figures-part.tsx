import type { AlarmList } from '../alarm-list.ts';
import { PartSwitch } from '../part-switch.tsx';

export function FiguresPart({ model }: { model: AlarmList }) {
  return <PartSwitch model={model} />;
}
