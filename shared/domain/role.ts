/**
 * What a person or program may do. `supervisor` watches the fleet, `dispatcher` plans it, `billing` enters and bills,
 * `validator` decides on cycles, `administrator` may do all of it; `feed` is for programs that send positions.
 */
export const ROLES = ['supervisor', 'dispatcher', 'billing', 'validator', 'administrator', 'feed'] as const;
export type Role = (typeof ROLES)[number];

/** Those of people: every one of them may read. */
export const PEOPLE: readonly Role[] = ROLES.filter((role) => role !== 'feed');

export function isRole(value: unknown): value is Role {
  return ROLES.some((role) => role === value);
}
