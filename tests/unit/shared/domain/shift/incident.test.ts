import { describe, expect, test } from 'vitest';
import {
  entryOfAction,
  type FieldValues,
  type Incident,
  INCIDENT_ACTIONS,
  incidentAfter,
  incidentWithAction,
  isSameSubject,
  refuseIncidentAction,
  stepsOf,
} from '../../../../../shared/domain/index.ts';
import { anIncident } from '../../../../support/shift-fixtures.ts';
import { fc } from '../../../../support/property.ts';

const parametersOf = (action: string, text: string | null, id: string): FieldValues => {
  if (action === 'attach' || action === 'detach') return { kind: 'vehicle', id, text };
  if (action === 'link') return { url: `https://example.org/${id}`, text };
  if (action === 'view') return { longitude: 2, latitude: 48, zoom: 12, atMs: 0, text };
  return { text };
};
const attempt = fc.record({
  action: fc.constantFrom(...INCIDENT_ACTIONS),
  text: fc.constantFrom('a', 'b', null),
  id: fc.constantFrom('1', '2', '3'),
  minute: fc.integer({ min: 0, max: 59 }),
});

describe('an incident', () => {
  test('keeps each entry as it was, goes its way alone, and gathers each thing once, whatever people do', () => {
    fc.assert(
      fc.property(fc.array(attempt, { maxLength: 30 }), (attempts) => {
        let now: Incident = anIncident();
        for (const [index, { action, text, id, minute }] of attempts.entries()) {
          const before = now;
          const parameters = parametersOf(action, text, id);
          const at = `2026-03-01T07:${String(minute).padStart(2, '0')}:00.000Z`;
          if (refuseIncidentAction(before, action, parameters) !== undefined) continue;
          const entry = entryOfAction(before, action, parameters, { id: `e${index}`, at, recordedAt: at, by: 'ada' });
          // What was written is there, also where the step had been taken.
          if (entry === null) {
            expect(text).toBeNull();
            continue;
          }
          if (text !== null) expect(entry.text).toContain(text);
          now = incidentAfter(before, entry);
          expect(now.entries.filter(({ id: known }) => known !== entry.id)).toEqual(before.entries);
          expect(now.entries.map((one) => Date.parse(one.at))).toEqual(
            now.entries.map((one) => Date.parse(one.at)).toSorted((one, other) => one - other),
          );
          expect(now.status === 'closed').toBe(now.closedAt !== null);
          for (const one of now.subjects)
            expect(now.subjects.filter((other) => isSameSubject(one, other))).toHaveLength(1);
          // The same entry twice is as once.
          expect(incidentAfter(now, entry)).toBe(now);
        }
      }),
    );
  });

  test('allows the steps that its drawing has', () => {
    expect(stepsOf('open')).toEqual(['watch', 'close']);
    expect(stepsOf('watched')).toEqual(['close', 'reopen']);
    expect(stepsOf('closed')).toEqual(['reopen']);
    expect(refuseIncidentAction({ ...anIncident(), status: 'closed' }, 'watch', {})?.code).toBe('illegal-action');
  });

  test('takes a note after it was closed, and keeps what a second one wrote who closed it as well', () => {
    const closed = incidentWithAction(anIncident(), {
      ...{ id: 'e1', action: 'close', parameters: { text: 'road is free' }, at: '2026-03-01T07:00:00.000Z' },
    });
    const twice = incidentWithAction(closed, {
      ...{ id: 'e2', action: 'close', parameters: { text: 'police left' }, at: '2026-03-01T07:01:00.000Z' },
    });
    expect(twice.entries.map(({ kind, text }) => [kind, text])).toEqual([
      ['closed', 'road is free'],
      ['note', 'police left'],
    ]);
    expect(refuseIncidentAction(twice, 'note', { text: 'afterwards' })).toBeUndefined();
  });

  test('says which part of an action is wrong', () => {
    const fault = (action: string, parameters: FieldValues) =>
      refuseIncidentAction(anIncident(), action, parameters)?.field;
    expect(fault('close', {})).toBe('text');
    expect(fault('note', { text: '   ' })).toBe('text');
    expect(fault('note', { text: 'a'.repeat(4_001) })).toBe('text');
    expect(fault('link', { url: 'javascript:alert(1)' })).toBe('url');
    expect(fault('view', { longitude: 181, latitude: 0, zoom: 1, atMs: 0 })).toBe('longitude');
    expect(fault('attach', { kind: 'driver', id: '1' })).toBe('kind');
    expect(fault('attach', { kind: 'vehicle', id: 'x' })).toBe('id');
    expect(fault('attach', { kind: 'alarm', id: '1' })).toBe('id');
    expect(fault('note', { text: 'a', colour: 'red' })).toBe('colour');
  });
});
