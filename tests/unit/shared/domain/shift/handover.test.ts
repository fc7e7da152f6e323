import { describe, expect, test } from 'vitest';
import {
  type FoundItem,
  gatherItems,
  HANDOVER_ACTIONS,
  HANDOVER_GROUPS,
  type Handover,
  handoverWritten,
  isHandoverAction,
  MOST_ITEMS,
  readUnsentText,
  refuseHandoverAction,
  roomFor,
  shiftFault,
  unsentText,
} from '../../../../../shared/domain/index.ts';
import { fc } from '../../../../support/property.ts';

const AT = '2026-03-01T06:00:00.000Z';
const foundOf = (key: string, group: FoundItem['group'] = 'alarm-open'): FoundItem => ({
  ...{ key, group, label: key, about: null, priority: null },
  ...{ sinceAt: null, dueAt: null },
});
const KEYS = Array.from({ length: 8 }, (_, index) => `alarm/${index}`);

/** One shift: what happens in it to things, what is written of them, and what the cache does not know at its end. */
const shift = fc.record({
  begins: fc.subarray(KEYS),
  ends: fc.subarray(KEYS),
  unseen: fc.subarray(KEYS),
  settled: fc.subarray(KEYS),
});

describe('items', () => {
  test('come back until they are over or settled, whatever the shifts are', () => {
    fc.assert(
      fc.property(fc.array(shift, { minLength: 1, maxLength: 8 }), (shifts) => {
        const standing = new Set<string>();
        let before: Pick<Handover, 'items' | 'remarks'> | undefined;
        for (const { begins, ends, unseen, settled } of shifts) {
          for (const key of begins) standing.add(key);
          for (const key of ends) standing.delete(key);
          const remarks = Object.fromEntries(
            settled.map((key) => [key, { text: 'done', isSettled: true, group: 'alarm-open' as const, label: key }]),
          );
          // A desktop that has been away finds less than stands, and knows of the rest nothing at all.
          const found = [...standing].filter((key) => !unseen.includes(key)).map((key) => foundOf(key));
          const isOver = ({ key }: FoundItem) => !standing.has(key) && !unseen.includes(key);
          const items = gatherItems({ before, found, isOver, remarks, at: AT });
          const told = new Map(items.map((item) => [item.key, item]));
          for (const { key } of found) expect(told.get(key)).toMatchObject({ settledAt: null });
          for (const item of before?.items ?? []) {
            const isDone = item.settledAt !== null || before?.remarks[item.key]?.isSettled === true;
            if (!isDone) expect(told.get(item.key)?.times).toBe(item.times + 1);
            if (!isDone && standing.has(item.key)) expect(told.get(item.key)?.settledAt).toBeNull();
          }
          for (const key of settled) expect(told.has(key)).toBe(true);
          expect(told.size).toBe(items.length);
          before = { items, remarks };
        }
      }),
    );
  });

  test('with a remark, and those that came back, have room before new ones', () => {
    const many = Array.from({ length: MOST_ITEMS + 50 }, (_, index) => foundOf(`alarm/${index}`));
    const remarks = { 'alarm/1040': { text: 'look', isSettled: false, group: 'alarm-open' as const, label: '' } };
    const all = gatherItems({ before: undefined, found: many, isOver: () => false, remarks, at: AT });
    const { items, more } = roomFor(all, remarks);
    expect([items.length, more]).toEqual([MOST_ITEMS, 50]);
    expect(items.some(({ key }) => key === 'alarm/1040')).toBe(true);
  });

  test('are in the order of their parts, the gravest first', () => {
    const found = [
      foundOf('edit/1', 'edit'),
      { ...foundOf('alarm/2'), priority: 'low' as const },
      { ...foundOf('alarm/1'), priority: 'critical' as const },
      foundOf('incident/1', 'incident'),
    ];
    const items = gatherItems({ before: undefined, found, isOver: () => false, remarks: {}, at: AT });
    expect(items.map(({ key }) => key)).toEqual(['alarm/1', 'alarm/2', 'incident/1', 'edit/1']);
  });
});

const person = fc.constantFrom('ada', 'bea', 'cyd');
const attempt = fc.record({
  by: person,
  action: fc.constantFrom(...HANDOVER_ACTIONS),
  text: fc.constantFrom('a', 'b', ''),
  key: fc.constantFrom('alarm/1', 'mission/2'),
});

test('nobody signs their own, only who leaves writes, and what is signed never changes', () => {
  fc.assert(
    fc.property(fc.array(attempt, { maxLength: 20 }), (attempts) => {
      let now: Pick<Handover, 'state' | 'leavingBy' | 'remark' | 'remarks' | 'signedBy'> = {
        ...{ state: 'draft', leavingBy: 'ada', remark: '', remarks: {}, signedBy: null },
      };
      for (const { by, action, text, key } of attempts) {
        const parameters =
          action === 'remark' ? { key, text, group: 'alarm-open', label: '' } : action === 'hand-over' ? {} : { text };
        const refused = refuseHandoverAction(now, action, parameters, { subject: by });
        if (now.state === 'signed') expect(refused).toBeDefined();
        if (refused !== undefined) continue;
        if (action !== 'sign') expect([now.state, by]).toEqual(['draft', 'ada']);
        if (action === 'hand-over') now = { ...now, state: 'handed-over' };
        else if (action === 'sign') {
          expect(by).not.toBe('ada');
          now = { ...now, state: 'signed', signedBy: by };
        } else now = handoverWritten(now, action, parameters);
      }
    }),
  );
});

test('an action that is told wrongly says which part of it', () => {
  const draft = { state: 'draft', leavingBy: 'ada', remarks: {}, signedBy: null } as const;
  const fault = (action: string, parameters: Parameters<typeof refuseHandoverAction>[2]) =>
    refuseHandoverAction(draft, action, parameters, undefined)?.field;
  expect(isHandoverAction('revoke')).toBe(false);
  expect(fault('remark', { key: 'alarm', text: 'a', group: 'alarm-open', label: '' })).toBe('key');
  expect(fault('remark', { key: 'alarm/1', text: 'a', group: 'nowhere', label: '' })).toBe('group');
  expect(fault('remark', { key: 'alarm/1', text: ' ', group: 'alarm-open', label: '', isSettled: true })).toBe('text');
  expect(fault('describe', { text: 'a'.repeat(4_001) })).toBe('text');
  expect(fault('describe', { colour: 'red' })).toBe('colour');
  expect(shiftFault({ shiftFrom: AT, shiftTo: AT })?.code).toBe('period-reversed');
  expect(shiftFault({ shiftFrom: AT, shiftTo: '2026-03-03T06:00:00.000Z' })?.field).toBe('shiftTo');
  expect(HANDOVER_GROUPS).toHaveLength(7);
});

test('a list of unsent edits is as long as a value may be, and reads as it was written', () => {
  const edits = Array.from({ length: 300 }, (_, index) => ({
    key: `edit/${index}`,
    label: 'é'.repeat(90),
    sinceAt: AT,
  }));
  const text = unsentText(edits);
  expect(text.length).toBeLessThanOrEqual(20_000);
  expect(readUnsentText(text)?.[0]).toEqual({ key: 'edit/0', label: 'é'.repeat(80), sinceAt: AT });
  expect(readUnsentText('[{"key":"alarm/1","label":"","sinceAt":null}]')).toBeUndefined();
  expect(readUnsentText('{')).toBeUndefined();
});
