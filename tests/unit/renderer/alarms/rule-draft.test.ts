import { describe, expect, it } from 'vitest';
import { draftOf, fieldsOfRule, kindPart, newDraft, readDraft } from '../../../../renderer/alarms/rules/rule-draft.ts';
import { writtenRule } from '../../../../renderer/alarms/rules/use-trial.ts';
import { ALARM_KINDS, type AlarmParameters, type FieldValue, refuseFields } from '../../../../shared/domain/index.ts';
import { alarmRuleRowOf } from '../../../support/alarm-rows.ts';

const FENCE = '0198c000-0000-7000-8000-000000000001';
const PARAMETERS: readonly AlarmParameters[] = [
  { kind: 'silent', afterSeconds: 300 },
  { kind: 'speed', aboveMetresPerSecond: 25, deadbandMetresPerSecond: 5 / 3.6 },
  { kind: 'geofence-enter', geofenceIds: [FENCE] },
  { kind: 'geofence-exit', geofenceIds: [FENCE] },
  { kind: 'geofence-dwell', geofenceIds: [FENCE], afterSeconds: 1_800 },
  { kind: 'long-stop', afterSeconds: 600, radiusMetres: 40, onMissionOnly: true, exceptGeofenceIds: [FENCE] },
  { kind: 'late-mission', latenessSeconds: 600 },
  {
    ...{ kind: 'headway', geofenceIds: [FENCE], minimumHeadwaySeconds: null, maximumHeadwaySeconds: 1_200 },
    outOfServiceSeconds: 7_200,
  },
  { kind: 'suspect-position' },
  { kind: 'feed-down', afterSeconds: 60 },
];

describe('the form of a rule', () => {
  it('gives back every kind of rule as it is, in both languages, as fields that an edit may carry', () => {
    expect(PARAMETERS.map(({ kind }) => kind)).toEqual(ALARM_KINDS);
    for (const language of ['fr', 'en'] as const)
      for (const parameters of PARAMETERS) {
        const rule = alarmRuleRowOf({ parameters, suppressionGroup: 'town', suppressedByKinds: ['feed-down'] });
        const reading = readDraft(draftOf(rule, language), language);
        expect(reading).toEqual({ result: 'ok', rule: writtenRule(rule) });
        if (reading.result === 'ok') expect(refuseFields('alarm-rule', fieldsOfRule(reading.rule))).toBeUndefined();
      }
  });

  it('begins each kind with numbers that hold, once it has its geofences', () => {
    for (const kind of ALARM_KINDS) {
      const draft = { ...newDraft('fr'), ...kindPart(kind, 'fr'), name: 'Nouvelle', fences: [FENCE] };
      expect([kind, readDraft(draft, 'fr').result]).toEqual([kind, 'ok']);
    }
  });

  it('names each field that cannot be taken', () => {
    const wrong = (over: Partial<ReturnType<typeof newDraft>>) => {
      const reading = readDraft({ ...newDraft('en'), name: 'Named', ...over }, 'en');
      return reading.result === 'wrong' ? [...reading.faults] : [];
    };
    expect(wrong({ name: ' ' })).toEqual(['name']);
    expect(wrong({ numbers: { afterSeconds: 'soon' } })).toEqual(['afterSeconds']);
    expect(wrong({ numbers: { afterSeconds: '' } })).toEqual(['afterSeconds']);
    expect(wrong({ onDelay: '-1', offDelay: '100000' })).toEqual(['onDelay', 'offDelay']);
    expect(wrong(kindPart('geofence-enter', 'en'))).toEqual(['fences']);
    expect(
      wrong({ ...kindPart('speed', 'en'), numbers: { aboveMetresPerSecond: '50', deadbandMetresPerSecond: '60' } }),
    ).toEqual(['deadbandMetresPerSecond']);
  });

  it('takes a speed as its language writes it, and the rule has it in metres a second', () => {
    const draft = {
      ...draftOf(alarmRuleRowOf(), 'fr'),
      numbers: { aboveMetresPerSecond: '52,5', deadbandMetresPerSecond: '5' },
    };
    const reading = readDraft(draft, 'fr');
    const parameters: FieldValue = reading.result === 'ok' ? (fieldsOfRule(reading.rule)['parameters'] ?? null) : null;
    const limit = /"aboveMetresPerSecond":([\d.]+)/.exec(String(parameters))?.[1];
    expect(Number(limit)).toBeCloseTo(52.5 / 3.6, 9);
  });
});
