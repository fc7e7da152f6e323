import { describe, expect, it } from 'vitest';
import { hasPoorReceiver, silentSince } from '../../../../backend/simulator/faults.ts';
import { createReporter, type ReporterOptions } from '../../../../backend/simulator/reporter.ts';
import { distanceMetres, type Fix, refusalOf } from '../../../../shared/domain/index.ts';
import { fleetOf, MORNING } from './parts.ts';

const START_MS = MORNING * 1000;

function collect(count: number, seconds: number, options?: ReporterOptions, stepMs = 200, startMs = START_MS): Fix[] {
  const reporter = createReporter(fleetOf(count), options);
  const fixes: Fix[] = [];
  reporter.makeDue(0, count, startMs);
  for (let ms = 0; ms <= seconds * 1000; ms += stepMs) {
    reporter.reportUntil(startMs + ms, (batch) => fixes.push(...batch.map((fix) => ({ ...fix }))));
  }
  return fixes;
}

const byVehicle = (fixes: readonly Fix[]) => Map.groupBy(fixes, ({ vehicle }) => vehicle);

describe('reports', () => {
  it('come every 1 to 5 seconds of each vehicle, at instants of its own', () => {
    const fixes = collect(500, 30);
    const instants = new Set<number>();
    for (const [vehicle, own] of byVehicle(fixes)) {
      const times = own.map(({ observedAtMs }) => observedAtMs).filter((time) => time >= START_MS - 5_000);
      for (let i = 2; i < times.length; i += 1) {
        const gap = (times[i] ?? 0) - (times[i - 1] ?? 0);
        expect(gap % 1_000, vehicle).toBe(0);
        expect([1_000, 2_000, 3_000, 4_000, 5_000].includes(gap) || own.length < 7, `${vehicle} ${gap}`).toBe(true);
      }
      instants.add((times[1] ?? 0) % 1_000);
    }
    expect(instants.size).toBeGreaterThan(300);
    expect(byVehicle(fixes).size).toBe(500);
  });

  it('may come every second of the whole fleet', () => {
    const fixes = collect(300, 10, { everySeconds: [1, 1] });
    expect(fixes.length).toBeGreaterThan(300 * 10 * 0.95);
    expect(fixes.length).toBeLessThanOrEqual(300 * 11);
  });

  it('are the same each time, for whatever steps they are asked in', () => {
    const after = (fixes: Fix[]) => fixes.filter(({ observedAtMs }) => observedAtMs > START_MS);
    const order = (a: Fix, b: Fix) => a.observedAtMs - b.observedAtMs || (a.vehicle < b.vehicle ? -1 : 1);
    expect(after(collect(100, 20, {}, 100)).sort(order)).toEqual(after(collect(100, 20, {}, 500)).sort(order));
  });

  it('give the newest when several are due, after a long step', () => {
    const reporter = createReporter(fleetOf(50));
    const fixes: Fix[] = [];
    reporter.makeDue(0, 50, START_MS);
    reporter.reportUntil(START_MS, () => undefined);
    const count = reporter.reportUntil(START_MS + 3_600_000, (batch) =>
      fixes.push(...batch.map((fix) => ({ ...fix }))),
    );
    expect(count).toBe(fixes.length);
    expect(fixes.length).toBeLessThanOrEqual(50);
    for (const fix of fixes) expect(fix.observedAtMs).toBeGreaterThan(START_MS + 3_595_000 - 3_600_000);
  });

  it('go on at once when the wall clock is put back', () => {
    const reporter = createReporter(fleetOf(50));
    let fixes: Fix[] = [];
    const take = (batch: readonly Fix[]) => void (fixes = batch.map((fix) => ({ ...fix })));
    reporter.makeDue(0, 50, START_MS);
    reporter.reportUntil(START_MS, take);
    reporter.reportUntil(START_MS - 3_600_000, take);
    expect(fixes.length).toBeGreaterThan(40);
    for (const { observedAtMs } of fixes) expect(observedAtMs).toBeLessThanOrEqual(START_MS - 3_600_000);
  });

  it('come in batches that hold no vehicle twice', () => {
    const reporter = createReporter(fleetOf(2_500), { everySeconds: [1, 1] });
    reporter.makeDue(0, 2_500, START_MS);
    const sizes: number[] = [];
    const seen = new Set<string>();
    reporter.reportUntil(START_MS, (batch) => {
      sizes.push(batch.length);
      for (const { vehicle } of batch) seen.add(vehicle);
    });
    expect(sizes).toEqual([2_000, 500]);
    expect(seen.size).toBe(2_500);
  });

  it('come of no vehicle that is not known yet', () => {
    const reporter = createReporter(fleetOf(50));
    reporter.makeDue(0, 10, START_MS);
    expect(reporter.reportUntil(START_MS, () => undefined)).toBe(10);
  });
});

describe('what goes wrong with receivers', () => {
  it('is silence of minutes, of about one vehicle in seventy at a time', () => {
    let silent = 0;
    let asked = 0;
    for (let vehicle = 0; vehicle < 500; vehicle += 1) {
      let run = 0;
      for (let minute = 0; minute < 360; minute += 1) {
        const atMs = START_MS + minute * 60_000;
        const sinceMs = silentSince(1, vehicle, atMs);
        asked += 1;
        if (sinceMs === undefined) run = 0;
        else {
          silent += 1;
          run += 1;
          expect(sinceMs).toBeLessThanOrEqual(atMs);
          expect(atMs - sinceMs).toBeLessThan(9 * 60_000);
          expect(run).toBeLessThanOrEqual(9);
        }
      }
    }
    expect(silent / asked).toBeGreaterThan(0.008);
    expect(silent / asked).toBeLessThan(0.025);
  });

  it('lets a vehicle that is silent as it joins be seen where it was last heard', () => {
    const startMs = START_MS + 7 * 60_000;
    const fixes = collect(500, 0, {}, 200, startMs);
    expect(fixes).toHaveLength(500);
    const old = fixes.filter(({ observedAtMs }) => observedAtMs < startMs - 5_000);
    expect(old.length).toBeGreaterThan(0);
    for (const { observedAtMs } of old) expect(observedAtMs).toBeGreaterThan(startMs - 9 * 60_000);
  });

  it('is now and then a bad fix of a few vehicles: most jump, some are refused', () => {
    const fleet = fleetOf(2_000);
    const poor = new Set(fleet.codes.filter((_, vehicle) => hasPoorReceiver(1, vehicle)));
    expect(poor.size).toBeGreaterThan(15);
    expect(poor.size).toBeLessThan(60);
    const fixes = collect(2_000, 400, { everySeconds: [1, 1] }, 1_000);
    let jumps = 0;
    let refused = 0;
    for (const [vehicle, own] of byVehicle(fixes)) {
      for (const [i, fix] of own.entries()) {
        const before = own[i - 1];
        // After a silence it may be anywhere.
        if (before === undefined || fix.observedAtMs - before.observedAtMs > 2_000) continue;
        const isRefused = refusalOf(fix, fix.observedAtMs) !== undefined || fix.observedAtMs < before.observedAtMs;
        const isJump =
          !isRefused && distanceMetres(before.longitude, before.latitude, fix.longitude, fix.latitude) > 7_000;
        if (isRefused || isJump) expect(poor.has(vehicle)).toBe(true);
        refused += Number(isRefused);
        // There and back again.
        jumps += Number(isJump) / 2;
      }
    }
    const rate = (jumps + refused) / fixes.length;
    expect(rate).toBeGreaterThan(1 / 60_000);
    expect(rate).toBeLessThan(1 / 7_000);
    expect(jumps).toBeGreaterThan(refused);
    expect(fixes.every((fix) => Number.isFinite(fix.longitude) && Number.isFinite(fix.latitude))).toBe(true);
  });
});
