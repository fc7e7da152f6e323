import { type AlarmRule, EVERY_VEHICLE } from './alarms/alarm-rule.ts';
import type { BillingCycle } from './billing-cycle.ts';
import { type FieldValues, withFields } from './edit-policy.ts';
import type { Geofence } from './geofence.ts';
import { polygonOf } from './geofence-geometry.ts';
import type { Handover } from './shift/handover.ts';
import type { Incident } from './shift/incident.ts';
import type { ThirdParty } from './third-party.ts';
import type { Delegation } from './validation/delegation.ts';

/** A new row as its fields say, with what nobody enters. The server sets the time again when it takes it. */
/** Of one that nobody has archived or merged. */
const UNUSED = { standing: 'active', mergedInto: null, archivedAt: null, lastMerge: null } as const;

export function newThirdParty(id: string, fields: FieldValues, createdAt: string): ThirdParty {
  const empty: ThirdParty = { id, name: '', type: 'customer', contactInfo: {}, ...UNUSED, createdAt };
  return withFields<ThirdParty & Record<string, unknown>>(empty, fields);
}

export function newBillingCycle(id: string, fields: FieldValues, createdAt: string): BillingCycle {
  const empty: BillingCycle = {
    id,
    label: '',
    thirdPartyId: null,
    periodStart: '',
    periodEnd: '',
    state: 'draft',
    currency: 'EUR',
    priceBy: 'amount',
    transmission: null,
    isCredited: false,
    contributors: [],
    lastStepBy: null,
    createdAt,
  };
  return withFields<BillingCycle & Record<string, unknown>>(empty, fields);
}

export function newGeofence(id: string, fields: FieldValues, createdAt: string): Geofence {
  const empty: Geofence = { id, name: '', kind: 'zone', geometry: polygonOf([]), createdAt };
  return withFields<Geofence & Record<string, unknown>>(empty, fields);
}

export function newDelegation(id: string, fields: FieldValues, createdAt: string): Delegation {
  const empty: Delegation = {
    ...{ id, fromSubject: '', toSubject: '', roles: [], subjectKind: null },
    ...{ startsAt: createdAt, endsAt: createdAt, note: null, createdAt, revokedAt: null },
  };
  return withFields<Delegation & Record<string, unknown>>(empty, fields);
}

/** A draft, unless it says otherwise, of a rule for every vehicle. */
export function newAlarmRule(id: string, fields: FieldValues, createdAt: string): AlarmRule {
  const empty: AlarmRule = {
    ...{ id, name: '', priority: 'low', state: 'draft', scope: EVERY_VEHICLE },
    // Every new rule names its kind; this one raises nothing in a draft.
    parameters: { kind: 'suspect-position' },
    ...{ onDelaySeconds: 0, offDelaySeconds: 0, latched: false, suppressionGroup: null, suppressedByKinds: [] },
    ...{ guidance: { cause: '', response: '' }, createdAt },
  };
  return withFields<AlarmRule & Record<string, unknown>>(empty, fields);
}

/** The server enters its opening into the timeline when it takes it. */
export function newIncident(id: string, fields: FieldValues, openedAt: string): Incident {
  const empty: Incident = {
    ...{ id, title: '', status: 'open', priority: 'medium', owner: null, deadline: null },
    ...{ openedAt, openedBy: '', closedAt: null, subjects: [], entries: [] },
  };
  return withFields<Incident & Record<string, unknown>>(empty, fields);
}

export function newHandover(id: string, fields: FieldValues, createdAt: string): Handover {
  const empty: Handover = {
    ...{ id, state: 'draft', shiftFrom: createdAt, shiftTo: createdAt, leavingBy: '', remark: '', remarks: {} },
    ...{ items: [], more: 0, number: null, createdAt, handedOverAt: null },
    ...{ signedAt: null, signedBy: null, signedNote: null },
  };
  return withFields<Handover & Record<string, unknown>>(empty, fields);
}
