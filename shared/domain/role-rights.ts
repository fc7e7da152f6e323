import { ALARM_OPERATORS, ALARM_RULE_EDITORS } from './alarms/alarm-actions.ts';
import type { EditableEntity } from './edit-policy.ts';
import { HANDOVER_KEEPERS } from './shift/handover-actions.ts';
import { INCIDENT_KEEPERS } from './shift/incident-actions.ts';
import type { Role } from './role.ts';

/** Roles whose edits of missions, cycles, third parties and geofences the server takes. */
export const EDITORS: readonly Role[] = ['billing', 'administrator'];

/** Roles that take part in billing and its validation: beside edits, the steps of a billing cycle that its rules leave to them. */
export const DECIDERS: readonly Role[] = ['billing', 'validator', 'administrator'];

/** Roles that send anything at all. */
export const PUSHERS: readonly Role[] = ['supervisor', 'dispatcher', 'billing', 'validator', 'administrator'];

/** What somebody does to a row: change, make or remove it; or take an action on it. */
export type Deed = 'edit' | 'action';

/**
 * Who may do it at all. What the action or the row itself asks for is asked beside this: four eyes, the step of a cycle, whose delegation it is.
 * Who may not edit may still take the steps that their role allows, and delegate what is theirs.
 */
export function rolesFor(entity: EditableEntity, deed: Deed): readonly Role[] {
  switch (entity) {
    case 'alarm':
      return ALARM_OPERATORS;
    case 'alarm-rule':
      return ALARM_RULE_EDITORS;
    case 'incident':
      return INCIDENT_KEEPERS;
    case 'handover':
      return HANDOVER_KEEPERS;
    case 'delegation':
    case 'validation':
      return DECIDERS;
    case 'third-party':
      return EDITORS;
    case 'billing-cycle':
      return deed === 'action' ? DECIDERS : EDITORS;
    case 'mission':
    case 'geofence':
      return EDITORS;
  }
}

/**
 * Whether somebody may do it, for a window that hides what it is no use to show: the server decides.
 * @param roles null: nobody has said which they have
 */
export function mayDo(roles: readonly Role[] | null, entity: EditableEntity, deed: Deed): boolean {
  return roles === null || roles.some((role) => rolesFor(entity, deed).includes(role));
}

/** Whether somebody may edit at all the rows of billing and the map, as `mayDo`. */
export function mayEdit(roles: readonly Role[] | null): boolean {
  return mayDo(roles, 'mission', 'edit');
}
