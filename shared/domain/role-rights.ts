import type { Role } from './role.ts';

/** Roles whose edits of missions, cycles, third parties and geofences the server takes. */
export const EDITORS: readonly Role[] = ['billing', 'administrator'];

/** Roles that send anything at all: beside edits, the steps of a billing cycle that its rules leave to them. */
export const PUSHERS: readonly Role[] = ['billing', 'validator', 'administrator'];

/**
 * Whether somebody may edit at all, for a window that hides what it is no use to show: the server decides.
 * @param roles null: nobody has said which they have
 */
export function mayEdit(roles: readonly Role[] | null): boolean {
  return roles === null || roles.some((role) => EDITORS.includes(role));
}
