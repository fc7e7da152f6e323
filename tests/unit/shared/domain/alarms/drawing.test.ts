import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import {
  ALARM_EVENTS,
  ALARM_KINDS,
  ALARM_STATES,
  type Alarm,
  alarmAfter,
  alarmEventOf,
  alarmFigures,
  alarmParameters,
  alarmStateOf,
  newAlarm,
} from '../../../../../shared/domain/index.ts';
import { BEGIN_MS, occurrenceOf } from '../../../../support/alarms/control-room.ts';

const page = readFileSync(path.join(import.meta.dirname, '../../../../../docs/alarms.md'), 'utf8');
const at = new Date(BEGIN_MS).toISOString();

/** Every way from one state to another, by what leads there, found by trying every event in every state. */
function waysOf(begin: Alarm): Set<string> {
  const ways = new Set<string>();
  const known = new Map([[alarmStateOf(begin), begin]]);
  for (const alarm of known.values()) {
    for (const kind of ALARM_EVENTS) {
      const after = alarmAfter(
        alarm,
        alarmEventOf({ alarmId: alarm.id, kind, at, until: at, suppressedBy: 'maintenance' }),
      );
      const [from, to] = [alarmStateOf(alarm), alarmStateOf(after)];
      if (from === to) continue;
      ways.add(`${from} ${kind} ${to}`);
      if (!known.has(to)) known.set(to, after);
    }
  }
  return ways;
}

it('the drawing of docs/alarms.md is the life of an alarm', () => {
  const drawn = [...page.matchAll(/^ {2}(\S+) --> (\S+): (\w+)/gm)].map(([, from, to, by]) =>
    `${from} ${by} ${to}`.replaceAll('_', '-'),
  );
  const late = newAlarm({ ...occurrenceOf(1, BEGIN_MS, false), late: true });
  const ways = new Set([
    `[*] raised ${alarmStateOf(newAlarm(occurrenceOf(1, BEGIN_MS, false)))}`,
    `[*] recorded ${alarmStateOf(late)}`,
    ...[false, true].flatMap((latched) => [...waysOf(newAlarm(occurrenceOf(1, BEGIN_MS, latched)))]),
  ]);
  expect(drawn.toSorted()).toEqual([...ways].toSorted());
  const named = new Set(drawn.flatMap((line) => [line.split(' ')[0], line.split(' ')[2]]));
  named.delete('[*]');
  expect(named).toEqual(new Set(ALARM_STATES));
});

it('the page names every kind with its parameters, every event and every figure', () => {
  for (const kind of ALARM_KINDS) expect(page).toMatch(new RegExp(`^\\| \`${kind}\` \\|`, 'm'));
  for (const { shape } of alarmParameters.options) {
    for (const name of Object.keys(shape)) if (name !== 'kind') expect(page).toContain(`\`${name}\``);
  }
  for (const kind of ALARM_EVENTS) expect(page).toContain(`\`${kind}\``);
  for (const name of Object.keys(alarmFigures.shape)) expect(page).toContain(`\`${name}\``);
});
