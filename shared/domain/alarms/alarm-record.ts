import { z } from 'zod';
import type { FieldValues } from '../edit-policy.ts';
import { alarm } from './alarm.ts';
import { decideAlarmAction } from './alarm-actions.ts';
import { alarmEvent } from './alarm-event.ts';
import { alarmAfter } from './alarm-machine.ts';

/** A line of an alarm's own journal. */
export const alarmJournalLine = alarmEvent.omit({ alarmId: true });
export type AlarmJournalLine = z.infer<typeof alarmJournalLine>;

/** An alarm with its journal, in the order in which it was written: what desktops are sent. */
export const alarmRecord = alarm.extend({ journal: z.array(alarmJournalLine) });
export type AlarmRecord = z.infer<typeof alarmRecord>;

/** An alarm as it will be once an action of this desktop has arrived; as it is where that will be refused. */
export function alarmWithAction(
  before: AlarmRecord,
  { action, parameters, at }: { action: string; parameters: FieldValues; at: string },
): AlarmRecord {
  // Who acts here is told by the server: until then it is whoever looks at this desktop.
  const outcome = decideAlarmAction(before, action, parameters, { by: '', at });
  if ('refusal' in outcome) return before;
  return outcome.events.reduce<AlarmRecord>((row, event) => {
    const { alarmId: _, ...line } = event;
    return { ...row, ...alarmAfter(row, event), journal: [...row.journal, line] };
  }, before);
}
