import { describe, expect, it } from 'vitest';
import { routes } from '../../../backend/http/routes/index.ts';
import { authorize } from '../../../backend/http/authentication.ts';
import { PEOPLE, type Role, ROLES } from '../../../shared/domain/index.ts';

const ANYONE = 'public';
const WRITERS: readonly Role[] = ['billing', 'administrator'];
/** Those who take steps of billing cycles. */
const DECIDERS: readonly Role[] = ['billing', 'validator', 'administrator'];

/** Who may call what. A new route needs a line here, by somebody who has thought about it. */
const MATRIX: Readonly<Record<string, typeof ANYONE | readonly Role[]>> = {
  getService: ANYONE,
  getHealth: ANYONE,
  getLiveness: ANYONE,
  getReadiness: ANYONE,
  getOpenApi: ANYONE,
  getSignIn: ANYONE,
  getIdentity: ROLES,
  listMissions: PEOPLE,
  getMission: PEOPLE,
  listBillingCycles: PEOPLE,
  getBillingCycle: PEOPLE,
  listThirdParties: PEOPLE,
  getThirdParty: PEOPLE,
  listGeofences: PEOPLE,
  getGeofence: PEOPLE,
  listVehicles: PEOPLE,
  getVehicle: PEOPLE,
  getVehicleTrack: PEOPLE,
  pullChanges: PEOPLE,
  pushMutations: PEOPLE,
  takeBillingCycleStep: DECIDERS,
  assignMissions: WRITERS,
  listBillingLines: DECIDERS,
  getBillingTotals: DECIDERS,
  listInvoices: DECIDERS,
  getBillingCycleTrail: DECIDERS,
  getInvoice: DECIDERS,
  getInvoiceDocument: DECIDERS,
  getBillingCycleStatement: DECIDERS,
  exportFec: WRITERS,
  listRateCards: DECIDERS,
  writeRateCard: WRITERS,
  getBillingSettings: DECIDERS,
  writeBillingSettings: ['administrator'],
  listValidations: DECIDERS,
  getValidation: DECIDERS,
  decideValidation: DECIDERS,
  decideValidations: DECIDERS,
  markValidation: DECIDERS,
  listNotifications: DECIDERS,
  listDelegations: DECIDERS,
  getDelegation: DECIDERS,
  giveDelegation: DECIDERS,
  revokeDelegation: DECIDERS,
  listValidationWorkflows: DECIDERS,
  writeValidationWorkflow: ['administrator'],
  removeValidationWorkflow: ['administrator'],
  listAlarms: PEOPLE,
  getAlarm: PEOPLE,
  actOnAlarm: ['supervisor', 'dispatcher', 'administrator'],
  actOnAlarms: ['supervisor', 'dispatcher', 'administrator'],
  listAlarmRules: PEOPLE,
  getAlarmRule: PEOPLE,
  writeAlarmRule: ['supervisor', 'administrator'],
  removeAlarmRule: ['supervisor', 'administrator'],
  tryAlarmRule: ['supervisor', 'administrator'],
  getAlarmFigures: PEOPLE,
  listIncidents: PEOPLE,
  getIncident: PEOPLE,
  getIncidentReport: PEOPLE,
  openIncident: ['supervisor', 'dispatcher', 'administrator'],
  actOnIncident: ['supervisor', 'dispatcher', 'administrator'],
  listHandovers: PEOPLE,
  getHandover: PEOPLE,
  draftHandover: ['supervisor', 'dispatcher', 'administrator'],
  actOnHandover: ['supervisor', 'dispatcher', 'administrator'],
  postPositions: ['feed', 'administrator'],
  listEvents: ROLES,
  listWebhooks: ['administrator'],
  createWebhook: ['administrator'],
  getWebhook: ['administrator'],
  removeWebhook: ['administrator'],
  enableWebhook: ['administrator'],
  disableWebhook: ['administrator'],
  renewWebhookSecret: ['administrator'],
  listDeadLetters: ['administrator'],
  redeliverDeadLetter: ['administrator'],
};

describe('roles and routes', () => {
  it('are as the matrix says, for each route and no other', () => {
    const asDeclared = Object.fromEntries(routes.map(({ operationId, access }) => [operationId, access]));
    expect(asDeclared).toEqual(MATRIX);
  });

  it.each(routes.map((route) => [route.operationId, route] as const))('%s lets just those roles in', (name, route) => {
    for (const role of ROLES) {
      const enter = () =>
        authorize({ subject: 's', name: 'S', roles: [role], subsidiaries: 'all', expiresAtMs: 0 }, route);
      const allowed = MATRIX[name] ?? [];
      if (allowed === ANYONE || allowed.includes(role)) expect(enter).not.toThrow();
      else expect(enter).toThrow(/this needs one of the roles/);
    }
    const nobody = { subject: 's', name: 'S', roles: [], subsidiaries: 'all' as const, expiresAtMs: 0 };
    if (route.access !== ANYONE) expect(() => authorize(nobody, route)).toThrow(/this needs one of the roles/);
  });
});
