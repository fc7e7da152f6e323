import { describe, expect, it } from 'vitest';
import { alarmMarks, missionMarks, nextMark } from '../../../../renderer/replay/marks.ts';
import { parseInstant } from '../../../../renderer/replay/parse-instant.ts';
import { wordOf } from '../../../../renderer/replay/replay-word.ts';
import { isRecorded, recordedPeriod, shareOf, shownPeriod, ticksOf } from '../../../../renderer/replay/time-scale.ts';
import type { MissionRow, RecordedStretch } from '../../../../shared/contract/index.ts';

const NOON = new Date(2026, 2, 1, 12).getTime();
const MINUTE = 60_000;
const stretch = (number: number, fromMs: number, toMs: number, isOpen = false): RecordedStretch => ({
  ...{ stretch: number, streamId: 7, fromMs, toMs, timeScale: 1, isOpen },
});
const STRETCHES = [stretch(1, NOON, NOON + 30 * MINUTE), stretch(2, NOON + 60 * MINUTE, NOON + 300 * MINUTE, true)];

describe('a bar of time', () => {
  it('shows all that is recorded, or a length about the instant that ends where the recording does', () => {
    const recorded = recordedPeriod(STRETCHES);
    if (recorded === undefined) throw new Error('two stretches are a period');
    expect(recorded).toEqual({ fromMs: NOON, toMs: NOON + 300 * MINUTE });
    expect(shownPeriod(recorded, 'all', NOON)).toEqual(recorded);
    expect(shownPeriod(recorded, '1h', NOON)).toEqual({ fromMs: NOON, toMs: NOON + 60 * MINUTE });
    const middle = shownPeriod(recorded, '1h', NOON + 120 * MINUTE);
    expect(shareOf(middle, NOON + 120 * MINUTE)).toBe(0.5);
    expect(shownPeriod(recorded, '10min', NOON + 300 * MINUTE).toMs).toBe(recorded.toMs);
    expect(shownPeriod(recorded, '6h', NOON)).toEqual(recorded);
    expect(recordedPeriod([])).toBeUndefined();
  });

  it('knows what was not recorded, and has round times beneath it', () => {
    expect(isRecorded(STRETCHES, NOON + 45 * MINUTE)).toBe(false);
    expect(isRecorded(STRETCHES, NOON + 61 * MINUTE)).toBe(true);
    const ticks = ticksOf({ fromMs: NOON + 61_000, toMs: NOON + 60 * MINUTE });
    expect(ticks[0]).toBe(NOON + 10 * MINUTE);
    expect(ticks.length).toBeLessThanOrEqual(9);
  });
});

describe('a time that is typed', () => {
  it.each([
    ['14:02', new Date(2026, 2, 1, 14, 2)],
    ['14h02', new Date(2026, 2, 1, 14, 2)],
    ['9:05:07', new Date(2026, 2, 1, 9, 5, 7)],
    ['2025-12-31 23:59:59', new Date(2025, 11, 31, 23, 59, 59)],
    ['31/12/2025 23:59', new Date(2025, 11, 31, 23, 59)],
    ['28/2 08:00', new Date(2026, 1, 28, 8)],
  ])('%s is one', (text, expected) => {
    expect(parseInstant(text, NOON)).toBe(expected.getTime());
  });

  it.each(['', 'noon', '25:00', '12:60', '30/02/2026 12:00', '14', '12:00:61'])('%s is none', (text) => {
    expect(parseInstant(text, NOON)).toBeNull();
  });
});

describe('marks of missions', () => {
  const at = (minutes: number) => new Date(NOON + minutes * MINUTE).toISOString();
  const mission = (id: string, changes: Partial<MissionRow>) =>
    ({
      id,
      reference: `M${id}`,
      status: 'planned',
      plannedStartAt: at(0),
      actualStartAt: null,
      ...changes,
    }) as MissionRow;

  it('are the planned start, the start, and that it was five minutes late', () => {
    const marks = missionMarks(
      [
        mission('1', { plannedStartAt: at(0), actualStartAt: at(2) }),
        mission('2', { plannedStartAt: at(10), actualStartAt: at(16) }),
        mission('3', { plannedStartAt: at(20) }),
        mission('4', { plannedStartAt: at(5), status: 'cancelled' }),
        mission('5', { plannedStartAt: at(90) }),
      ],
      NOON + 60 * MINUTE,
    );
    expect(marks.map(({ key, atMs }) => `${key} ${(atMs - NOON) / MINUTE}`)).toEqual([
      '1 planned 0',
      '1 started 2',
      '2 planned 10',
      '2 late 15',
      '2 started 16',
      '3 planned 20',
      '3 late 25',
      '5 planned 90',
    ]);
    expect(nextMark(marks, NOON + 10 * MINUTE, 1)?.key).toBe('2 late');
    expect(nextMark(marks, NOON + 10 * MINUTE, -1)?.key).toBe('1 started');
    expect(alarmMarks([{ id: 'a', subject: 'BUS 7', raisedAt: at(3) }])).toEqual([
      { key: 'a alarm', kind: 'alarm', atMs: NOON + 3 * MINUTE, label: 'BUS 7' },
    ]);
    expect(nextMark(marks, NOON + 90 * MINUTE, 1)).toBeUndefined();
  });
});

describe('what a replay says of itself', () => {
  const recorded = recordedPeriod(STRETCHES);
  const word = (changes: object, shownMs: number, fault: string | null = null) =>
    wordOf({ isPlaying: false, askedMs: null, stretches: STRETCHES, ...changes }, recorded, shownMs, fault);

  it('is where it stands', () => {
    expect(word({}, NOON)).toBe('standing');
    expect(word({ isPlaying: true }, NOON)).toBe('playing');
    expect(word({ isPlaying: true }, NOON + 300 * MINUTE)).toBe('end');
    expect(word({ askedMs: NOON + 45 * MINUTE }, NOON)).toBe('gap');
    // What is not recorded yet is the end.
    expect(word({ askedMs: NOON + 400 * MINUTE }, NOON + 300 * MINUTE)).toBe('end');
    expect(word({ stretches: null }, NOON)).toBe('looking');
    expect(word({ stretches: [] }, NOON)).toBe('nothing');
    expect(word({}, NOON, 'not-found')).toBe('nothing');
    expect(word({}, NOON, 'storage-failed')).toBe('unreadable');
  });
});
