import { describe, expect, it } from 'vitest';
import { judge, percentile } from '../../load/judge.ts';
import { optionsOf } from '../../load/k6/options.ts';
import { answerTo, placeOfServerTime } from '../../load/k6/socket-io.ts';
import { editsBody, numberedId, positionsBody } from '../../load/load-bodies.ts';
import { BOUNDS, type Scenario, SCENARIOS } from '../../load/scenarios.ts';
import { onThisMachine } from '../../load/target.ts';
import { FleetTable, mutation, postPositionsBody, pushRequest } from '../../../shared/api/index.ts';

const all: [string, Scenario][] = Object.entries(SCENARIOS);

describe('the scenarios', () => {
  it.each(all)('%s stays within the bounds', (_, scenario) => {
    expect(scenario.stages.reduce((sum, { seconds }) => sum + seconds, 0)).toBeLessThanOrEqual(BOUNDS.seconds);
    const most = scenario.kind === 'http' ? BOUNDS.requestsPerSecond : BOUNDS.desktops;
    for (const { target } of scenario.stages) expect(target).toBeLessThanOrEqual(most);
    if (scenario.kind === 'sockets') expect(scenario.vehicles).toBeLessThanOrEqual(BOUNDS.vehicles);
  });

  it.each(all)('%s is for k6 what it is for npm: stages, rates and thresholds', (_, scenario) => {
    const { scenarios = {}, thresholds = {} } = optionsOf(scenario);
    const stages = scenario.stages.map(({ seconds, target }) => ({ duration: `${seconds}s`, target }));
    const main = scenarios[scenario.kind === 'http' ? 'main' : 'desktops'];
    expect(main).toMatchObject({ stages });
    const { medianMs, p97Ms, p99Ms, failedPercent } = scenario.thresholds;
    const times = [`med<=${medianMs}`, `p(97.5)<=${p97Ms}`, `p(99)<=${p99Ms}`];
    expect(Object.values(thresholds)).toEqual([times, [`rate<=${failedPercent / 100}`]]);
    if (scenario.kind === 'sockets') {
      expect(scenarios).toMatchObject({
        positions: { rate: scenario.postsPerSecond },
        edits: { rate: scenario.editsPerSecond },
      });
    }
  });
});

describe('what they post', () => {
  it('is what the interface takes, with ids that are used once', () => {
    expect(postPositionsBody.safeParse(positionsBody(3, 10, 0, Date.now())).success).toBe(true);
    const ids = (number: number) => numberedId(Date.now(), 7, number);
    const body = editsBody('epoch', 2, 3, Date.now(), ids);
    const { mutations } = pushRequest.parse(body);
    expect(mutations.map((one) => mutation.safeParse(one).success)).toEqual([true, true, true]);
    expect(new Set(Array.from({ length: 1000 }, (_, number) => ids(number))).size).toBe(1000);
  });
});

describe('the desktop of k6', () => {
  it('answers as socket.io does', () => {
    expect(answerTo('0{"sid":"x"}', '/positions', 'T')).toBe('40/positions,{"token":"T"}');
    expect(answerTo('2', '/positions', 'T')).toBe('3');
    expect(answerTo('42/positions,12["directory",{}]', '/positions', 'T')).toBe('43/positions,12[]');
    expect(answerTo('451-/positions,13["frame",{"_placeholder":true,"num":0}]', '/positions', 'T')).toBe(
      '43/positions,13[]',
    );
    expect(answerTo('42/sync,["changes",{"atMs":1}]', '/sync', 'T')).toBeUndefined();
    expect(answerTo('40/positions,{"sid":"y"}', '/positions', 'T')).toBeUndefined();
  });

  it('reads the time of a frame where it is', () => {
    const table = new FleetTable({ streamId: 1, epochMs: 0 });
    table.publish(1_234_567);
    const { buffer, byteOffset } = table.keyFrame();
    expect(new DataView(buffer, byteOffset).getFloat64(placeOfServerTime, true)).toBe(1_234_567);
  });
});

describe('a target', () => {
  it('is on this machine, or is refused', () => {
    expect(onThisMachine({ url: 'http://127.0.0.1:4680/', token: 't' }).url).toBe('http://127.0.0.1:4680');
    for (const url of [
      'https://vigie.example',
      'http://10.0.0.5:4680',
      'http://127.0.0.1.example:80',
      'localhost:4680',
      '',
    ]) {
      expect(() => onThisMachine({ url, token: 't' })).toThrow(/load is only put on this machine/);
    }
    expect(() => onThisMachine({ url: 'http://localhost:1', token: '' })).toThrow(/VIGIE_LOAD_TOKEN/);
  });
});

describe('a verdict', () => {
  const limits = { medianMs: 10, p97Ms: 20, p99Ms: 30, failedPercent: 0 };
  it('passes what is within every limit, and nothing that was not measured', () => {
    expect(judge({ medianMs: 10, p97Ms: 20, p99Ms: 30, failedPercent: 0 }, limits).passed).toBe(true);
    expect(judge({ medianMs: 1, p97Ms: 2, p99Ms: 31, failedPercent: 0 }, limits)).toMatchObject({
      passed: false,
      thresholds: { p99Ms: { limit: 30, value: 31, passed: false }, medianMs: { passed: true } },
    });
    expect(judge({ medianMs: Number.NaN, p97Ms: 1, p99Ms: 1, failedPercent: 0 }, limits).passed).toBe(false);
    expect(percentile([1, 2, 3, 4], 50)).toBe(2);
    expect(percentile([], 50)).toBeNaN();
  });
});
