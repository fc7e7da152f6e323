import { expect, it } from 'vitest';
import { alarmRule, alarmRuleText, alarmRuleTextFault, readAlarmRuleText } from '../../../../../shared/domain/index.ts';
import { idOf, ruleOf } from '../../../../support/alarms/rules.ts';

it('the parts of a rule have one text each, in whatever order they were written', () => {
  const [one, two] = [idOf(1), idOf(2)];
  const text = alarmRuleText('parameters', { kind: 'geofence-dwell', afterSeconds: 60, geofenceIds: [two, one, two] });
  expect(text).toBe(`{"afterSeconds":60,"geofenceIds":["${one}","${two}"],"kind":"geofence-dwell"}`);
  expect(readAlarmRuleText('parameters', text)).toEqual({
    ...{ kind: 'geofence-dwell', afterSeconds: 60, geofenceIds: [one, two] },
  });
  expect(alarmRuleTextFault('parameters', text)).toBeUndefined();
  expect(alarmRuleText('suppressedByKinds', ['silent', 'feed-down'])).toBe('["feed-down","silent"]');
});

it('what cannot be one is told with the member that is wrong', () => {
  const fault = (value: unknown) => alarmRuleTextFault('parameters', JSON.stringify(value));
  expect(fault({ kind: 'speed', aboveMetresPerSecond: 10, deadbandMetresPerSecond: 12 })).toMatch(
    /^deadbandMetresPerSecond must be below/,
  );
  expect(fault({ kind: 'silent', afterSeconds: 0 })).toMatch(/^afterSeconds /);
  expect(fault({ kind: 'silent', afterSeconds: 60, geofenceIds: [] })).toMatch(/geofenceIds/);
  const headway = { kind: 'headway', geofenceIds: [idOf(1)], outOfServiceSeconds: 100 };
  expect(fault({ ...headway, minimumHeadwaySeconds: null, maximumHeadwaySeconds: null })).toMatch(
    /^maximumHeadwaySeconds is missing/,
  );
  expect(fault({ ...headway, minimumHeadwaySeconds: 90, maximumHeadwaySeconds: 60 })).toMatch(
    /^maximumHeadwaySeconds must be above/,
  );
  expect(fault({ ...headway, minimumHeadwaySeconds: 10, maximumHeadwaySeconds: 100 })).toMatch(
    /^outOfServiceSeconds must be above/,
  );
  expect(alarmRuleTextFault('scope', '{')).toBeDefined();
  expect(alarmRuleTextFault('suppressedByKinds', '["silent","feed-down"]')).toBe(
    'must be written as ["feed-down","silent"]',
  );
  expect(readAlarmRuleText('scope', '{"lines":[]}')).toBeUndefined();
});

it('a rule of every kind of the drill is one', () => {
  expect(alarmRule.safeParse(ruleOf(1, { kind: 'suspect-position' }).rule).success).toBe(true);
});
