import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NO_GROUND_SETTINGS, openGround } from '../../../../electron/data/ground/ground.ts';
import { createScheduleHandlers } from '../../../../electron/data/handlers/schedule.ts';
import { createPlans } from '../../../../electron/data/schedule/plans.ts';
import { createSchedule } from '../../../../electron/data/schedule/schedule.ts';
import type { KnownWays } from '../../../../electron/data/schedule/ways.ts';
import type { Store } from '../../../../electron/data/store/store.ts';
import { scheduleMethods } from '../../../../shared/contract/index.ts';
import type { LineFix, Mission } from '../../../../shared/domain/index.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { LINE_METRES, placeOnLine, smallTimetable } from '../../../support/small-timetable.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { createTestLog } from '../../../support/test-log.ts';
import { applyAll, testStores } from '../../../support/test-store.ts';
import { missionRow, remove, upsert, vehicleRow } from '../../../support/vigie-server/rows.ts';
import { zipOf } from '../../../../backend/feeds/gtfs/zip-file.ts';

const newFolder = temporaryFolders();
const newStore = testStores();
/** A Tuesday; eight in Paris. */
const EIGHT = Date.UTC(2026, 2, 3, 7);
const MINUTE = 60_000;
const at = (minutes: number) => EIGHT + minutes * MINUTE;
const iso = (minutes: number) => new Date(at(minutes)).toISOString();
const context = { onCancel: () => () => undefined } as never;

/** From the beginning of the line to its end, or the other way, with a fix each quarter of a minute. */
function drive(fromMinute: number, minutes: number, isBack = false): LineFix[] {
  return Array.from({ length: minutes * 4 + 1 }, (_, index) => {
    const share = index / (minutes * 4);
    return { atMs: at(fromMinute) + index * 15_000, ...placeOnLine(LINE_METRES * (isBack ? 1 - share : share)) };
  });
}
const mission = (n: number, change: Partial<Mission>) =>
  upsert(
    'mission',
    missionRow(n, {
      vehicleId: '1',
      status: 'completed',
      originAddress: 'Gare',
      destinationAddress: 'Port',
      ...change,
    }),
  );

let store: Store;
let folder: string;
let ground: ReturnType<typeof openGround>;
let ways: KnownWays;

beforeEach(async () => {
  folder = newFolder();
  ({ store } = newStore(folder));
  ground = openGround({ folder, settings: NO_GROUND_SETTINGS, clock: createManualClock(EIGHT), log: createTestLog() });
  ways = { fixes: new Map(), knownFromMs: at(-60), gaps: [] };
  await applyAll(store, [
    upsert('vehicle', vehicleRow(1, { code: 'B1', line: 'C1' })),
    upsert('vehicle', vehicleRow(2, { code: 'B2', line: 'c1' })),
    upsert('vehicle', vehicleRow(3, { code: 'B3', line: 'X' })),
  ]);
});
afterEach(() => ground.close());

function handlers(feed: { feedTimeMs: number | null; speed: number } | null = null) {
  const schedule = createSchedule({
    ...{ store, plans: createPlans(() => ground.layers.plans(), createTestLog()) },
    ways: { read: () => Promise.resolve({ ...ways, gaps: [...ways.gaps] }) },
    ...{ serverNowMs: () => at(60), feed: () => feed as never },
  });
  return createScheduleHandlers(schedule, store);
}
async function diagram(
  asked: { line?: string; direction?: string | null; nowMs?: number } = {},
  feed: Parameters<typeof handlers>[0] = null,
) {
  const params = { line: 'C1', direction: null, fromMs: at(-10), toMs: at(60), nowMs: at(60), ...asked };
  return scheduleMethods['schedule.diagram'].result.parse(await handlers(feed)['schedule.diagram'](params, context));
}
async function bringTimetable() {
  const bytes = zipOf(smallTimetable());
  const id = await ground.uploads.begin('Réseau', 'network.zip', bytes.byteLength);
  await ground.uploads.send(id, 0, Buffer.from(bytes));
  const result = await ground.layers.finishImport(ground.uploads, id);
  expect(result).toMatchObject({ result: 'imported', layer: { kind: 'gtfs', plan: { lines: 1, trips: 24 } } });
}
const seen = ({ planned, driven }: Awaited<ReturnType<typeof diagram>>) => ({
  planned: planned.map(({ label }) => label),
  driven: driven.map(({ vehicleCode, plannedKey, matchedBy, lateMs }) => [
    ...[vehicleCode, plannedKey, matchedBy],
    lateMs === null ? null : Math.round(lateMs / MINUTE),
  ]),
});

describe('the schedule of a line with a timetable', () => {
  beforeEach(bringTimetable);

  it('has its trips of the day, and each journey by the trip that fits best, as inferred', async () => {
    ways.fixes = new Map([
      ['1', drive(2, 12)],
      ['2', [...drive(15, 13), ...drive(29, 12, true), ...drive(46, 10).slice(0, 20)]],
    ]);
    const found = await diagram({ nowMs: at(51) });
    expect(found).toMatchObject({
      source: 'plan',
      direction: '0',
      isMeasured: true,
      gaps: [],
      plan: { layer: 'Réseau' },
    });
    expect(seen(found)).toEqual({
      planned: ['out0', 'out1', 'out2', 'out3', 'out4'],
      driven: [
        ['B1', '2026-03-03 out0', 'time', 2],
        ['B2', '2026-03-03 out1', 'time', 1],
        ['B2', '2026-03-03 out3', 'time', expect.closeTo(0, 0)],
      ],
    });
    expect(found.driven.map(({ isUnderWay }) => isUnderWay)).toEqual([false, false, true]);
    const back = await diagram({ direction: '1' });
    expect(seen(back).driven).toEqual([['B2', '2026-03-03 back2', 'time', -1]]);
  });

  it('knows by the mission of a vehicle which trip it is, though another would fit better', async () => {
    await applyAll(store, [
      mission(1, { plannedStartAt: iso(0), plannedEndAt: iso(12), actualStartAt: iso(14), actualEndAt: iso(27) }),
    ]);
    ways.fixes = new Map([['1', drive(14, 12)]]);
    expect(seen(await diagram()).driven).toEqual([['B1', '2026-03-03 out0', 'mission', 14]]);
  });

  it('tells what a feed that replays a day drives in the time of that day, however fast', async () => {
    const [nowMs, speed] = [at(51), 60];
    /** When the server, whose clock says nine, heard what was driven at a time of that day. */
    const heard = (atMs: number) => at(60) + (atMs - nowMs) / speed;
    ways.fixes = new Map([['1', drive(2, 12).map((fix) => ({ ...fix, atMs: heard(fix.atMs) }))]]);
    ways.knownFromMs = heard(at(-5));
    const found = await diagram({ nowMs }, { feedTimeMs: nowMs, speed });
    expect(seen(found).driven).toEqual([['B1', '2026-03-03 out0', 'time', 2]]);
    expect(found.driven[0]?.points[0]?.atMs).toBe(at(2));
    expect(found.knownFromMs).toBe(at(-5));
  });

  it('is of a day on which nothing runs, a line that no vehicle has, and none', async () => {
    const sunday = Date.UTC(2026, 2, 1, 7);
    const found = await handlers()['schedule.diagram'](
      { line: 'Gare – Port', direction: '0', fromMs: sunday, toMs: sunday + 60 * MINUTE, nowMs: sunday },
      context,
    );
    expect(found).toMatchObject({ planned: [], driven: [], gaps: ['nothing-planned'] });
    await expect(diagram({ line: 'nowhere' })).rejects.toMatchObject({ code: 'not-found' });
    const { lines } = await handlers()['schedule.lines']({}, context);
    expect(lines.map(({ name, vehicles, plan }) => [name, vehicles, plan?.trips ?? null])).toEqual([
      ['C1', 2, 24],
      ['X', 1, null],
    ]);
  });

  it('says that the timetable cannot be read, and is gone with its layer', async () => {
    const [plan] = ground.layers.plans();
    await handlers()['schedule.lines']({}, context);
    const file = plan?.file ?? path.join(folder, 'none');
    writeFileSync(file, randomBytes(500));
    expect(await diagram()).toMatchObject({ source: 'missions', gaps: ['no-plan', 'nothing-planned'] });
    for (const layer of ground.state().layers) await ground.layers.remove(layer.id);
    expect((await diagram()).gaps).toContain('no-plan');
    expect(ground.layers.plans()).toEqual([]);
  });
});

describe('the schedule of a line without a timetable', () => {
  it('is that of its missions, along the way that one of them was driven', async () => {
    await applyAll(store, [
      mission(1, { plannedStartAt: iso(0), plannedEndAt: iso(12), actualStartAt: iso(2), actualEndAt: iso(14) }),
      mission(2, { plannedStartAt: iso(30), plannedEndAt: iso(42), actualStartAt: null, status: 'planned' }),
      mission(3, {
        plannedStartAt: iso(15),
        plannedEndAt: iso(27),
        actualStartAt: iso(15),
        actualEndAt: iso(27),
        originAddress: 'Port',
        destinationAddress: 'Gare',
      }),
      mission(4, { plannedStartAt: iso(31), plannedEndAt: iso(42), status: 'cancelled' }),
    ]);
    ways.fixes = new Map([['1', [...drive(2, 12), ...drive(15, 12, true)]]]);
    const found = await diagram({ nowMs: at(29) });
    expect(found.directions.map(({ name }) => name)).toEqual(['Gare → Port', 'Port → Gare']);
    expect(found).toMatchObject({ source: 'missions', gaps: ['no-plan'], isMeasured: true });
    expect(found.length).toBeCloseTo(LINE_METRES, -2);
    expect(seen(found)).toEqual({ planned: ['M-1', 'M-2'], driven: [['B1', '1', 'mission', 2]] });
    expect((await diagram({ direction: 'Port → Gare' })).driven).toMatchObject([
      { plannedKey: '3', vehicleCode: 'B1' },
    ]);
  });

  it('has no length while nothing of it was heard, and nothing where nothing is planned', async () => {
    await applyAll(store, [
      mission(1, { plannedStartAt: iso(0), plannedEndAt: iso(12), actualStartAt: iso(0), status: 'in-progress' }),
    ]);
    expect(await diagram()).toMatchObject({ isMeasured: false, length: 1, gaps: ['no-plan', 'no-way'], driven: [] });
    await applyAll(store, [remove('mission', '1')]);
    expect(await diagram()).toMatchObject({ planned: [], direction: null, gaps: ['no-plan', 'nothing-planned'] });
  });
});

describe('what is asked of a schedule', () => {
  it('is refused where its time goes backwards, or is too long', async () => {
    for (const toMs of [at(-10), at(-10) - 1, at(13 * 60)]) {
      await expect(
        handlers()['schedule.diagram']({ line: 'C1', direction: null, fromMs: at(-10), toMs, nowMs: at(0) }, context),
      ).rejects.toMatchObject({ code: 'invalid-request', field: 'toMs' });
    }
  });

  it('counts missions by how punctual they were, thousands of them, of one line or all', async () => {
    const many = Array.from({ length: 4_500 }, (_, index) =>
      mission(index + 1, {
        ...{ plannedStartAt: iso(index / 100), plannedEndAt: iso(index / 100 + 10), driver: 'Ana' },
        ...{ vehicleId: String(1 + (index % 3)), actualStartAt: iso(index / 100 + (index % 3 === 0 ? 9 : 0)) },
      }),
    );
    await applyAll(store, many);
    const asked = {
      ...{ fromMs: EIGHT, toMs: at(100), nowMs: at(200), line: null, end: 'start' as const },
      ...{ timeZone: 'Europe/Paris', earlyMs: MINUTE, lateMs: 5 * MINUTE },
    };
    const { all, byLine, byDay } = await handlers()['schedule.punctuality'](asked, context);
    expect(all.counts).toMatchObject({ onTime: 3_000, late: 1_500 });
    // However its name is written it is one line, called as most vehicles have it.
    const counted = new Map(byLine.map(({ name, counts }) => [name, counts.onTime + counts.late]));
    expect(counted).toEqual(
      new Map([
        ['C1', 3_000],
        ['X', 1_500],
      ]),
    );
    expect(byDay.map(({ name }) => name)).toEqual(['2026-03-03']);
    const one = await handlers()['schedule.punctuality']({ ...asked, line: 'C1' }, context);
    expect(one.all.counts).toMatchObject({ onTime: 1_500, late: 1_500 });
    await expect(handlers()['schedule.punctuality']({ ...asked, timeZone: 'Mars' }, context)).rejects.toMatchObject({
      ...{ code: 'invalid-request', field: 'timeZone' },
    });
  });
});
