import { z } from 'zod';
import { PUNCTUALITY_ENDS } from '../domain/schedule/index.ts';
import { method } from '../rpc/index.ts';

/** UTC ms of the time that missions are planned in: the feed's own day where it replays one. */
const instantMs = z.number().int();
const line = z.string().min(1).max(300);

/** A diagram of more is asked for in parts: nobody can read it, and all of it is read anew. */
export const MOST_DIAGRAM_MS = 12 * 3_600_000;
/** Missions are counted over so long at most, ms. */
export const MOST_PUNCTUALITY_MS = 93 * 86_400_000;

export const scheduleLine = z.object({
  /** As vehicles have it; for one that no vehicle has, as the plan calls it. */
  name: z.string(),
  vehicles: z.number().int().nonnegative(),
  /** The layer whose timetable has it; null: no plan for it was imported. */
  plan: z.object({ layer: z.string(), name: z.string(), trips: z.number().int() }).nullable(),
});
export type ScheduleLine = z.infer<typeof scheduleLine>;

const coursePoint = z.object({ atMs: z.number(), metres: z.number() });

/** A journey as it is planned: a trip of the timetable, or a mission. */
export const plannedCourse = z.object({
  key: z.string(),
  label: z.string(),
  missionId: z.string().nullable(),
  points: z.array(coursePoint),
});
export type PlannedCourse = z.infer<typeof plannedCourse>;

/** How a journey was matched to a planned one: `mission` where a mission of its vehicle is that; `time` is inferred, by what fits best. */
export const MATCHED_BY = ['mission', 'time'] as const;

/** A journey as it was driven. */
export const drivenCourse = z.object({
  key: z.string(),
  vehicleId: z.string(),
  vehicleCode: z.string(),
  points: z.array(coursePoint),
  /** It is under way: its last point is the last that was heard. */
  isUnderWay: z.boolean(),
  /** Under way, and off the line since its last point. */
  isOffLine: z.boolean(),
  /** The planned one that it is; null: none fits, or there is no plan. */
  plannedKey: z.string().nullable(),
  matchedBy: z.enum(MATCHED_BY).nullable(),
  /** Against that one, now or at its end, ms; null: not known. */
  lateMs: z.number().nullable(),
});
export type DrivenCourse = z.infer<typeof drivenCourse>;

/** What of the diagram is missing, each to be said. */
export const SCHEDULE_GAPS = [
  /** No timetable that was imported has the line: missions are shown as its plan. */
  'no-plan',
  /** The timetable cannot be read any more: import it again. */
  'plan-unreadable',
  /** The timetable has no shape for the line: it is drawn straight from stop to stop. */
  'no-shape',
  /** Nothing is planned in this time. */
  'nothing-planned',
  /** No way of the line was recorded yet: its missions are drawn along a way of which no length is known. */
  'no-way',
  /** Recording is switched off at this workstation, and the server keeps its last hour alone. */
  'not-recorded',
  /** What was before `recordedFromMs` was not recorded. */
  'recorded-later',
  /** The server does not answer: what it keeps of the last hour is not here. */
  'no-server',
  /** More vehicles than are looked at: those with the first codes are. */
  'too-many-vehicles',
] as const;
export const scheduleGap = z.enum(SCHEDULE_GAPS);
export type ScheduleGap = z.infer<typeof scheduleGap>;

/** Time and distance of a line in one direction. */
export const scheduleDiagram = z.object({
  line: z.string(),
  /** Where what is planned comes from. */
  source: z.enum(['plan', 'missions']),
  plan: z.object({ layer: z.string(), timeZone: z.string(), importedAtMs: z.number().nullable() }).nullable(),
  directions: z.array(z.object({ key: z.string(), name: z.string() })),
  /** The one that is shown; null: the line has none. */
  direction: z.string().nullable(),
  /** Metres along the line; 1 where no length is known (`no-way`). */
  length: z.number().positive(),
  isMeasured: z.boolean(),
  stops: z.array(z.object({ name: z.string(), metres: z.number() })),
  planned: z.array(plannedCourse),
  driven: z.array(drivenCourse),
  gaps: z.array(scheduleGap),
  /** From when on positions are known; null: from no time in the span. */
  knownFromMs: z.number().nullable(),
  revision: z.number().int(),
});
export type ScheduleDiagram = z.infer<typeof scheduleDiagram>;

const count = z.number().int().nonnegative();
const punctualityGroup = z.object({
  name: z.string().nullable(),
  counts: z.object({ onTime: count, early: count, late: count, outstanding: count, cancelled: count, open: count }),
  medianMs: z.number().nullable(),
});

export const missionPunctuality = z.object({
  all: punctualityGroup,
  distribution: z.array(count),
  byLine: z.array(punctualityGroup),
  byDriver: z.array(punctualityGroup),
  byDay: z.array(punctualityGroup),
});

export const scheduleMethods = {
  /** The lines that vehicles or imported timetables have, in their natural order. */
  'schedule.lines': method(z.strictObject({}), z.object({ lines: z.array(scheduleLine) })),
  /**
   * The planned and the driven journeys of a line in one direction, the first where null. Errors: `invalid-request` where the span is
   * longer than `MOST_DIAGRAM_MS` or goes backwards; `not-found` where there is no such line.
   */
  'schedule.diagram': method(
    z.strictObject({
      line,
      direction: z.string().max(4_000).nullable(),
      fromMs: instantMs,
      toMs: instantMs,
      nowMs: instantMs,
    }),
    scheduleDiagram,
  ),
  /**
   * How punctual the missions were that were planned to begin from `fromMs` and before `toMs`. Errors: `invalid-request` where the span is
   * longer than `MOST_PUNCTUALITY_MS` or goes backwards, or there is no such time zone.
   */
  'schedule.punctuality': method(
    z.strictObject({
      fromMs: instantMs,
      toMs: instantMs,
      nowMs: instantMs,
      /** Null: all lines. */
      line: line.nullable(),
      end: z.enum(PUNCTUALITY_ENDS),
      /** Whose days are counted, IANA. */
      timeZone: z.string().max(100),
      /** What counts as on time, ms beside the plan. */
      earlyMs: z.number().int().nonnegative().max(86_400_000),
      lateMs: z.number().int().nonnegative().max(86_400_000),
    }),
    missionPunctuality,
  ),
};
