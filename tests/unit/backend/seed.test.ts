import { describe, expect, it } from 'vitest';
import {
  ALARM_PRIORITIES,
  ALARM_RULE_STATES,
  alarmRule,
  billingCycle,
  contactFaults,
  geofence,
  geofencesOfRule,
  newBillingCycle,
  thirdParty,
  THIRD_PARTY_TYPES,
} from '../../../shared/domain/index.ts';
import { inventAlarmRules, inventClosedCentres } from '../../../backend/seed/alarm-rules.ts';
import { inventBillingCycles } from '../../../backend/seed/billing-cycles.ts';
import { comparableName } from '../../../backend/migrate-data/customer-name.ts';
import { inventThirdParties } from '../../../backend/seed/third-parties.ts';
import { loadNetwork, loadVocabulary } from '../../../backend/simulator/network.ts';

const NOW = Date.UTC(2026, 10, 23);
const parties = (seed: number) => inventThirdParties(loadVocabulary(), loadNetwork().towns, seed, NOW);

describe('invented third parties', () => {
  it('are about 60, of several types, each with its own name, and valid', () => {
    const all = parties(1);
    expect(all.length).toBeGreaterThanOrEqual(55);
    expect(all.length).toBeLessThanOrEqual(70);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(new Set(all.map(({ name }) => comparableName(name))).size).toBe(all.length);
    expect(new Set(all.map(({ type }) => type))).toEqual(new Set(THIRD_PARTY_TYPES));
    for (const one of all) {
      expect(thirdParty.parse(one)).toMatchObject(one);
      expect(contactFaults(one.contactInfo)).toEqual([]);
      expect(one.contactInfo.email).toMatch(/^facturation@[a-z\d-]+\.example$/);
      expect(one.contactInfo.phone).toMatch(/^0[1-5] \d\d \d\d \d\d \d\d$/);
    }
  });

  it('are the same for the same seed, others for another', () => {
    expect(parties(1)).toEqual(parties(1));
    expect(parties(2)[0]?.id).not.toBe(parties(1)[0]?.id);
  });
});

describe('invented billing cycles', () => {
  it('are one for each month that the simulated history reaches, this and the next, and a quarter of one third party', () => {
    const cycles = inventBillingCycles('0964af38-d6f8-4108-ae90-f71b085d9dec', 1, NOW);
    expect(cycles.map(({ label, state }) => `${label}: ${state}`)).toEqual([
      'Juillet 2026: transmitted',
      'Août 2026: invoiced',
      'Septembre 2026: validated',
      'Octobre 2026: in-validation',
      'Novembre 2026: open',
      'Décembre 2026: draft',
      'T3 2026: validated',
    ]);
    expect(cycles[2]).toMatchObject({ periodStart: '2026-09-01', periodEnd: '2026-09-30' });
    expect(cycles.at(-1)).toMatchObject({ periodStart: '2026-07-01', periodEnd: '2026-09-30' });
    for (const one of cycles) billingCycle.parse({ ...newBillingCycle(one.id, {}, one.createdAt), ...one });
    for (const [index, one] of cycles.slice(1, 6).entries()) {
      const before = Date.parse(cycles[index]?.periodEnd ?? '');
      expect(Date.parse(one.periodStart) - before).toBe(86_400_000);
    }
  });

  it('take the last quarter of the year before in January', () => {
    expect(inventBillingCycles('x', 1, Date.UTC(2026, 0, 2)).at(-1)).toMatchObject({
      label: 'T4 2025',
      periodEnd: '2025-12-31',
    });
  });
});

describe('customer names', () => {
  it.each([
    ['MEUBLES CARPENTIER', 'Meubles Carpentier'],
    [' Laiterie  des Deux Vallées ', 'Laiterie des Deux Vallees'],
    ['SARL Boulangeries Martin', 'Boulangeries Martin SARL'],
    ['Sté Imprimerie du Progrès', 'Imprimerie du Progrès'],
    ['Cimenterie Durand (réf. 4321)', 'Cimenterie Durand'],
    ['rectorat transports scolaires de paris', 'Rectorat, transports scolaires de Paris'],
  ])('%s is %s', (typed, name) => {
    expect(comparableName(typed)).toBe(comparableName(name));
  });

  it.each([
    ['Vlile de Paris', 'Ville de Paris'],
    ['Ville de Lyon', 'Ville de Paris'],
    ['DIVERS', 'Ville de Paris'],
  ])('%s is not %s', (typed, name) => {
    expect(comparableName(typed)).not.toBe(comparableName(name));
  });
});

describe('invented rules of alarms', () => {
  it('are valid, look at the closed centres, and cover every state and priority', () => {
    const fences = inventClosedCentres(loadNetwork().towns, 1, NOW);
    for (const fence of fences) expect(geofence.parse(fence)).toEqual(fence);
    const rules = inventAlarmRules(fences, 1, NOW);
    for (const rule of rules) expect(alarmRule.parse(rule)).toEqual(rule);
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
    expect(new Set(rules.map(({ state }) => state))).toEqual(new Set(ALARM_RULE_STATES));
    expect(new Set(rules.map(({ priority }) => priority))).toEqual(new Set(ALARM_PRIORITIES));
    expect(rules.flatMap(({ parameters }) => geofencesOfRule(parameters)).sort()).toEqual(
      fences.map(({ id }) => id).sort(),
    );
  });
});
